import type { Statistics } from '../../../../../functions/contracts/insight.ts'
import { categories, priorities, statuses } from '../../../api/ticket-values.ts'
import { ChartFigure } from '../../../design/charts/figure.tsx'
import { BarChart } from '../../../design/charts/lazy-charts.ts'
import { BAR_ROW_HEIGHT } from '../../../design/charts/series.ts'
import { numeric, Table } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part } from '../../screen.tsx'
import styles from '../admin.module.css'

/** All tickets by priority, topic and status. */
export const Breakdowns = ({ data }: { readonly data: Statistics }) => {
  const words = useWords()
  const { statistics: text } = useAdminText()
  return (
    <div className={styles.columns}>
      <Part title={text.byPriority} id="by-priority">
        <Breakdown
          title={text.byPriority}
          values={priorities.toReversed()}
          names={words.priority}
          counts={data.priority_breakdown}
        />
      </Part>
      <Part title={text.byCategory} id="by-category">
        <Breakdown
          title={text.byCategory}
          values={categories}
          names={words.category}
          counts={data.category_breakdown}
        />
      </Part>
      <Part title={text.byStatus} id="by-status">
        <Breakdown title={text.byStatus} values={statuses} names={words.status} counts={data.status_breakdown} />
      </Part>
    </div>
  )
}

/** How many tickets have each value of a field. */
const Breakdown = <Key extends string>({ title, values, names, counts }: BreakdownProps<Key>) => {
  const { format } = useWords()
  const { statistics: text } = useAdminText()
  const all = values.reduce((total, key) => total + counts[key], 0)
  const most = values.toSorted((a, b) => counts[b] - counts[a])[0]
  const share = (count: number) => format.percent(count / Math.max(1, all))
  const summary =
    most === undefined || all === 0
      ? text.noTickets
      : text.mostAre(names[most], format.number(counts[most]), share(counts[most]))
  return (
    <ChartFigure
      height={values.length * BAR_ROW_HEIGHT}
      chart={
        <BarChart
          label={`${title}. ${summary}`}
          bars={values.map((key) => ({ key, name: names[key], count: counts[key], tone: key }))}
          format={format.number}
        />
      }
      summary={summary}
      table={
        <Table
          label={title}
          columns={[text.table.value, numeric(text.table.count), numeric(text.table.share)]}
          rows={values.map((key) => ({ key, cells: [names[key], format.number(counts[key]), share(counts[key])] }))}
        />
      }
    />
  )
}

interface BreakdownProps<Key extends string> {
  readonly title: string
  readonly values: readonly Key[]
  readonly names: Readonly<Record<Key, string>>
  readonly counts: Readonly<Record<Key, number>>
}
