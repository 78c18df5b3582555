import { useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useOnce } from '../../api/use-once.ts'
import { useSubmissionKey } from '../../api/use-submission-key.ts'
import { useDeskText } from '../../text/use-desk-text.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import { useUndo } from '../undo/undo.ts'
import { useOutcome } from './use-outcome.ts'
import { useTakeTicket } from './use-ticket.ts'

/** Merges a ticket into another, with a toast to undo it; a failure is reported. */
export const useMerge = (ticket: Ticket) => {
  const client = useQueryClient()
  const { undo: text, failures } = useDeskText()
  const { report, settle } = useFailures()
  const offerUndo = useUndo()
  const { keyFor, done } = useSubmissionKey()
  const params = { id: ticket.id }
  const take = useTakeTicket()
  const outcomeOf = useOutcome()
  const merging = useOnce({
    mutationKey: ['merge', ticket.id],
    mutationFn: (into: string) =>
      outcomeOf(
        ticket.id,
        call('mergeTicket', { params, body: { into }, headers: idempotency(keyFor({ into })) }),
        ({ merged_into }) => merged_into === into,
      ),
    onMutate: () => settle(isOf(ticket.id, 'merge')),
    onError: (error, into) => {
      // Somebody else may have merged it.
      void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
      report({ ticket, about: 'merge', title: failures.notMerged, error, again: () => merging.mutate(into) })
    },
    onSuccess: (changed) => {
      done()
      void take(changed)
      const again = idempotency(crypto.randomUUID())
      offerUndo({
        text: text.merged(ticket.number),
        undo: async () => take(await call('unmergeTicket', { params, headers: again })),
      })
    },
  })
  return merging
}
