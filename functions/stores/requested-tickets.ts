import type { TicketState } from '../contracts/ticket-state.ts'
import { tableNamed } from './documents.ts'
import { queryEach } from './queries.ts'
import { ticketIndex } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

const INDEX = ticketIndex('by_requester')

/** Every ticket that a user has requested, as the index shows them; guests have no id to look up. */
export async function* requestedTickets(requesterId: string): AsyncGenerator<TicketState> {
  const rows = queryEach({
    TableName: tableNamed('Tickets'),
    IndexName: INDEX.name,
    KeyConditionExpression: `${INDEX.partitionKey} = :requester`,
    ExpressionAttributeValues: { ':requester': requesterId },
  })
  for await (const row of rows) yield parseTicket(row)
}
