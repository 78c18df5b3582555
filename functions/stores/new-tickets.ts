import type { TicketChange } from '../domain/ticket-change.ts'
import { ticketNumbers } from '../platform/ids.ts'
import { ExtraWriteRefusedError, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { ticketKeys } from './tables.ts'
import { ticketRow } from './ticket-rows.ts'

/** Place of the number among the writes. */
const NUMBER = 2

const holdNumber = (number: string, ticketId: string): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: { ...ticketKeys.number(number), ticket_id: ticketId },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/**
 * Writes a new ticket with its number and its first event, under the first number that nobody holds.
 *
 * @param open makes the change for a number
 * @param extra further writes of the same transaction; a condition of theirs that fails means the request is a repetition
 * @throws ExtraWriteRefusedError if the ticket exists already or `extra` says so
 */
export const commitNewTicket = async (
  id: string,
  open: (number: string) => TicketChange,
  extra: (change: TicketChange) => readonly Write[],
): Promise<TicketChange> => {
  for (const number of ticketNumbers(id)) {
    const change = open(number)
    const put: Write = {
      Put: {
        TableName: tableNamed('Tickets'),
        Item: ticketRow(change.ticket),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }
    const failures = await writeTogether([put, recordEvent(change.event), holdNumber(number, id), ...extra(change)])
    if (!failures) return change
    const isOnlyNumber = failures.every((failure, place) => failure === undefined || place === NUMBER)
    if (!isOnlyNumber) throw new ExtraWriteRefusedError()
  }
  throw new Error(`no free number for ticket ${id}`)
}
