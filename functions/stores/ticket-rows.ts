import { TicketState } from '../contracts/ticket-state.ts'
import type { Priority } from '../contracts/triage.ts'
import { numericSetting } from '../platform/env.ts'
import { listOrder, sharded, shardOf, ticketKeys } from './tables.ts'

/** The most pressing sorts first. */
const RANK: Record<Priority, number> = { critical: 0, high: 1, medium: 2, low: 3 }

/** Where a ticket stands in its department's line: priority, then age. */
export const queueOrder = ({ priority, created_at, id }: Pick<TicketState, 'priority' | 'created_at' | 'id'>): string =>
  `${RANK[priority]}#${created_at}#${id}`

/** The index keys of a ticket: each combination that lists are asked for, and the line and the deadline it stands in. */
const indexKeys = (ticket: TicketState): Record<string, string> => {
  const shard = shardOf(ticket.id, numericSetting('INDEX_SHARDS'))
  const within = (...values: readonly string[]): string => sharded(values.join('#'), shard)
  return {
    list_order: listOrder(ticket.created_at, ticket.id),
    by_status_key: within(ticket.status),
    by_status_category_key: within(ticket.status, ticket.category),
    by_status_priority_key: within(ticket.status, ticket.priority),
    by_status_department_key: within(ticket.status, ticket.department_id),
    by_queue_state_key: within(ticket.queue_state),
    ...(ticket.requester.id && { by_requester_key: ticket.requester.id }),
    ...(ticket.assignee && { by_status_assignee_key: within(ticket.status, ticket.assignee.id) }),
    ...(ticket.queue_state === 'waiting' && { queue_key: ticket.department_id, queue_order: queueOrder(ticket) }),
    ...(ticket.wake_at && { due_key: sharded('DUE', shard), due_order: `${ticket.wake_at}#${ticket.id}` }),
  }
}

/** A ticket as its row. */
export const ticketRow = (ticket: TicketState): Record<string, unknown> => ({
  ...ticketKeys.ticket(ticket.id),
  ...ticket,
  ...indexKeys(ticket),
})

/** Shape without strictness: rows carry keys that records do not. */
const Row = TicketState.strip()

/** A row as a ticket; undefined stays undefined. */
export const parseTicket = (row: unknown): TicketState => Row.parse(row)
