import { unmergeTicket as unmerged } from '../../domain/assignment/changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { getTicket, updateTicket } from '../../stores/tickets.ts'
import { showTicket } from '../../use-cases/ticket-view.ts'
import { route } from '../pipeline/http.ts'
import { assertMay, signedIn } from '../pipeline/ticket-access.ts'

/** Separates a merged ticket again; what was said in the meantime stays with the other one. */
export const unmergeTicket = route('unmergeTicket', async ({ caller, params, once }) => {
  const happening = { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() }
  const { ticket } = await updateTicket(params.id, async (seen) => {
    assertMay(caller, 'merge', seen)
    if (seen.merged_into) assertMay(caller, 'merge', await getTicket(seen.merged_into))
    const change = unmerged(seen, happening)
    return { change, extra: once(await showTicket(caller, change.ticket)) }
  })
  return showTicket(caller, ticket)
})
