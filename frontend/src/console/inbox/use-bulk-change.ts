import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AssignmentChange } from '../../../../functions/contracts/routing.ts'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'
import { call, idempotency, ifMatch } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { useDeskText } from '../../text/use-console-text.ts'
import { useUndo } from '../undo/undo.ts'
import { reverseOf } from '../workspace/ticket-change.ts'

/** What is done to each of the selected tickets. */
export type BulkChange =
  | { readonly patch: (ticket: Ticket) => TicketPatch | null }
  | { readonly assignment: AssignmentChange }

interface Outcome {
  readonly changed: readonly { readonly before: Ticket; readonly after: Ticket }[]
  readonly refused: number
}

const patchTicket = ({ id, version }: Ticket, body: TicketPatch) =>
  call('patchTicket', { params: { id }, body, headers: ifMatch(version) })
const assign = ({ id }: Ticket, body: AssignmentChange) =>
  call('changeAssignment', { params: { id }, body, headers: idempotency(crypto.randomUUID()) })

const apply = async (ticket: Ticket, change: BulkChange): Promise<Ticket> => {
  if ('assignment' in change) return assign(ticket, change.assignment)
  const patch = change.patch(ticket)
  return patch ? patchTicket(ticket, patch) : ticket
}

const takeBack = async (before: Ticket, after: Ticket, change: BulkChange): Promise<void> => {
  if (after.version === before.version) return
  if ('assignment' in change) {
    const { assignee } = before
    await assign(after, assignee ? { agent_id: assignee.id, override: true } : { unassign: true })
    return
  }
  const patch = change.patch(before)
  if (patch) await patchTicket(after, reverseOf(patch, before))
}

/** One change for all selected tickets: each stands or falls alone, and all that went through go back by one toast. */
export const useBulkChange = (chosen: readonly Ticket[]) => {
  const client = useQueryClient()
  const { list } = useDeskText()
  const offerUndo = useUndo()
  const readAgain = async () => {
    await client.invalidateQueries({ queryKey: keys.tickets })
    await Promise.all(chosen.map(({ id }) => client.invalidateQueries({ queryKey: keys.ticket(id) })))
  }
  return useMutation({
    mutationFn: async (change: BulkChange): Promise<Outcome> => {
      // The list may be older than what is known of a ticket from elsewhere.
      const newest = chosen.map((listed) => client.getQueryData<Ticket>(keys.ticket(listed.id)) ?? listed)
      const results = await Promise.allSettled(newest.map((ticket) => apply(ticket, change)))
      const changed = results.flatMap((result, index) => {
        const before = newest[index]
        return result.status === 'fulfilled' && before ? [{ before, after: result.value }] : []
      })
      return { changed, refused: results.length - changed.length }
    },
    onSuccess: ({ changed, refused }, change) => {
      if (changed.some(({ after }) => after.status === 'closed') || changed.length === 0) return
      offerUndo({
        text: list.bulkDone(changed.length, refused),
        undo: async () => {
          await Promise.all(changed.map(({ before, after }) => takeBack(before, after, change)))
          await readAgain()
        },
      })
    },
    onSettled: readAgain,
  })
}
