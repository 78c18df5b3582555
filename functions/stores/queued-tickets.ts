import { BatchGetCommand, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { QueuedTicket } from '../contracts/routing.ts'
import { Ticket } from '../contracts/ticket.ts'
import { documents, tableNamed } from './documents.ts'
import { type PlaceInLine, readLine } from './queue-line.ts'
import { placeIn, ticketIndex, ticketKeys } from './tables.ts'

/** BatchGetItem's own limit. */
const BATCH = 100

const ORDER = ticketIndex('by_status').sortKey

const Row = z.object({ [ORDER]: z.string(), number: Ticket.shape.number, priority: Ticket.shape.priority })
type Row = z.infer<typeof Row>

const readBatch = async (ticketIds: readonly string[]): Promise<readonly Row[]> => {
  const table = tableNamed('Tickets')
  const rows: Row[] = []
  let keys: Record<string, unknown>[] | undefined = ticketIds.map((id) => ({ ...ticketKeys.ticket(id) }))
  while (keys?.length) {
    const answer: BatchGetCommandOutput = await documents.send(
      new BatchGetCommand({
        RequestItems: {
          [table]: {
            Keys: keys,
            ProjectionExpression: `${ORDER}, #number, priority`,
            ExpressionAttributeNames: { '#number': 'number' },
          },
        },
      }),
    )
    rows.push(...(answer.Responses?.[table] ?? []).map((row) => Row.parse(row)))
    keys = answer.UnprocessedKeys?.[table]?.Keys
  }
  return rows
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
  const rows = new Map<string, Row>()
  for (let from = 0; from < places.length; from += BATCH) {
    const ids = places.slice(from, from + BATCH).map(({ ticket_id }) => ticket_id)
    for (const row of await readBatch(ids)) rows.set(placeIn(row[ORDER]).id, row)
  }
  return places.flatMap(({ ticket_id, department_id, created_at, position }) => {
    const row = rows.get(ticket_id)
    return row ? [{ ticket_id, number: row.number, department_id, priority: row.priority, position, created_at }] : []
  })
}
