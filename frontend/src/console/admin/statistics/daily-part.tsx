import type { Statistics } from '../../../../../functions/contracts/insight.ts'
import { ChartFigure } from '../../../design/charts/figure.tsx'
import { LineChart } from '../../../design/charts/lazy-charts.ts'
import { LINE_CHART_HEIGHT } from '../../../design/charts/series.ts'
import { numeric, Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part } from '../../screen.tsx'
import styles from './daily-part.module.css'

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Tickets received and resolved on each of the last 30 days. */
export const DailyPart = ({ data: { daily } }: { readonly data: Statistics }) => {
  const { format } = useWords()
  const { statistics: text } = useAdminText()
  const created = daily.map((day) => day.created)
  const resolved = daily.map((day) => day.resolved)
  const sentence = text.dailyText(format.number(sum(created)), format.number(sum(resolved)))
  return (
    <Part title={text.daily} id="daily">
      <ChartFigure
        height={LINE_CHART_HEIGHT}
        chart={
          <LineChart
            label={sentence}
            marks={daily.map(({ date }) => ({ key: date, name: format.calendarDay(date) }))}
            series={[
              { name: text.created, kind: 'counted', values: created },
              { name: text.resolved, kind: 'second', values: resolved },
            ]}
            format={format.number}
          />
        }
        summary={
          <>
            <span className={styles.legend}>
              <span>{text.created}</span>
              <span>{text.resolved}</span>
            </span>
            {sentence}
          </>
        }
        table={
          <Table
            label={text.daily}
            columns={[text.table.day, numeric(text.created), numeric(text.resolved)]}
            rows={daily.toReversed().map((day) => ({
              key: day.date,
              cells: [format.calendarDay(day.date), format.number(day.created), format.number(day.resolved)],
            }))}
          />
        }
        beside
      />
    </Part>
  )
}
