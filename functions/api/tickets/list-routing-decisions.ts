import { listDecisions } from '../../stores/assignments.ts'
import { getTicket } from '../../stores/tickets.ts'
import { route } from '../pipeline/http.ts'
import { assertMay } from '../pipeline/ticket-access.ts'

/** Why a ticket went where it went, or waits: every decision with all agents considered, oldest first. */
export const listRoutingDecisions = route('listRoutingDecisions', async ({ caller, params }) => {
  const ticket = await getTicket(params.id)
  assertMay(caller, 'read_internal', ticket)
  return { items: await listDecisions(ticket.id) }
})
