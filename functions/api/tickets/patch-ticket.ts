import type { DepartmentSettings } from '../../contracts/department.ts'
import type { TicketPatch } from '../../contracts/ticket.ts'
import { RefusedError } from '../../domain/errors.ts'
import type { Caller, SignedIn } from '../../domain/permissions.ts'
import { actorOf, type DepartmentChoice, patchTicket as patched } from '../../domain/ticket.ts'
import { type ApiRequest, route } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { assertMay, assertVersion, signedIn } from '../../platform/ticket-access.ts'
import { showTicket } from '../../platform/ticket-view.ts'
import { listDepartments } from '../../stores/departments.ts'
import { updateTicket } from '../../stores/tickets.ts'

type PatchRequest = Pick<ApiRequest<'patchTicket'>, 'params' | 'expectedVersion'> & { readonly caller: Caller }

/** Finds the department that a category or an explicit choice leads to. */
const lookup =
  (departments: readonly DepartmentSettings[]) =>
  ({ category, department_id }: DepartmentChoice): DepartmentSettings => {
    const found = departments.find(({ id, categories }) =>
      department_id === undefined ? category !== undefined && categories.includes(category) : id === department_id,
    )
    if (found) return found
    const field = department_id === undefined ? 'category' : 'department_id'
    throw new RefusedError('invalid', 'department_unknown', `there is no department for this ${field}`, {
      fields: [{ path: field, message: 'leads to no department' }],
    })
  }

/** Changes a ticket for somebody of staff, under the version that they have seen if they say so. */
const change = async ({ caller, params, expectedVersion }: PatchRequest, patch: TicketPatch) => {
  const user: SignedIn = signedIn(caller)
  const departmentOf = lookup(await listDepartments())
  const happening = { event_id: newId(), actor: actorOf(user), now: new Date() }
  const { ticket } = await updateTicket(params.id, async (seen) => {
    assertMay(user, 'update', seen)
    assertVersion(seen, expectedVersion)
    return { change: patched(seen, patch, happening, departmentOf) }
  })
  return showTicket(user, ticket)
}

export const patchTicket = route('patchTicket', (request) => change(request, request.body))

export const patchTicketStatus = route('patchTicketStatus', (request) => change(request, request.body))
