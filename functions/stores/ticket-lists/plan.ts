import { Status, type TicketSort } from '../../contracts/ticket.ts'
import { Priority } from '../../contracts/triage.ts'
import type { SignedIn } from '../../domain/permissions.ts'
import { parseSearch, tagTerm } from '../../domain/search.ts'
import { instant, type TicketFilter } from '../../domain/ticket/filter.ts'
import type { Direction, Partition, Range } from '../pages/ordered-rows.ts'
import { type IndexName, searchKeys, sharded, ticketIndex } from '../tables.ts'

/** What is read for one part of a list, and the filter that each ticket read must still pass. */
export interface PlannedGroup {
  /** Sets of partitions: a row can belong to the list if at least one partition of every set holds it. */
  readonly sources: readonly (readonly Partition[])[]
  /** Rows of `postings` only name tickets; rows of `tickets` are tickets. */
  readonly rows: 'tickets' | 'postings'
  readonly filter: TicketFilter
}

export interface ListPlan {
  readonly groups: readonly PlannedGroup[]
  readonly range: Range
  readonly direction: Direction
}

type ListIndex = Exclude<IndexName<'Tickets'>, 'queue' | 'due' | 'audit'>

const inIndex = (index: ListIndex, partition: string): Partition => {
  const { partitionKey, sortKey } = ticketIndex(index)
  return { table: 'Tickets', index, partitionKey, partition, sortKey }
}

const postingsOf = (term: string): Partition => ({
  table: 'Search',
  partitionKey: 'pk',
  partition: searchKeys.posting(term, '').pk,
  sortKey: 'sk',
})

const statusesOf = ({ status }: TicketFilter): readonly Status[] => status ?? Status.options

/** The partitions of an index for every status with every value, over all shards. */
const perStatus = (index: ListIndex, filter: TicketFilter, values: readonly string[], shards: number): Partition[] =>
  statusesOf(filter).flatMap((status) => values.flatMap((value) => spread(index, `${status}#${value}`, shards)))

const spread = (index: ListIndex, value: string, shards: number): Partition[] =>
  Array.from({ length: shards }, (_, shard) => inIndex(index, sharded(value, shard)))

/** Each once, so that no partition is read twice. */
const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)]

/** The narrowest source of an admin's list: words and tags, else the filter that usually leaves the fewest tickets. */
const narrowest = (filter: TicketFilter, shards: number, sort: TicketSort): Omit<PlannedGroup, 'filter'> => {
  const { search, tag, assignee_id, queue_state, department_id, category, priority } = filter
  if (search !== undefined || tag !== undefined) {
    const words = search === undefined ? [] : parseSearch(search).terms.map((term) => [postingsOf(term)])
    const isEmpty = search !== undefined && words.length === 0
    const tags = tag === undefined ? [] : [distinct(tag).map((one) => postingsOf(tagTerm(one)))]
    return { rows: 'postings', sources: isEmpty ? [] : [...words, ...tags] }
  }
  const tickets = (partitions: readonly Partition[]) => ({ rows: 'tickets', sources: [partitions] }) as const
  const by = (index: ListIndex, values: readonly string[]) =>
    tickets(perStatus(index, filter, distinct(values), shards))
  if (assignee_id) return by('by_status_assignee', assignee_id)
  if (priority && sort === 'priority') return by('by_status_priority', priority)
  if (queue_state && !filter.status) {
    return tickets(distinct(queue_state).flatMap((state) => spread('by_queue_state', state, shards)))
  }
  if (department_id) return by('by_status_department', department_id)
  if (category) return by('by_status_category', category)
  if (priority) return by('by_status_priority', priority)
  return tickets(statusesOf(filter).flatMap((status) => spread('by_status', status, shards)))
}

/**
 * Where a caller's list is read from. Agents and customers may see so few tickets that any filter, text search
 * included, is applied as they are read.
 */
const planSources = (
  caller: SignedIn,
  filter: TicketFilter,
  shards: number,
  sort: TicketSort,
): Omit<PlannedGroup, 'filter'> => {
  const own = inIndex('by_requester', caller.id)
  switch (caller.role) {
    case 'admin':
      return narrowest(filter, shards, sort)
    case 'agent':
      return { rows: 'tickets', sources: [[...perStatus('by_status_assignee', filter, [caller.id], shards), own]] }
    case 'customer':
      return { rows: 'tickets', sources: [[own]] }
  }
}

/** Places of `<created_at>#<id>` begin with a digit. */
const EARLIEST = '0'
const LATEST = '~'

/** The exclusive bounds on the time of creation, as places outside all tickets of that millisecond. */
const rangeOf = ({ created_after, created_before }: TicketFilter): Range => ({
  from: created_after ? `${instant(created_after)}$` : EARLIEST,
  to: created_before ? `${instant(created_before)}"` : LATEST,
})

/**
 * How a list of tickets is read without a scan: which partitions, in which order.
 *
 * A list sorted by priority has one group for each priority, the most urgent first; within a group, the newest first.
 */
export const planList = (caller: SignedIn, filter: TicketFilter, sort: TicketSort, shards: number): ListPlan => {
  const planned = (narrowed: TicketFilter): PlannedGroup => ({
    ...planSources(caller, narrowed, shards, sort),
    filter: narrowed,
  })
  const unique: TicketFilter = { ...filter, ...(filter.status && { status: [...new Set(filter.status)] }) }
  const priorities = Priority.options.toReversed().filter((priority) => filter.priority?.includes(priority) ?? true)
  return {
    groups: sort === 'priority' ? priorities.map((one) => planned({ ...unique, priority: [one] })) : [planned(unique)],
    range: rangeOf(filter),
    direction: sort === 'created_at' ? 'oldest first' : 'newest first',
  }
}
