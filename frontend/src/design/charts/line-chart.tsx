import { AxisBottom, AxisLeft } from '@visx/axis'
import { useParentSize } from '@visx/responsive'
import { scaleLinear } from '@visx/scale'
import { Area, LinePath } from '@visx/shape'
import { type PointerEvent, useState } from 'react'
import styles from './charts.module.css'
import { type Band, LINE_CHART_HEIGHT as HEIGHT, highestOf, placeAt, type Series } from './series.ts'

const LEFT = 36
const RIGHT = 12
const TOP = 20
const BOTTOM = 28
/** Pixels for one name on the horizontal axis. */
const MARK_WIDTH = 76

/** Lines over a shared axis, with a band around one of them; shows the values under the pointer. */
export const LineChart = ({ label, marks, series, band = [], now, format }: LineChartProps) => {
  const { parentRef, width } = useParentSize({ debounceTime: 50 })
  const [place, setPlace] = useState<number | null>(null)
  const inner = Math.max(0, width - LEFT - RIGHT)
  const x = scaleLinear({ domain: [0, Math.max(1, marks.length - 1)], range: [LEFT, LEFT + inner] })
  const y = scaleLinear({ domain: [0, highestOf(series, band)], range: [HEIGHT - BOTTOM, TOP], nice: 4 })
  const every = Math.max(1, Math.ceil(marks.length / Math.max(1, Math.floor(inner / MARK_WIDTH))))
  const named = marks.flatMap((_mark, index) => (index % every === 0 ? [index] : []))
  const follow = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) =>
    setPlace(placeAt(clientX - currentTarget.getBoundingClientRect().left - LEFT, inner, marks.length))

  return (
    <div className={styles.frame} ref={parentRef} style={{ blockSize: HEIGHT }}>
      {width > 0 && (
        <svg
          className={styles.chart}
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={label}
          onPointerMove={follow}
          onPointerLeave={() => setPlace(null)}
        >
          <AxisLeft
            scale={y}
            left={LEFT}
            tickValues={y.ticks(4).filter(Number.isInteger)}
            tickLength={-inner}
            tickFormat={(value) => format(Number(value))}
            tickClassName={styles.grid ?? ''}
            tickLabelProps={{ className: styles.mark ?? '', dx: -inner - 6, dy: 4, textAnchor: 'end' }}
            hideAxisLine
          />
          <AxisBottom
            scale={x}
            top={HEIGHT - BOTTOM}
            tickValues={named}
            tickFormat={(value) => marks[Number(value)]?.name ?? ''}
            tickLabelProps={(_value, index) => ({
              className: styles.mark ?? '',
              dy: 4,
              textAnchor: index === 0 ? 'start' : 'middle',
            })}
            hideAxisLine
            hideTicks
          />
          <Area
            className={styles.band ?? ''}
            data={band.map((pair, index) => ({ pair, index }))}
            defined={({ pair }) => pair !== null}
            x={({ index }) => x(index)}
            y0={({ pair }) => y(pair?.[0] ?? 0)}
            y1={({ pair }) => y(pair?.[1] ?? 0)}
          />
          {now && (
            <g className={styles.now}>
              <line x1={x(now.place)} x2={x(now.place)} y1={4} y2={HEIGHT - BOTTOM} />
              <text className={styles.mark} x={x(now.place) + 6} y={12}>
                {now.name}
              </text>
            </g>
          )}
          {series.map(({ name, values, kind }) => (
            <LinePath
              key={name}
              className={`${styles.line} ${styles[kind]}`}
              data={values.map((value, index) => ({ value, index }))}
              defined={({ value }) => value !== null}
              x={({ index }) => x(index)}
              y={({ value }) => y(value ?? 0)}
            />
          ))}
          {series.map(({ name, values, kind }) =>
            kind === 'second'
              ? marks.map(({ key }, index) => {
                  const value = values[index]
                  return typeof value === 'number' ? (
                    <circle key={`${name}-${key}`} className={styles.bead} cx={x(index)} cy={y(value)} r={2.5} />
                  ) : null
                })
              : null,
          )}
          {place !== null && (
            <g className={styles.pointer}>
              <line x1={x(place)} x2={x(place)} y1={TOP} y2={HEIGHT - BOTTOM} />
              {series.map(({ name, values, kind }) => {
                const value = values[place]
                return typeof value === 'number' ? (
                  <circle key={name} className={styles[kind] ?? ''} cx={x(place)} cy={y(value)} r={3.5} />
                ) : null
              })}
            </g>
          )}
        </svg>
      )}
      {place !== null && <Readout {...{ place, marks, series, band, format }} before={place > marks.length / 2} />}
    </div>
  )
}

interface LineChartProps {
  /** What the chart shows, in a sentence. */
  readonly label: string
  /** The shared axis: one entry per place, not all of which are drawn. */
  readonly marks: readonly { readonly key: string; readonly name: string }[]
  readonly series: readonly Series[]
  readonly band?: Band
  readonly now?: { readonly place: number; readonly name: string }
  readonly format: (value: number) => string
}

/** The numbers at one place; hidden from screen readers, since the table has them all. */
const Readout = ({ place, marks, series, band, format, before }: ReadoutProps) => {
  const limits = band[place]
  return (
    <p className={styles.readout} data-before={before} aria-hidden="true">
      <strong>{marks[place]?.name}</strong>
      {series.map(({ name, values, kind }) => {
        const value = values[place]
        return typeof value === 'number' ? (
          <span key={name} data-kind={kind}>
            {name} {format(value)}
          </span>
        ) : null
      })}
      {limits && (
        <span>
          {format(limits[0])}–{format(limits[1])}
        </span>
      )}
    </p>
  )
}

interface ReadoutProps extends Pick<LineChartProps, 'marks' | 'series' | 'format'> {
  readonly place: number
  readonly band: Band
  /** The side of the drawing on which it stands, so that it never covers the place that it describes. */
  readonly before: boolean
}
