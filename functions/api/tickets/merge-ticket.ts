import { mergeTicket as merged } from '../../domain/assignment/changes.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { mergeInto } from '../../stores/merged-tickets.ts'
import { showTicket } from '../../use-cases/ticket-view.ts'
import { route } from '../pipeline/http.ts'
import { assertMay, signedIn } from '../pipeline/ticket-access.ts'

/** Merges a ticket into another one; an agent must carry both. */
export const mergeTicket = route('mergeTicket', async ({ caller, params, body, once }) => {
  const happening = { event_id: newId(), actor: actorOf(signedIn(caller)), now: new Date() }
  const ticket = await mergeInto(
    params.id,
    body.into,
    (seen, into) => {
      assertMay(caller, 'merge', seen)
      assertMay(caller, 'merge', into)
      return merged(seen, into, happening)
    },
    async (change) => once(await showTicket(caller, change.ticket)),
  )
  return showTicket(caller, ticket)
})
