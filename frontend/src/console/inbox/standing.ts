import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { priorities } from '../../api/ticket-values.ts'
import type { Sort } from './search.ts'

/** Whether the first ticket comes before the second in the host's order; within a priority the newest is first. */
export const standsBefore = (one: Ticket, other: Ticket, sort: Sort): boolean => {
  if (sort === 'created_at') return one.created_at < other.created_at
  if (sort === '-created_at' || one.priority === other.priority) return one.created_at > other.created_at
  return priorities.indexOf(one.priority) > priorities.indexOf(other.priority)
}

/** A later read of a list that is not rearranged by it. */
export interface Look {
  /** Its first tickets, in its order. */
  readonly first: readonly Ticket[]
  /** Whether those are all there are. */
  readonly isWhole: boolean
  /** The newest tickets with these filters, which may belong at the end of the list. */
  readonly newest: readonly Ticket[]
}

/** A list as loaded. */
interface Listed {
  /** All loaded tickets, in the list's order. */
  readonly loaded: readonly Ticket[]
  /** The loaded tickets that the list shows. */
  readonly shown: readonly Ticket[]
  /** Whether the host has more tickets after these. */
  readonly hasMore: boolean
  readonly sort: Sort
}

const idsOf = (tickets: readonly Ticket[]): ReadonlySet<string> => new Set(tickets.map(({ id }) => id))

/**
 * The tickets of a look that a reload would add to the list. A ticket after all loaded ones is no arrival while there
 * are more pages to load.
 */
export const arrivedSince = (look: Look, { loaded, shown, hasMore, sort }: Listed): readonly Ticket[] => {
  const known = idsOf(shown)
  const last = loaded.at(-1)
  const isWithin = (ticket: Ticket) => !hasMore || (last !== undefined && standsBefore(ticket, last, sort))
  const looked = new Map([...look.first, ...look.newest].map((ticket) => [ticket.id, ticket]))
  return [...looked.values()].filter((ticket) => !known.has(ticket.id) && isWithin(ticket))
}

/** Shown tickets that a look did not find in their places: they have changed and belong elsewhere. */
export const goneSince = (look: Look, { shown, sort }: Listed): ReadonlySet<string> => {
  const found = idsOf([...look.first, ...look.newest])
  const last = look.first.at(-1)
  const isCovered = (ticket: Ticket) => look.isWhole || (last !== undefined && standsBefore(ticket, last, sort))
  return idsOf(shown.filter((ticket) => !found.has(ticket.id) && isCovered(ticket)))
}

/** The shown tickets in their places, each as the look found it unless the list has a newer version. */
export const asFound = (tickets: readonly Ticket[], look: Look): readonly Ticket[] => {
  const found = new Map([...look.newest, ...look.first].map((ticket) => [ticket.id, ticket]))
  return tickets.map((listed) => {
    const now = found.get(listed.id)
    return now && now.version >= listed.version ? now : listed
  })
}
