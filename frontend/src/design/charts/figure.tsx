import { type ReactNode, Suspense } from 'react'
import { useWords } from '../../text/use-words.ts'
import styles from './charts.module.css'

/**
 * A chart with its two alternatives: a sentence that says what it shows, and its numbers as a table.
 * The chart itself is loaded after the page, so its place is kept free.
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
  /** Height of the chart in pixels. */
  readonly height: number
  readonly summary: ReactNode
  readonly table: ReactNode
  /** Whether the table is open beside the chart, or folded under it. */
  readonly beside?: boolean
}
