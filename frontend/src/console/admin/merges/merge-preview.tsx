import { useQuery } from '@tanstack/react-query'
import type { MergePlan } from '../../../../../functions/contracts/insight.ts'
import { LARGEST_PAGE } from '../../../api/all-pages.ts'
import { call } from '../../../api/call.ts'
import { keys } from '../../../api/queries.ts'
import { Avatar } from '../../../design/avatar.tsx'
import { MachineBox } from '../../../design/machine-box.tsx'
import { Modal } from '../../../design/modal.tsx'
import { EmptyState } from '../../../design/notice.tsx'
import { PagedTable } from '../../../design/paged-table.tsx'
import { QueryView } from '../../../design/query-view.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import { useDepartments } from '../../use-departments.ts'
import admin from '../admin.module.css'
import styles from './merge-preview.module.css'
import { WaitsTable } from './waits-table.tsx'

const PAGE_SIZE = 8

/**
 * How many tickets a plan would share if it were approved now: its department's whole queue, which may have changed
 * since the plan was proposed.
 */
export const useSharedCount = ({ source_department_id, ticket_ids }: MergePlan): number =>
  useDepartments().data?.find(({ id }) => id === source_department_id)?.load.waiting ?? ticket_ids.length

/** The first of those tickets, as one page of the host's. */
const useSharedTickets = ({ source_department_id }: MergePlan) =>
  useQuery({
    queryKey: [...keys.tickets, 'waiting', source_department_id],
    queryFn: () =>
      call('listTickets', {
        query: {
          department_id: [source_department_id],
          queue_state: ['waiting'],
          sort: 'created_at',
          limit: LARGEST_PAGE,
        },
      }),
    select: ({ items }) => items,
  })

/** The effects of a merge: which tickets may move, who would answer them, and how waiting times would change. */
export const MergePreview = ({ plan, title, onClose }: MergePreviewProps) => {
  const words = useWords()
  const { merges: text } = useAdminText()
  const tickets = useSharedTickets(plan)
  const shared = useSharedCount(plan)
  const agents = useQuery({ queryKey: keys.agents, queryFn: () => call('listAgents') })
  const helpers = (agents.data?.items ?? []).filter(({ department_id }) => department_id === plan.target_department_id)
  return (
    <Modal title={text.preview} onClose={onClose}>
      <MachineBox title={title}>
        <WaitsTable plan={plan} />
      </MachineBox>
      <section className={admin.stack}>
        <h3>{text.helpers(helpers.length)}</h3>
        <ul className={styles.people}>
          {helpers.map(({ id, name, presence, active, capacity }) => (
            <li className={admin.person} key={id}>
              <Avatar name={name} presence={presence} /> {name}{' '}
              <span className={admin.mono}>
                {active}/{capacity}
              </span>
            </li>
          ))}
        </ul>
        <h3>{text.tickets(shared)}</h3>
        <QueryView query={tickets} rows={3}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState title={text.noneWaiting} />
            ) : (
              <PagedTable
                pageSize={PAGE_SIZE}
                label={text.table.tickets}
                columns={[text.ticket, text.title, text.priority]}
                rows={items.map((ticket) => ({
                  key: ticket.id,
                  cells: [
                    <span key="number" className={admin.mono}>
                      {ticket.number}
                    </span>,
                    ticket.title,
                    words.priority[ticket.priority],
                  ],
                }))}
              />
            )
          }
        </QueryView>
      </section>
    </Modal>
  )
}

interface MergePreviewProps {
  readonly plan: MergePlan
  /** The plan as a sentence. */
  readonly title: string
  readonly onClose: () => void
}
