import { useQuery } from '@tanstack/react-query'
import type { Statistics } from '../../../../../functions/contracts/insight.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Button } from '../../../design/button.tsx'
import { Figures } from '../../../design/figures.tsx'
import { FailureNotice } from '../../../design/notice.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part, Screen } from '../../screen.tsx'
import { useExport } from '../use-export.ts'
import { Breakdowns } from './breakdowns.tsx'
import { DailyPart } from './daily-part.tsx'
import { FairnessTable } from './fairness-table.tsx'

const FRESH_EVERY_MS = 10_000

/** Tickets received and resolved in all departments. */
export const AllStatistics = () => {
  const { nav } = useDeskText()
  const { statistics: text, audit } = useAdminText()
  const statistics = useQuery({
    queryKey: keys.statistics,
    queryFn: () => call('getStatistics'),
    refetchInterval: FRESH_EVERY_MS,
  })
  const exporting = useExport('tickets.csv', () => call('exportTickets', {}))
  return (
    <Screen
      title={nav.statistics}
      actions={
        <Button busy={exporting.isPending && audit.exporting} onClick={() => exporting.mutate()}>
          {text.csv}
        </Button>
      }
    >
      {exporting.error && <FailureNotice error={exporting.error} />}
      <QueryView query={statistics} height={80}>
        {(data) => (
          <>
            <Totals data={data} />
            <Breakdowns data={data} />
            <DailyPart data={data} />
          </>
        )}
      </QueryView>
      {/* Not before it is known how much stands above. */}
      {!statistics.isPending && (
        <Part title={text.fairness} id="work">
          <FairnessTable />
        </Part>
      )}
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
