import { type ReactNode, Suspense } from 'react'
import { useWords } from '../../text/use-words.ts'
import styles from './charts.module.css'

/**
 * A chart with its two other forms: the sentence that says what it shows, and the same numbers as a table.
 * The chart itself comes later than the page, so its place is kept free.
 */
export const ChartFigure = ({ chart, height, summary, table, beside = false }: ChartFigureProps) => {
  const { asTable } = useWords()
  return (
    <div className={styles.figure} data-beside={beside}>
      <div className={styles.drawing}>
        <Suspense fallback={<div style={{ blockSize: height }} />}>{chart}</Suspense>
        <p className={styles.summary}>{summary}</p>
      </div>
      {beside ? (
        <div className={styles.beside}>{table}</div>
      ) : (
        <details className={styles.twin}>
          <summary>{asTable}</summary>
          {table}
        </details>
      )}
    </div>
  )
}

interface ChartFigureProps {
  readonly chart: ReactNode
  /** Pixels that the chart will take. */
  readonly height: number
  readonly summary: ReactNode
  readonly table: ReactNode
  /** Whether the table stands open beside the chart, or folded under it. */
  readonly beside?: boolean
}
