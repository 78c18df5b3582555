import { useMutation, useQuery } from '@tanstack/react-query'
import type { Statistics } from '../../../../functions/contracts/insight.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Bars } from '../../design/bars.tsx'
import { Button } from '../../design/button.tsx'
import { Figures } from '../../design/figures.tsx'
import { LineChart } from '../../design/line-chart.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { Table } from '../../design/table.tsx'
import { useAdminText } from '../../text/use-admin-text.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { categories, priorities, statuses } from '../inbox/search.ts'
import { useMe } from '../me.ts'
import { Part, Screen } from '../screen.tsx'
import styles from './admin.module.css'
import { download } from './download.ts'
import { FairnessTable } from './fairness-table.tsx'
import { OwnStatistics } from './own-statistics.tsx'
import { Scoreboard } from './scoreboard.tsx'

const FRESH_EVERY_MS = 10_000

/** An agent's own figures, or everybody's for an administrator. */
export const StatisticsScreen = () => (useMe().role === 'admin' ? <AllStatistics /> : <OwnStatistics />)

const AllStatistics = () => {
  const { nav } = useDeskText()
  const { statistics: text } = useAdminText()
  const statistics = useQuery({
    queryKey: keys.statistics,
    queryFn: () => call('getStatistics'),
    refetchInterval: FRESH_EVERY_MS,
  })
  const exporting = useMutation({
    mutationFn: () => call('exportTickets', {}),
    onSuccess: (csv) => download('tickets.csv', csv),
  })
  return (
    <Screen title={nav.statistics} actions={<Button onClick={() => exporting.mutate()}>{text.csv}</Button>}>
      {exporting.error && <FailureNotice error={exporting.error} />}
      <QueryView query={statistics} height={80}>
        {(data) => (
          <>
            <Totals data={data} />
            <Breakdowns data={data} />
            <Daily data={data} />
          </>
        )}
      </QueryView>
      <Part title={text.fairness} id="work">
        <FairnessTable />
      </Part>
      <Part title={text.scoreboard} id="scoreboard">
        <Scoreboard />
      </Part>
    </Screen>
  )
}

const Totals = ({ data }: { readonly data: Statistics }) => {
  const { format } = useWords()
  const { figures } = useAdminText().statistics
  return (
    <Figures
      figures={[
        [figures.total, format.number(data.total_tickets)],
        [figures.open, format.number(data.open_tickets)],
        [figures.perDay, format.decimal(data.avg_tickets_per_day)],
        [figures.perCalendarDay, format.decimal(data.avg_per_calendar_day)],
      ]}
    />
  )
}

const Breakdowns = ({ data }: { readonly data: Statistics }) => {
  const words = useWords()
  const { statistics: text } = useAdminText()
  const bars = <Key extends string>(values: readonly Key[], names: Record<Key, string>, counts: Record<Key, number>) =>
    values.map((key) => ({ key, name: names[key], count: counts[key] }))
  const { value, count } = text.table
  const shared = { valueName: value, countName: count, format: words.format.number }
  return (
    <div className={styles.columns}>
      <Part title={text.byPriority} id="by-priority">
        <Bars
          {...shared}
          label={text.byPriority}
          bars={bars(priorities.toReversed(), words.priority, data.priority_breakdown)}
        />
      </Part>
      <Part title={text.byCategory} id="by-category">
        <Bars {...shared} label={text.byCategory} bars={bars(categories, words.category, data.category_breakdown)} />
      </Part>
      <Part title={text.byStatus} id="by-status">
        <Bars {...shared} label={text.byStatus} bars={bars(statuses, words.status, data.status_breakdown)} />
      </Part>
    </div>
  )
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const Daily = ({ data: { daily } }: { readonly data: Statistics }) => {
  const { format } = useWords()
  const { statistics: text } = useAdminText()
  const created = daily.map((day) => day.created)
  const resolved = daily.map((day) => day.resolved)
  const sentence = text.dailyText(format.number(sum(created)), format.number(sum(resolved)))
  return (
    <Part title={text.daily} id="daily">
      <div className={styles.wide}>
        <div className={styles.stack}>
          <LineChart
            label={sentence}
            marks={daily.map(({ date }) => ({ key: date, name: format.day(date) }))}
            series={[
              { name: text.created, kind: 'counted', values: created },
              { name: text.resolved, kind: 'second', values: resolved },
            ]}
          />
          <p className={styles.legend}>
            <span>{text.created}</span>
            <span>{text.resolved}</span>
          </p>
          <p>{sentence}</p>
        </div>
        <div className={styles.tall}>
          <Table
            label={text.daily}
            columns={[text.table.day, text.created, text.resolved]}
            rows={daily.toReversed().map((day) => ({
              key: day.date,
              cells: [format.day(day.date), format.number(day.created), format.number(day.resolved)],
            }))}
          />
        </div>
      </div>
    </Part>
  )
}
