import { route } from '../../platform/http.ts'
import { assertMay, callerWithToken } from '../../platform/ticket-access.ts'
import { showTicket } from '../../platform/ticket-view.ts'
import { getTicket as readTicket } from '../../stores/tickets.ts'

/** One ticket as it is now, for those who may see it. */
export const getTicket = route('getTicket', async ({ caller, params, trackingToken }) => {
  const reader = await callerWithToken(caller, trackingToken, params.id)
  const ticket = await readTicket(params.id)
  assertMay(reader, 'read', ticket)
  return showTicket(reader, ticket)
})
