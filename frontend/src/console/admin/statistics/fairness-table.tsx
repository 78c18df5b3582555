import { PagedTable } from '../../../design/paged-table.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { numeric } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useFairness } from './fairness-line.tsx'

const PAGE_SIZE = 15

/** How much of the work each agent got. */
export const FairnessTable = () => {
  const { format } = useWords()
  const { statistics: text } = useAdminText()
  const { fairTable: column } = text
  return (
    <QueryView query={useFairness()}>
      {({ agents }) => (
        <PagedTable
          pageSize={PAGE_SIZE}
          label={text.fairness}
          columns={[column.name, ...[column.assignments, column.active, column.resolved, column.busy].map(numeric)]}
          rows={agents.map((agent) => ({
            key: agent.agent_id,
            cells: [
              agent.name,
              format.number(agent.assignments),
              format.number(agent.active),
              format.number(agent.resolved),
              format.percent(agent.busy_share),
            ],
          }))}
        />
      )}
    </QueryView>
  )
}
