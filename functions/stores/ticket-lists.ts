import type { TicketQuery, TicketSort } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { SignedIn } from '../domain/permissions.ts'
import { type TicketFilter, ticketFilter } from '../domain/ticket/filter.ts'
import { numericSetting } from '../platform/env.ts'
import { readRows } from './batch-reads.ts'
import { BEGINNING, cursorAt, fingerprintOf, type Place, startOf } from './cursor.ts'
import type { Budget, OrderedRow } from './pages/ordered-rows.ts'
import { type Group, type Page, type PageWanted, readPage } from './pages.ts'
import { placeIn, ticketKeys } from './tables.ts'
import { type PlannedGroup, planList } from './ticket-lists/plan.ts'
import { parseTicket } from './ticket-rows.ts'

/** The least postings per query: one is a tenth of a ticket in size, and a search for several words skips many. */
const POSTINGS_A_QUERY = 60

/** The tickets with the given ids, in that order; ids without a ticket are left out. */
const readTickets = async (ids: readonly string[]): Promise<readonly TicketState[]> => {
  const rows = await readRows('Tickets', ids.map(ticketKeys.ticket))
  const tickets = new Map(rows.map(parseTicket).map((ticket) => [ticket.id, ticket]))
  return ids.flatMap((id) => tickets.get(id) ?? [])
}

const loaders: Record<
  PlannedGroup['rows'],
  (rows: readonly OrderedRow[], budget: Budget) => Promise<readonly TicketState[]>
> = {
  tickets: async (rows) => rows.map(({ row }) => parseTicket(row)),
  postings: async (rows, budget) => {
    budget.left -= rows.length
    return readTickets(rows.map(({ order }) => placeIn(order).id))
  },
}

const readTicketPage = (
  caller: SignedIn,
  filter: TicketFilter,
  sort: TicketSort,
  wanted: PageWanted,
): Promise<Page<TicketState>> => {
  const plan = planList(caller, filter, sort, numericSetting('INDEX_SHARDS'))
  const groups = plan.groups.map((planned): Group<TicketState> => {
    const belongs = ticketFilter(caller, planned.filter)
    return {
      sources: planned.sources,
      range: plan.range,
      atLeast: planned.sources.length > 1 ? POSTINGS_A_QUERY : 1,
      load: async (rows, budget) => (await loaders[planned.rows](rows, budget)).filter(belongs),
    }
  })
  return readPage(groups, plan.direction, wanted)
}

export interface TicketPage {
  readonly tickets: readonly TicketState[]
  readonly next_cursor: string | null
}

/**
 * A page of the tickets that match a query and that its caller may see.
 *
 * Following the cursors gives every ticket that was there at the start exactly once, however many come in meanwhile: a
 * cursor is a place in the order of creation, not a count.
 *
 * @throws RefusedError `cursor_invalid`; `invalid_request` if `page` is too high or comes with a cursor
 */
export const listTickets = async (caller: SignedIn, query: TicketQuery): Promise<TicketPage> => {
  const { limit, cursor, page, sort, ...filter } = query
  const fingerprint = fingerprintOf('tickets', caller.id, caller.role, sort, filter)
  const start = startOf({ limit, ...(cursor !== undefined && { cursor }), ...(page && { page }) }, fingerprint)
  const { items, next } = await readTicketPage(caller, filter, sort, { ...start, limit })
  return { tickets: items, next_cursor: next && cursorAt(next, fingerprint) }
}

/** Tickets per read when a whole list is wanted. */
const TICKETS_A_STEP = 100

/** A whole list, read in steps; at most `most` tickets. */
export const listEveryTicket = async (
  caller: SignedIn,
  { sort, ...filter }: TicketFilter & { readonly sort: TicketSort },
  most: number,
): Promise<readonly TicketState[]> => {
  const tickets: TicketState[] = []
  let place: Place | null = BEGINNING
  while (place && tickets.length < most) {
    const page: Page<TicketState> = await readTicketPage(caller, filter, sort, {
      place,
      skip: 0,
      limit: TICKETS_A_STEP,
    })
    tickets.push(...page.items)
    place = page.next
  }
  return tickets.slice(0, most)
}
