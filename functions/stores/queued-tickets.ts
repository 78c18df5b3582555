import * as z from 'zod'
import type { QueuedTicket } from '../contracts/routing.ts'
import { Ticket } from '../contracts/ticket.ts'
import { readRows } from './batch-reads.ts'
import { type PlaceInLine, readLine } from './queue-line.ts'
import { ticketKeys } from './tables.ts'

const Row = z.object({ pk: z.string(), number: Ticket.shape.number })

/** The numbers that people know tickets by, by the partition keys of their rows. */
const readNumbers = async (ticketIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await readRows('Tickets', ticketIds.map(ticketKeys.ticket), {
    ProjectionExpression: 'pk, #number',
    ExpressionAttributeNames: { '#number': 'number' },
  })
  return new Map(rows.map((row) => Row.parse(row)).map(({ pk, number }) => [pk, number]))
}

interface Numbered extends PlaceInLine {
  readonly position: number
}

/** All waiting tickets of the departments, by priority and age, each with its position in its own line. */
export const queuedTickets = async (
  departmentIds: readonly string[],
): Promise<readonly (Omit<QueuedTicket, 'waiting_seconds'> & { readonly created_at: string })[]> => {
  const lines = await Promise.all(departmentIds.map(readLine))
  const places = lines
    .flatMap((line) => line.map((place, index): Numbered => ({ ...place, position: index + 1 })))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
  const numbers = await readNumbers(places.map(({ ticket_id }) => ticket_id))
  return places.flatMap(({ ticket_id, department_id, priority, created_at, position }) => {
    const number = numbers.get(ticketKeys.ticket(ticket_id).pk)
    return number === undefined ? [] : [{ ticket_id, number, department_id, priority, position, created_at }]
  })
}
