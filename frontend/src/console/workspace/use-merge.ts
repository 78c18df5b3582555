import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../../api/call.ts'
import { useSubmissionKey } from '../../api/submission.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { isOf, useFailures } from '../failures/failures.ts'
import { useUndo } from '../undo/undo.ts'
import { useTakeTicket } from './use-ticket.ts'

/** Lets a ticket live on in another one, once however often and from wherever it is asked for, and back by the toast. */
export const useMerge = (ticket: Ticket) => {
  const client = useQueryClient()
  const { undo: text, failures } = useDeskText()
  const { report, settle } = useFailures()
  const offerUndo = useUndo()
  const { keyFor, done } = useSubmissionKey()
  const params = { id: ticket.id }
  const take = useTakeTicket()
  const mutationKey = ['merge', ticket.id]
  const merging = useMutation({
    mutationKey,
    mutationFn: (into: string) =>
      call('mergeTicket', { params, body: { into }, headers: idempotency(keyFor({ into })) }),
    onMutate: () => settle(isOf(ticket.id, 'merge')),
    onError: (error) => report({ ticket, about: 'merge', title: failures.notMerged, error }),
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
  return {
    error: merging.error,
    /** Whoever closed the dialog and opens it again finds it on its way still. */
    isPending: useIsMutating({ mutationKey }) > 0,
    mutate: (into: string, after?: Parameters<typeof merging.mutate>[1]) => {
      if (client.isMutating({ mutationKey }) === 0) merging.mutate(into, after)
    },
  }
}
