import type { TicketPatch } from '../../contracts/ticket.ts'
import type { Caller, SignedIn } from '../../domain/permissions.ts'
import { actorOf, changesNothing, patchTicket as patched } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { departmentLookup } from '../../stores/departments.ts'
import { labelOf } from '../../stores/labels.ts'
import { updateTicket } from '../../stores/tickets.ts'
import { showTicket } from '../../use-cases/ticket-view.ts'
import { type ApiRequest, route } from '../pipeline/http.ts'
import { assertMay, assertVersion, signedIn } from '../pipeline/ticket-access.ts'

type PatchRequest = Pick<ApiRequest<'patchTicket'>, 'params' | 'expectedVersions'> & { readonly caller: Caller }

/** Changes a ticket for a member of staff; with `If-Match`, only at the version that they have seen. */
const change = async ({ caller, params, expectedVersions }: PatchRequest, patch: TicketPatch) => {
  const user: SignedIn = signedIn(caller)
  const departmentOf = await departmentLookup({ fresh: patch.department_id !== undefined })
  const happening = { event_id: newId(), actor: actorOf(user), now: new Date() }
  const { ticket } = await updateTicket(params.id, async (seen) => {
    assertMay(user, 'update', seen)
    assertVersion(seen, expectedVersions)
    const made = patched(seen, patch, happening, departmentOf)
    if (changesNothing(made)) return undefined
    // The classifier learns from what staff choose by hand.
    return { change: made, extra: labelOf(seen, made.ticket, user.id, happening.now) }
  })
  return showTicket(user, ticket)
}

export const patchTicket = route('patchTicket', (request) => change(request, request.body))

export const patchTicketStatus = route('patchTicketStatus', (request) => change(request, request.body))
