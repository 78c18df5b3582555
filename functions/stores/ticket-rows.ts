import { TicketState } from '../contracts/ticket-state.ts'
import { Priority } from '../contracts/triage.ts'
import { shardFor } from './index-shards.ts'
import { type IndexName, kinds, listOrder, placeIn, sharded, ticketIndex, ticketKeys } from './tables.ts'

/** The most pressing sorts first. */
const RANKED: readonly Priority[] = Priority.options.toReversed()

/** Where a ticket stands in its department's line: `<rank of the priority>#<created_at>#<ticket id>`. */
export const queueOrder = ({ priority, created_at, id }: Pick<TicketState, 'priority' | 'created_at' | 'id'>): string =>
  `${RANKED.indexOf(priority)}#${created_at}#${id}`

/** What such a place says. */
export const queuedIn = (order: string): Pick<TicketState, 'priority' | 'created_at' | 'id'> => {
  const [rank, created_at = '', id = ''] = order.split('#')
  return { priority: RANKED[Number(rank)] ?? 'low', created_at, id }
}

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
    ...(ticket.wake_at && placed('due', sharded(kinds.due, shard), listOrder(ticket.wake_at, ticket.id))),
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
  told_at: null,
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

const isSaid = (field: string, value: unknown): boolean =>
  isEmpty(value) ? !isEmpty(unsaid[field]) : value !== unsaid[field]

/** What a row's keys tell of the ticket. */
const TOLD_BY_KEYS = [
  'id',
  'created_at',
  'status',
  'category',
  'priority',
  'department_id',
  'queue_state',
  'wake_at',
] as const satisfies readonly (keyof TicketState)[]
/** Attributes of their own, as expressions name them. */
const NAMED = ['number', 'version'] as const satisfies readonly (keyof TicketState)[]

const FIELDS = Object.keys(TicketState.shape) as readonly (keyof TicketState)[]
const WRITTEN = FIELDS.filter((field) => ![...TOLD_BY_KEYS, ...NAMED].some((other) => other === field))

/**
 * A ticket as its row: without what its keys tell, and without what goes without saying.
 *
 * What no expression names is one attribute of JSON: clients take each attribute apart for itself, so that a list of
 * twenty tickets would cost them and the database twice as much.
 *
 * Every byte is paid for up to eight times, in the table and in each index that copies the row: up to 1 KB a write
 * unit each, beyond it two.
 */
export const ticketRow = (ticket: TicketState): Record<string, unknown> => {
  const { id, number, version, created_at, updated_at } = ticket
  const isTold = (field: keyof TicketState): boolean =>
    field === 'updated_at' ? updated_at !== created_at : isSaid(field, ticket[field])
  return {
    ...ticketKeys.ticket(id),
    number,
    version,
    ticket: JSON.stringify(Object.fromEntries(WRITTEN.filter(isTold).map((field) => [field, ticket[field]]))),
    ...indexKeys(ticket),
  }
}

type Row = Readonly<Record<string, unknown>>

/** The values of a row's key in an index, without its shard. */
const valuesIn = (row: Row, index: IndexName<'Tickets'>): readonly string[] =>
  String(row[ticketIndex(index).partitionKey] ?? '').split('#')

const toldByKeys = (row: Row): Partial<Record<keyof TicketState, string | undefined>> => {
  const order = row[ticketIndex('by_status').sortKey]
  const deadline = row[ticketIndex('due').sortKey]
  const place = typeof order === 'string' ? placeIn(order) : undefined
  const [status, category] = valuesIn(row, 'by_status_category')
  return {
    id: place?.id,
    created_at: place?.at,
    updated_at: place?.at,
    status,
    category,
    priority: valuesIn(row, 'by_status_priority')[1],
    department_id: valuesIn(row, 'by_status_department')[1],
    queue_state: valuesIn(row, 'by_queue_state')[0],
    wake_at: typeof deadline === 'string' ? placeIn(deadline).at : undefined,
  }
}

/** What a row says of the ticket, wherever it does. */
const toldBy = (row: Row): Row =>
  typeof row.ticket === 'string' ? { ...JSON.parse(row.ticket), number: row.number, version: row.version } : row

/**
 * A row as a ticket. Rows that say everything, or each thing in an attribute, as they once did, are as readable.
 *
 * Lists parse many: field by field, all records have one shape, which costs a third of putting objects over each other.
 */
export const parseTicket = (row: Row): TicketState => {
  const told = toldBy(row)
  const byKeys: Row = toldByKeys(row)
  const record: Record<string, unknown> = {}
  for (const field of FIELDS) record[field] = told[field] ?? byKeys[field] ?? unsaid[field]
  return TicketState.parse(record)
}
