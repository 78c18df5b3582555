import type { TicketQuery } from '../../contracts/ticket.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { can, type SignedIn } from '../permissions.ts'
import { parseSearch } from '../search.ts'

/** The filters of a list of tickets. */
export type TicketFilter = Omit<TicketQuery, 'limit' | 'cursor' | 'page' | 'sort'>

/**
 * The first and last instant with a year of four digits: other years are written with a sign, and would sort before all
 * others.
 */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * An instant in the form of stored timestamps, so that the two can be compared as text; one whose offset moves it out
 * of the years of four digits becomes the first or last of these.
 */
export const instant = (text: string): string =>
  new Date(Math.min(LAST_MS, Math.max(FIRST_MS, Date.parse(text)))).toISOString()

const oneOf = (wanted: readonly string[] | undefined, value: string | null): boolean =>
  wanted === undefined || (value !== null && wanted.includes(value))

/**
 * Whether a ticket belongs to a list: the caller may see it, and it passes every filter. Both bounds of time are
 * exclusive.
 */
export const ticketFilter = (caller: SignedIn, filter: TicketFilter): ((ticket: TicketState) => boolean) => {
  const { created_after, created_before, search, tag } = filter
  const finds = search === undefined ? () => true : parseSearch(search).finds
  const after = created_after && instant(created_after)
  const before = created_before && instant(created_before)
  return (ticket) =>
    can(caller, 'read', ticket) &&
    oneOf(filter.status, ticket.status) &&
    oneOf(filter.category, ticket.category) &&
    oneOf(filter.priority, ticket.priority) &&
    oneOf(filter.department_id, ticket.department_id) &&
    oneOf(filter.assignee_id, ticket.assignee?.id ?? null) &&
    oneOf(filter.queue_state, ticket.queue_state) &&
    (tag === undefined || ticket.tags.some((own) => tag.includes(own))) &&
    (after === undefined || ticket.created_at > after) &&
    (before === undefined || ticket.created_at < before) &&
    finds(ticket)
}
