import { getTicket as readTicket } from '../../stores/tickets.ts'
import { showTicket } from '../../use-cases/ticket-view.ts'
import { route } from '../pipeline/http.ts'
import { assertMay, callerWithToken } from '../pipeline/ticket-access.ts'

/** One ticket as it is now, for those who may see it. */
export const getTicket = route('getTicket', async ({ caller, params, trackingToken }) => {
  const reader = await callerWithToken(caller, trackingToken, params.id)
  const ticket = await readTicket(params.id)
  assertMay(reader, 'read', ticket)
  return showTicket(reader, ticket)
})
