import { useQuery } from '@tanstack/react-query'
import type { OwnAgent } from '../../../../functions/contracts/people.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { Figures } from '../../design/figures.tsx'
import { EmptyState } from '../../design/notice.tsx'
import { QueryView } from '../../design/query-view.tsx'
import { Table } from '../../design/table.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Screen } from '../screen.tsx'

/** One's own figures against one's own past; no ranking. */
export const OwnStatistics = () => {
  const { mine } = useDeskText()
  const own = useQuery({ queryKey: keys.ownAgent, queryFn: () => call('getOwnAgent') })
  return (
    <Screen title={mine.title}>
      <QueryView query={own}>{(agent) => <Own agent={agent} />}</QueryView>
    </Screen>
  )
}

const Own = ({ agent }: { readonly agent: OwnAgent }) => {
  const { format } = useWords()
  const { mine } = useDeskText()
  const hours = (value: number | null) => (value === null ? '–' : mine.hours(format.decimal(value)))
  const resolved = agent.weeks.reduce((total, week) => total + week.resolved, 0)
  return (
    <>
      <Figures
        figures={[
          [mine.resolved, format.number(resolved)],
          [mine.load, `${agent.active}/${agent.capacity}`],
          [mine.average, hours(agent.avg_resolution_hours)],
        ]}
      />
      {agent.weeks.length === 0 ? (
        <EmptyState title={mine.none} />
      ) : (
        <Table
          label={mine.title}
          columns={[mine.week, mine.resolvedCount, mine.firstReply, mine.resolution, mine.share]}
          rows={agent.weeks.map((week) => ({
            key: week.from,
            cells: [
              format.day(week.from),
              format.number(week.resolved),
              hours(week.median_first_response_hours),
              hours(week.median_resolution_hours),
              week.within_sla === null ? '–' : format.percent(week.within_sla),
            ],
          }))}
        />
      )}
    </>
  )
}
