import type { NewTicket, OpenedTicket, Requester } from '../../contracts/ticket.ts'
import { RefusedError } from '../../domain/errors.ts'
import type { Caller } from '../../domain/permissions.ts'
import { GUEST } from '../../domain/ticket/change.ts'
import { actorOf, DEFAULT_CATEGORY, openTicket } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { logger } from '../../platform/log.ts'
import { trackingToken } from '../../platform/tracking.ts'
import { departmentOfCategory } from '../../stores/departments.ts'
import { ringAfterTriage, takeIn } from '../../use-cases/new-ticket.ts'
import { showNewTicket } from '../../use-cases/ticket-view.ts'
import { route } from '../pipeline/http.ts'

/** @throws RefusedError `invalid` when a guest does not say who they are, or a customer names somebody else */
const requesterOf = (caller: Caller, given: NewTicket['requester']): Requester => {
  if (caller.kind === 'guest') {
    if (given) return { id: null, ...given }
    throw new RefusedError('invalid', 'requester_required', 'please say who you are', {
      fields: [{ path: 'requester', message: 'is required without a sign-in' }],
    })
  }
  if (!given) return { id: caller.id, name: caller.name, email: caller.email }
  if (caller.role !== 'customer') return { id: null, ...given }
  throw new RefusedError('invalid', 'requester_not_allowed', 'a ticket is opened in your own name', {
    fields: [{ path: 'requester', message: 'is not for customers' }],
  })
}

/** Adds the key by which a guest follows the ticket: derived each time, also for a repeated request. */
const withTracking = async (ticket: OpenedTicket, caller: Caller): Promise<OpenedTicket> =>
  caller.kind === 'guest' ? { ...ticket, tracking_token: await trackingToken(ticket.id) } : ticket

/** Takes a ticket in and answers at once; triage and assignment follow from its first event. */
export const createTicket = route(
  'createTicket',
  async ({ caller, body, once }) => {
    const requester = requesterOf(caller, body.requester)
    const department = await departmentOfCategory(body.category ?? DEFAULT_CATEGORY)
    const id = newId()
    const happening = { event_id: newId(), actor: caller.kind === 'user' ? actorOf(caller) : GUEST, now: new Date() }
    const source = caller.kind === 'user' && caller.role !== 'customer' ? 'api' : 'web'
    const { ticket } = await takeIn(
      id,
      (number) => openTicket(body, { id, number, requester, source, department }, happening),
      (change) => once(showNewTicket(caller, change.ticket)),
    )
    // The ticket is stored: if its bell is lost, the minute sweep rings.
    await ringAfterTriage(ticket.department_id, ticket.id).catch((error: Error) =>
      logger.warn('bell not rung', { ticket_id: ticket.id, error }),
    )
    return withTracking(showNewTicket(caller, ticket), caller)
  },
  { restore: (ticket, { caller }) => withTracking(ticket, caller) },
)
