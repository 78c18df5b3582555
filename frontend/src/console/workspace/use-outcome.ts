import { useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call } from '../../api/call.ts'
import { isUnheard } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { newerOf } from './ticket-change.ts'

/** Who waits for this has waited for an answer already. */
const PATIENCE_MS = 10_000

/**
 * What became of a change of a ticket. Where no answer comes the ticket itself tells, read before it is over: what waits
 * for its turn behind the change then goes out on the ticket as it is.
 *
 * @returns takes the ticket's id, the answer that its change waits for, and whether a ticket shows that it was made; gives
 *   the ticket after it, and throws what the change met unless it was made all the same
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
