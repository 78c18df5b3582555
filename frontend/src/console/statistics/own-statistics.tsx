import { useQuery } from '@tanstack/react-query'
import type { OwnAgent } from '../../../../functions/contracts/people.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { ChartFigure } from '../../design/charts/figure.tsx'
import { BarChart } from '../../design/charts/lazy-charts.ts'
import { BAR_ROW_HEIGHT } from '../../design/charts/series.ts'
import { Figures } from '../../design/figures.tsx'
import { EmptyState } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { numeric, Table } from '../../design/table.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Screen } from '../screen.tsx'

/** An agent's own figures compared with their past; there is no ranking. */
export const OwnStatistics = () => {
  const { mine } = useDeskText()
  const own = useQuery({ queryKey: keys.ownAgent, queryFn: () => call('getOwnAgent') })
  return (
    <Screen title={mine.title}>
      <QueryView query={own}>{(agent) => <Own agent={agent} />}</QueryView>
    </Screen>
  )
}

/** The median of the known values; null if there are none. */
const median = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  const [low, high] = [known[Math.floor((known.length - 1) / 2)], known[Math.ceil((known.length - 1) / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

const Own = ({ agent }: { readonly agent: OwnAgent }) => {
  const { format } = useWords()
  const { mine } = useDeskText()
  const hours = (value: number | null | undefined) =>
    typeof value === 'number' ? mine.hours(format.tenths(value)) : '–'
  const { weeks } = agent
  const resolved = weeks.reduce((total, week) => total + week.resolved, 0)
  const usual = median(weeks.map(({ median_resolution_hours }) => median_resolution_hours))
  return (
    <>
      <Figures
        figures={[
          [mine.resolved, format.number(resolved)],
          [mine.load, `${agent.active}/${agent.capacity}`],
          [mine.usual, hours(usual)],
          [mine.last, hours(weeks.at(-1)?.median_resolution_hours)],
        ]}
      />
      {weeks.length === 0 ? (
        <EmptyState title={mine.none} />
      ) : (
        <ChartFigure
          height={weeks.length * BAR_ROW_HEIGHT}
          chart={
            <BarChart
              label={mine.title}
              bars={weeks.map((week) => ({
                key: week.from,
                name: mine.weekFrom(format.calendarDay(week.from)),
                count: week.resolved,
              }))}
              format={format.number}
            />
          }
          summary={mine.summary(format.number(resolved), hours(usual))}
          table={<Weeks weeks={weeks} hours={hours} />}
          beside
        />
      )}
    </>
  )
}

const Weeks = ({ weeks, hours }: WeeksProps) => {
  const { format } = useWords()
  const { mine } = useDeskText()
  return (
    <Table
      label={mine.title}
      columns={[mine.week, ...[mine.resolvedCount, mine.firstReply, mine.resolution, mine.share].map(numeric)]}
      rows={weeks.map((week) => ({
        key: week.from,
        cells: [
          format.calendarDay(week.from),
          format.number(week.resolved),
          hours(week.median_first_response_hours),
          hours(week.median_resolution_hours),
          week.within_sla === null ? '–' : format.percent(week.within_sla),
        ],
      }))}
    />
  )
}

interface WeeksProps extends Pick<OwnAgent, 'weeks'> {
  /** A length of time in words. */
  readonly hours: (value: number | null) => string
}
