/** Height of a line chart in pixels, including its axis. */
export const LINE_CHART_HEIGHT = 240
/** Height of each bar of a bar chart in pixels, including its name. */
export const BAR_ROW_HEIGHT = 30

/** A line: its values by place on the shared axis; null where it has none. */
export interface Series {
  readonly name: string
  readonly values: readonly (number | null)[]
  /** Forecasts are dashed, counts solid; a second count has its own colour and mark. */
  readonly kind: 'counted' | 'expected' | 'second'
}

/** Lower and upper limit by place. */
export type Band = readonly (readonly [low: number, high: number] | null)[]

/** The highest value that a chart must have room for; at least 1, so that an empty chart has an axis, too. */
export const highestOf = (series: readonly Series[], band: Band = []): number =>
  Math.max(
    1,
    ...series.flatMap(({ values }) => values.map((value) => value ?? 0)),
    ...band.map((pair) => pair?.[1] ?? 0),
  )

/** The place nearest to a pointer that is `x` of `width` pixels into the drawing. */
export const placeAt = (x: number, width: number, places: number): number =>
  Math.min(places - 1, Math.max(0, Math.round((x / Math.max(1, width)) * (places - 1))))
