import type { TicketState } from '../../contracts/ticket-state.ts'
import { RefusedError, unknownTicket } from '../../domain/errors.ts'
import { type Caller, can, type SignedIn, type TicketAction } from '../../domain/permissions.ts'
import { opensTicket } from '../../platform/tracking.ts'

/** The caller of a request about one ticket; signed in or not, they hold the ticket if they show its tracking token. */
export const callerWithToken = async (caller: Caller, token: string | undefined, ticketId: string): Promise<Caller> =>
  token !== undefined && (await opensTicket(token, ticketId)) ? { ...caller, ticket_id: ticketId } : caller

/**
 * Refuses what a caller may not do to a ticket.
 *
 * @throws RefusedError `not-found` if the caller may not even see the ticket, else `forbidden`
 */
export const assertMay = (caller: Caller, action: TicketAction, ticket: TicketState): void => {
  if (can(caller, action, ticket)) return
  throw can(caller, 'read', ticket)
    ? new RefusedError('forbidden', 'not_allowed', `you may not do this to ticket ${ticket.id}`)
    : unknownTicket()
}

/** @throws RefusedError `stale` if the ticket is at none of the versions that the client accepts */
export const assertVersion = (ticket: TicketState, accepted: readonly number[] | undefined): void => {
  if (accepted && !accepted.includes(ticket.version)) {
    throw new RefusedError('stale', 'version_mismatch', `ticket ${ticket.id} is at version ${ticket.version} by now`)
  }
}

/**
 * The caller of a route, or of a part of it, that needs a sign-in.
 *
 * @throws RefusedError `token_missing` for a guest
 */
export const signedIn = (caller: Caller): SignedIn => {
  if (caller.kind === 'user') return caller
  throw new RefusedError('unauthenticated', 'token_missing', 'this needs a sign-in')
}
