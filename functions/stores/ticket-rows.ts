import { TicketState } from '../contracts/ticket-state.ts'
import type { Priority } from '../contracts/triage.ts'
import { shardFor } from './index-shards.ts'
import { type IndexName, listOrder, placeIn, sharded, ticketIndex, ticketKeys } from './tables.ts'

/** The most pressing sorts first. */
const RANK: Record<Priority, number> = { critical: 0, high: 1, medium: 2, low: 3 }

/** Where a ticket stands in its department's line: priority, then age. */
export const queueOrder = ({ priority, created_at, id }: Pick<TicketState, 'priority' | 'created_at' | 'id'>): string =>
  `${RANK[priority]}#${created_at}#${id}`

/** An index's key and order as attributes. */
const placed = (index: IndexName<'Tickets'>, partition: string, order: string): Record<string, string> => {
  const { partitionKey, sortKey } = ticketIndex(index)
  return { [partitionKey]: partition, [sortKey]: order }
}

/** The index keys of a ticket: each combination that lists are asked for, and the line and the deadline it stands in. */
const indexKeys = (ticket: TicketState): Record<string, string> => {
  const shard = shardFor(ticket.id)
  const order = listOrder(ticket.created_at, ticket.id)
  const within = (index: IndexName<'Tickets'>, ...values: readonly string[]): Record<string, string> =>
    placed(index, sharded(values.join('#'), shard), order)
  return {
    ...within('by_status', ticket.status),
    ...within('by_status_category', ticket.status, ticket.category),
    ...within('by_status_priority', ticket.status, ticket.priority),
    ...within('by_status_department', ticket.status, ticket.department_id),
    ...within('by_queue_state', ticket.queue_state),
    ...(ticket.requester.id && placed('by_requester', ticket.requester.id, order)),
    ...(ticket.assignee && within('by_status_assignee', ticket.status, ticket.assignee.id)),
    ...(ticket.queue_state === 'waiting' && placed('queue', ticket.department_id, queueOrder(ticket))),
    ...(ticket.wake_at && placed('due', sharded('DUE', shard), listOrder(ticket.wake_at, ticket.id))),
  }
}

/** What is true of most tickets for most of their life: a row says only what differs. */
const UNSAID = {
  category_set_by: 'default',
  priority_set_by: 'default',
  department_set_by: 'default',
  assignee: null,
  required_skills: [],
  tags: [],
  triage: null,
  merged_into: null,
  assigned_at: null,
  first_response_at: null,
  resolved_at: null,
  sla_notice: 'none',
  resolution: null,
  resolved_in: null,
  returns_to: null,
  wake_at: null,
} as const satisfies Partial<TicketState>
const unsaid: Readonly<Record<string, unknown>> = UNSAID

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

const isSaid = ([field, value]: readonly [string, unknown]): boolean =>
  isEmpty(value) ? !isEmpty(unsaid[field]) : value !== unsaid[field]

/**
 * A ticket as its row: without what its keys tell, and without what goes without saying.
 *
 * Every attribute is paid for up to eight times, in the table and in each index that copies the row: up to 1 KB a write
 * unit each, beyond it two.
 */
export const ticketRow = (ticket: TicketState): Record<string, unknown> => {
  const { id, created_at, updated_at, wake_at: _inItsIndex, ...told } = ticket
  return {
    ...ticketKeys.ticket(id),
    ...Object.fromEntries(Object.entries(told).filter(isSaid)),
    ...(updated_at !== created_at && { updated_at }),
    ...indexKeys(ticket),
  }
}

type Row = Readonly<Record<string, unknown>>

/** What a row's places in its indexes tell of the ticket. */
const toldByKeys = (row: Row): Row => {
  const order = row[ticketIndex('by_status').sortKey]
  const deadline = row[ticketIndex('due').sortKey]
  const place = typeof order === 'string' ? placeIn(order) : undefined
  const wake_at = typeof deadline === 'string' ? placeIn(deadline).at : undefined
  return { id: place?.id, created_at: place?.at, updated_at: place?.at, wake_at }
}

const FIELDS = Object.keys(TicketState.shape)

/**
 * A row as a ticket. Rows that say everything, as they once did, are as readable.
 *
 * Lists parse many: field by field, all records have one shape, which costs a third of putting objects over each other.
 */
export const parseTicket = (row: Row): TicketState => {
  const told = toldByKeys(row)
  const record: Record<string, unknown> = {}
  for (const field of FIELDS) record[field] = row[field] ?? told[field] ?? unsaid[field]
  return TicketState.parse(record)
}
