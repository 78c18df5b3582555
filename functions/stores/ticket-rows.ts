import { TicketState } from '../contracts/ticket-state.ts'
import { Priority } from '../contracts/triage.ts'
import { shardFor } from './index-shards.ts'
import { type IndexName, kinds, listOrder, placeIn, sharded, ticketIndex, ticketKeys } from './tables.ts'

/** Priorities by their rank in sort keys: the most urgent has rank 0. */
const RANKED: readonly Priority[] = Priority.options.toReversed()

/** Where a ticket stands in its department's line: `<rank of the priority>#<created_at>#<ticket id>`. */
export const queueOrder = ({ priority, created_at, id }: Pick<TicketState, 'priority' | 'created_at' | 'id'>): string =>
  `${RANKED.indexOf(priority)}#${created_at}#${id}`

/** The parts of a `queueOrder`. */
export const queuedIn = (order: string): Pick<TicketState, 'priority' | 'created_at' | 'id'> => {
  const [rank, created_at = '', id = ''] = order.split('#')
  return { priority: RANKED[Number(rank)] ?? 'low', created_at, id }
}

/** An index's partition and sort key as attributes. */
const placed = (index: IndexName<'Tickets'>, partition: string, order: string): Record<string, string> => {
  const { partitionKey, sortKey } = ticketIndex(index)
  return { [partitionKey]: partition, [sortKey]: order }
}

/** A ticket's index keys: those of every combination that lists are filtered by, of its line and of its deadline. */
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

/** The values of most tickets for most of their life: a row stores only what differs. */
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

/** The fields that a row's keys contain. */
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
/** Fields with an attribute of their own, since expressions name them. */
const NAMED = ['number', 'version'] as const satisfies readonly (keyof TicketState)[]

const FIELDS = Object.keys(TicketState.shape) as readonly (keyof TicketState)[]
const WRITTEN = FIELDS.filter((field) => ![...TOLD_BY_KEYS, ...NAMED].some((other) => other === field))

/**
 * A ticket's row, without the fields that its keys contain or that are as in `UNSAID`.
 *
 * All fields that no expression names are one attribute of JSON: clients parse each attribute separately, which would
 * make a list of twenty tickets twice as expensive for them and the database.
 *
 * Every byte is paid for up to eight times: in the table and in each index that copies the row. Each copy costs one
 * write unit up to 1 KB, two beyond.
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

/** The parts of a row's partition key in an index; the last one is the shard. */
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

/** The fields that a row stores outside its keys: as JSON, or each as an attribute. */
const toldBy = (row: Row): Row =>
  typeof row.ticket === 'string' ? { ...JSON.parse(row.ticket), number: row.number, version: row.version } : row

/**
 * A row as a ticket. Older rows, which store all fields or an attribute for each, can be read too.
 *
 * Lists parse many: filled field by field, all records have one shape, which costs a third of merging objects.
 */
export const parseTicket = (row: Row): TicketState => {
  const told = toldBy(row)
  const byKeys: Row = toldByKeys(row)
  const record: Record<string, unknown> = {}
  for (const field of FIELDS) record[field] = told[field] ?? byKeys[field] ?? unsaid[field]
  return TicketState.parse(record)
}
