import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { EmptyState } from '../../../design/notice.tsx'
import { PagedTable } from '../../../design/paged-table.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { numeric } from '../../../design/table.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useDepartments } from '../../use-departments.ts'
import styles from '../admin.module.css'

const FRESH_EVERY_MS = 10_000
const PAGE_SIZE = 10

/** All waiting tickets, in the order in which they will be served. */
export const QueueTable = () => {
  const words = useWords()
  const { overview } = useAdminText()
  const departments = useDepartments().data ?? []
  const queue = useQuery({ queryKey: keys.queue, queryFn: () => call('listQueue'), refetchInterval: FRESH_EVERY_MS })
  const { queueTable: column } = overview
  return (
    <QueryView query={queue}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={overview.queueEmpty} />
        ) : (
          <PagedTable
            pageSize={PAGE_SIZE}
            label={overview.queue}
            columns={[
              column.number,
              column.department,
              column.priority,
              numeric(column.position),
              numeric(column.waiting),
            ]}
            rows={items.map((waiting) => ({
              key: waiting.ticket_id,
              cells: [
                <Link
                  key="number"
                  className={styles.mono}
                  to="/tickets/$ticketId"
                  params={{ ticketId: waiting.ticket_id }}
                  search={{ view: 'unassigned' }}
                >
                  {waiting.number}
                </Link>,
                departments.find(({ id }) => id === waiting.department_id)?.name ?? '–',
                words.priority[waiting.priority],
                words.format.number(waiting.position),
                words.format.seconds(waiting.waiting_seconds),
              ],
            }))}
          />
        )
      }
    </QueryView>
  )
}
