import { useParentSize } from '@visx/responsive'
import { scaleBand, scaleLinear } from '@visx/scale'
import { Bar } from '@visx/shape'
import styles from './charts.module.css'
import { BAR_ROW_HEIGHT } from './series.ts'

/** Pixels for the longest number. */
const FIGURE_WIDTH = 56
const BAR_HEIGHT = 10

/** Amounts as bars, each with its name above and its figure at the end. */
export const BarChart = ({ label, bars, format }: BarChartProps) => {
  const { parentRef, width } = useParentSize({ debounceTime: 50 })
  const height = bars.length * BAR_ROW_HEIGHT
  const names = bars.map(({ key }) => key)
  const y = scaleBand({ domain: names, range: [0, height] })
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const x = scaleLinear({ domain: [0, most], range: [0, Math.max(0, width - FIGURE_WIDTH)] })
  return (
    <div className={styles.frame} ref={parentRef} style={{ blockSize: height }}>
      {width > 0 && (
        <svg className={styles.chart} width={width} height={height} role="img" aria-label={label}>
          {bars.map(({ key, name, count, tone }) => {
            const top = y(key) ?? 0
            return (
              <g key={key}>
                <text className={styles.barName} y={top + 12}>
                  {name}
                </text>
                <Bar className={styles.rail ?? ''} y={top + 17} width={x(most)} height={BAR_HEIGHT - 4} rx={2} />
                <Bar
                  className={styles.bar ?? ''}
                  data-tone={tone}
                  y={top + 17}
                  width={Math.max(count > 0 ? 2 : 0, x(count))}
                  height={BAR_HEIGHT - 4}
                  rx={2}
                />
                <text className={styles.mark} x={width} y={top + 24} textAnchor="end">
                  {format(count)}
                </text>
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}

interface BarChartProps {
  /** What the chart shows, in a sentence. */
  readonly label: string
  readonly bars: readonly BarOf[]
  readonly format: (count: number) => string
}

interface BarOf {
  readonly key: string
  readonly name: string
  readonly count: number
  /** The token of the bar's colour, which repeats what the name says. */
  readonly tone?: string
}
