import * as z from 'zod'
import type { QueuedTicket } from '../contracts/routing.ts'
import { Ticket } from '../contracts/ticket.ts'
import { readRows } from './batch-reads.ts'
import { type PlaceInLine, readLine } from './queue-line.ts'
import { placeIn, ticketIndex, ticketKeys } from './tables.ts'

const ORDER = ticketIndex('by_status').sortKey

const Row = z.object({ [ORDER]: z.string(), number: Ticket.shape.number, priority: Ticket.shape.priority })

/** What a list shows of waiting tickets, by their ids. */
const readShown = async (ticketIds: readonly string[]) => {
  const rows = await readRows('Tickets', ticketIds.map(ticketKeys.ticket), {
    ProjectionExpression: `${ORDER}, #number, priority`,
    ExpressionAttributeNames: { '#number': 'number' },
  })
  return new Map(rows.map((row) => Row.parse(row)).map((row) => [placeIn(row[ORDER]).id, row]))
}

interface Numbered extends PlaceInLine {
  readonly position: number
}

/** All waiting tickets of some departments, each with its position in its own line; in the order of priority and age. */
export const queuedTickets = async (
  departmentIds: readonly string[],
): Promise<readonly (Omit<QueuedTicket, 'waiting_seconds'> & { readonly created_at: string })[]> => {
  const lines = await Promise.all(departmentIds.map(readLine))
  const places = lines
    .flatMap((line) => line.map((place, index): Numbered => ({ ...place, position: index + 1 })))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
  const rows = await readShown(places.map(({ ticket_id }) => ticket_id))
  return places.flatMap(({ ticket_id, department_id, created_at, position }) => {
    const row = rows.get(ticket_id)
    return row ? [{ ticket_id, number: row.number, department_id, priority: row.priority, position, created_at }] : []
  })
}
