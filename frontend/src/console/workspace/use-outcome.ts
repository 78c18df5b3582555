import { useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call } from '../../api/call.ts'
import { isUnheard } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { newerOf } from './ticket-change.ts'

/** Short, since the person has already waited for the change's own answer. */
const PATIENCE_MS = 10_000

/**
 * Finds the outcome of a change of a ticket. If there is no answer, the ticket is read to see whether the change was
 * made, before the change counts as settled: a change that waits behind it is then sent on the current ticket.
 *
 * @returns a function of the ticket's id, the promised answer, and a predicate that tells whether a ticket shows the
 *   change; it resolves with the ticket after the change, and throws the change's error unless the change was made
 */
export const useOutcome = () => {
  const client = useQueryClient()
  return async (id: string, answer: Promise<Ticket>, isMade: (now: Ticket) => boolean): Promise<Ticket> => {
    try {
      return await answer
    } catch (error) {
      const read =
        isUnheard(error) && (await call('getTicket', { params: { id }, patience_ms: PATIENCE_MS }).catch(() => null))
      if (!read) throw error
      const now = newerOf(client.getQueryData<Ticket>(keys.ticket(id)), read)
      client.setQueryData<Ticket>(keys.ticket(id), now)
      if (isMade(now)) return now
      throw error
    }
  }
}
