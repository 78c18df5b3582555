import { randomBytes } from 'node:crypto'
import { RefusedError, unknownTicket } from '../../domain/errors.ts'
import type { Caller } from '../../domain/permissions.ts'
import { keepAdmission } from '../../stores/admissions.ts'
import { route } from '../pipeline/http.ts'
import { callerWithToken } from '../pipeline/ticket-access.ts'

const newTicket = (): string => randomBytes(32).toString('base64url')

/** Who opens the socket: a user, or a guest with a ticket's tracking token; the token makes either hold that ticket. */
const admitted = async (
  caller: Caller,
  ticketId: string | undefined,
  trackingToken: string | undefined,
): Promise<Caller> => {
  if (ticketId === undefined || trackingToken === undefined) {
    if (caller.kind === 'user') return caller
    throw new RefusedError(
      'unauthenticated',
      'token_missing',
      'this needs a sign-in, or a ticket_id with its tracking token',
    )
  }
  const holder = await callerWithToken(caller, trackingToken, ticketId)
  if (holder.kind === 'guest' && holder.ticket_id === null) throw unknownTicket()
  return holder
}

/** Admits its caller to one socket, to be opened within 30 seconds. */
export const openRealtime = route('openRealtime', async ({ caller, body, trackingToken }) => {
  const who = await admitted(caller, body?.ticket_id, trackingToken)
  const ticket = newTicket()
  await keepAdmission(ticket, who, new Date())
  return { ticket }
})
