import type { TicketState } from '../contracts/ticket-state.ts'
import type { TicketChange } from '../domain/ticket/change.ts'
import { ExtraWriteRefusedError, tableNamed, untilWritten, type Write } from './documents.ts'
import { ticketKeys } from './tables.ts'
import { commitTicket, getTicket } from './tickets.ts'

/**
 * Checks that the surviving ticket is unchanged since the decision, so that two merges in opposite directions cannot
 * both be written.
 */
const unchanged = ({ id, version }: TicketState): Write => ({
  ConditionCheck: {
    TableName: tableNamed('Tickets'),
    Key: ticketKeys.ticket(id),
    ConditionExpression: 'version = :seen',
    ExpressionAttributeValues: { ':seen': version },
  },
})

/** How often a merge is tried while other changes of either ticket come in between. */
const STALE_ATTEMPTS = 10

/**
 * Merges a ticket into another one, both as they are at this moment.
 *
 * @param decide makes the change, or refuses
 * @param extra further writes; if a condition of theirs fails, the request is a repetition
 * @throws RefusedError `not-found` for either; what `decide` throws; `unavailable` if other changes keep coming first
 * @throws ExtraWriteRefusedError if a condition of `extra` does not hold
 */
export const mergeInto = async (
  id: string,
  intoId: string,
  decide: (ticket: TicketState, into: TicketState) => TicketChange,
  extra: (change: TicketChange) => Promise<readonly Write[]>,
): Promise<TicketState> => {
  const tryOnce = async (): Promise<TicketState | 'stale'> => {
    const [ticket, into] = await Promise.all([getTicket(id), getTicket(intoId)])
    const change = decide(ticket, into)
    const outcome = await commitTicket(change, [unchanged(into), ...(await extra(change))])
    if (outcome === 'extra-refused' && (await getTicket(intoId)).version === into.version) {
      throw new ExtraWriteRefusedError()
    }
    return outcome === 'written' ? change.ticket : 'stale'
  }
  return untilWritten(STALE_ATTEMPTS, tryOnce, `tickets ${id} and ${intoId} are changing too often`)
}
