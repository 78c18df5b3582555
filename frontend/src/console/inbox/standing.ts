import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { priorities } from '../../api/ticket-values.ts'
import type { Sort } from './search.ts'

/** Whether the first ticket comes before the second in the host's order; within a priority the newest is first. */
export const standsBefore = (one: Ticket, other: Ticket, sort: Sort): boolean => {
  if (sort === 'created_at') return one.created_at < other.created_at
  if (sort === '-created_at' || one.priority === other.priority) return one.created_at > other.created_at
  return priorities.indexOf(one.priority) > priorities.indexOf(other.priority)
}

/** A later look at a list that stays as it is. */
export interface Look {
  /** Its first tickets, in its order. */
  readonly first: readonly Ticket[]
  /** Whether there are no more than those. */
  readonly isWhole: boolean
  /** The newest tickets of the same filters, which may stand at the end of the list. */
  readonly newest: readonly Ticket[]
}

/** What was read of a list. */
interface Listed {
  /** Everything read, in the list's order. */
  readonly loaded: readonly Ticket[]
  /** What of it the list shows. */
  readonly shown: readonly Ticket[]
  /** Whether the host has more behind it. */
  readonly hasMore: boolean
  readonly sort: Sort
}

const idsOf = (tickets: readonly Ticket[]): ReadonlySet<string> => new Set(tickets.map(({ id }) => id))

/**
 * The tickets of a look that reading the list again would bring into it: one behind all that is loaded, where more is
 * to come, is no arrival.
 */
export const arrivedSince = (look: Look, { loaded, shown, hasMore, sort }: Listed): readonly Ticket[] => {
  const known = idsOf(shown)
  const last = loaded.at(-1)
  const isWithin = (ticket: Ticket) => !hasMore || (last !== undefined && standsBefore(ticket, last, sort))
  const looked = new Map([...look.first, ...look.newest].map((ticket) => [ticket.id, ticket]))
  return [...looked.values()].filter((ticket) => !known.has(ticket.id) && isWithin(ticket))
}

/** Shown tickets that a look did not find where they stood: they have changed so that they belong elsewhere. */
export const goneSince = (look: Look, { shown, sort }: Listed): ReadonlySet<string> => {
  const found = idsOf([...look.first, ...look.newest])
  const last = look.first.at(-1)
  const isCovered = (ticket: Ticket) => look.isWhole || (last !== undefined && standsBefore(ticket, last, sort))
  return idsOf(shown.filter((ticket) => !found.has(ticket.id) && isCovered(ticket)))
}

/** The same tickets in the same places, each as the look found it unless the list knows a newer version. */
export const asFound = (tickets: readonly Ticket[], look: Look): readonly Ticket[] => {
  const found = new Map([...look.newest, ...look.first].map((ticket) => [ticket.id, ticket]))
  return tickets.map((listed) => {
    const now = found.get(listed.id)
    return now && now.version >= listed.version ? now : listed
  })
}
