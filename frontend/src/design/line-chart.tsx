import styles from './line-chart.module.css'
import { marksFor, type Point, pathOf } from './scale.ts'

const WIDTH = 640
const HEIGHT = 220
const LEFT = 36
const BOTTOM = 24
const TOP = 16

interface Series {
  readonly name: string
  /** Values by place on the shared axis; null leaves a gap at the ends. */
  readonly values: readonly (number | null)[]
  /** Dashed is what a machine expects, solid what was counted. */
  readonly kind: 'counted' | 'expected' | 'second'
}

/** Lines over a shared axis, with a band around one of them. Its table is the caller's duty, and its words `label`. */
export const LineChart = ({ label, marks, series, band, now }: LineChartProps) => {
  const highest = Math.max(
    1,
    ...series.flatMap(({ values }) => values.map((value) => value ?? 0)),
    ...(band ?? []).map((limits) => limits?.[1] ?? 0),
  )
  const axis = marksFor(highest)
  const top = axis.at(-1) ?? 1
  const x = (place: number) => LEFT + (place / Math.max(1, marks.length - 1)) * (WIDTH - LEFT - 8)
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM)
  const points = (values: readonly (number | null)[]): readonly Point[] =>
    values.flatMap((value, place) => (value === null ? [] : [[x(place), y(value)] as const]))
  const limits = (side: 0 | 1) => points((band ?? []).map((pair) => pair?.[side] ?? null))
  const every = Math.ceil(marks.length / 7)
  return (
    <svg className={styles.chart} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {axis.map((mark) => (
        <g key={mark}>
          <line className={styles.grid} x1={LEFT} x2={WIDTH} y1={y(mark)} y2={y(mark)} />
          <text className={styles.mark} x={LEFT - 8} y={y(mark) + 4} textAnchor="end">
            {mark}
          </text>
        </g>
      ))}
      {marks.map(
        (mark, place) =>
          place % every === 0 && (
            <text className={styles.mark} key={mark.key} x={x(place)} y={HEIGHT - 6} textAnchor="middle">
              {mark.name}
            </text>
          ),
      )}
      {band && <path className={styles.band} d={pathOf([...limits(1), ...limits(0).toReversed()], true)} />}
      {now && (
        <g>
          <line className={styles.now} x1={x(now.place)} x2={x(now.place)} y1={4} y2={HEIGHT - BOTTOM} />
          <text className={styles.mark} x={x(now.place) + 6} y={12}>
            {now.name}
          </text>
        </g>
      )}
      {series.map(({ name, values, kind }) => (
        <path className={styles.line} data-kind={kind} key={name} d={pathOf(points(values))} />
      ))}
    </svg>
  )
}

interface LineChartProps {
  /** The chart in a sentence. */
  readonly label: string
  /** The shared axis: one entry a place, not all of them are written. */
  readonly marks: readonly { readonly key: string; readonly name: string }[]
  readonly series: readonly Series[]
  /** Lower and upper limit by place. */
  readonly band?: readonly (readonly [number, number] | null)[]
  readonly now?: { readonly place: number; readonly name: string }
}
