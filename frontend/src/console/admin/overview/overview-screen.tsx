import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Figures } from '../../../design/figures.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useDeskText } from '../../../text/use-desk-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { Part, Screen } from '../../screen.tsx'
import { useDepartments } from '../../use-departments.ts'
import admin from '../admin.module.css'
import { Proposals } from '../merges/proposals.tsx'
import { FairnessLine } from '../statistics/fairness-line.tsx'
import { ForecastPart } from './forecast-part.tsx'
import { LoadsPart } from './loads-part.tsx'
import styles from './overview.module.css'
import { QueueTable } from './queue-table.tsx'

const FRESH_EVERY_MS = 10_000

/** The current loads and the forecast. */
export const OverviewScreen = () => {
  const { nav } = useDeskText()
  const { overview } = useAdminText()
  const none = useNoProposals()
  const config = useQuery({ queryKey: keys.config, queryFn: () => call('getConfig'), staleTime: 600_000 })
  return (
    <Screen
      title={nav.overview}
      actions={config.data?.dashboard_url && <a href={config.data.dashboard_url}>{overview.dashboard}</a>}
    >
      <div className={styles.numbers}>
        <Numbers />
      </div>
      <ForecastPart />
      <div className={admin.columns}>
        <Part title={overview.proposals} id="proposals">
          <Proposals none={none} />
        </Part>
        <LoadsPart />
      </div>
      <div className={admin.columns}>
        <Part title={overview.queue} id="queue">
          <QueueTable />
        </Part>
        <Part title={overview.fairness} id="fairness">
          <FairnessLine />
        </Part>
      </div>
    </Screen>
  )
}

/** Says why nothing is proposed, as far as the current loads explain it. */
const useNoProposals = (): string => {
  const { noProposals } = useAdminText().overview
  const departments = useDepartments().data ?? []
  const isOverloaded = departments.some(({ load, overload_threshold }) => load.pressure >= overload_threshold)
  const canHelp = departments.some(
    ({ load, underload_threshold }) => load.active < load.capacity && load.pressure <= underload_threshold,
  )
  if (!isOverloaded) return noProposals.level
  return canHelp ? noProposals.yet : noProposals.noRoom
}

const Numbers = () => {
  const { format } = useWords()
  const { overview } = useAdminText()
  const statistics = useQuery({
    queryKey: keys.statistics,
    queryFn: () => call('getStatistics'),
    refetchInterval: FRESH_EVERY_MS,
  })
  return (
    <QueryView query={statistics} rows={1} height={76}>
      {({ open_tickets, queue, avg_tickets_per_day }) => (
        <Figures
          figures={[
            [overview.figures.open, format.number(open_tickets)],
            [overview.figures.waiting, format.number(queue.waiting)],
            [overview.figures.oldest, queue.waiting ? format.seconds(queue.oldest_waiting_seconds) : overview.none],
            [overview.figures.perDay, format.decimal(avg_tickets_per_day)],
          ]}
        />
      )}
    </QueryView>
  )
}
