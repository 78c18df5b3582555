import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useSubmissionKey } from '../../api/submission.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useUndo } from '../undo/undo.ts'

/** Lets a ticket live on in another one, and back by the toast. */
export const useMerge = (ticket: Ticket) => {
  const client = useQueryClient()
  const { undo: text } = useDeskText()
  const offerUndo = useUndo()
  const { keyFor, done } = useSubmissionKey()
  const params = { id: ticket.id }
  const take = (changed: Ticket) => {
    client.setQueryData(keys.ticket(ticket.id), changed)
    void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) })
    void client.invalidateQueries({ queryKey: keys.departments })
  }
  return useMutation({
    mutationFn: (into: string) =>
      call('mergeTicket', { params, body: { into }, headers: idempotency(keyFor({ into })) }),
    onSuccess: (changed) => {
      done()
      take(changed)
      const again = idempotency(crypto.randomUUID())
      offerUndo({
        text: text.merged(ticket.number),
        undo: async () => take(await call('unmergeTicket', { params, headers: again })),
      })
    },
  })
}
