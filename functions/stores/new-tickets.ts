import type { TicketChange } from '../domain/ticket/change.ts'
import { ticketNumbers } from '../platform/ids.ts'
import { ExtraWriteRefusedError, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { ticketKeys } from './tables.ts'
import { ticketRow } from './ticket-rows.ts'

/** Index of the number among the writes. */
const NUMBER = 2

const holdNumber = (number: string, ticketId: string): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: { ...ticketKeys.number(number), ticket_id: ticketId },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/**
 * Writes a new ticket with its first event, under the first of its possible numbers that is free.
 *
 * @param open makes the change for a number
 * @param extra further writes of the same transaction; if a condition of theirs fails, the request is a repetition
 * @throws ExtraWriteRefusedError if the ticket exists already or a condition of `extra` does not hold
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
