import { listTickets as readTickets } from '../../stores/ticket-lists.ts'
import { showTickets } from '../../use-cases/ticket-view.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** One page of the tickets that the caller asks for and may see. */
export const listTickets = route('listTickets', async ({ caller, query }) => {
  const { tickets, next_cursor } = await readTickets(signedIn(caller), query)
  return { items: await showTickets(caller, tickets), next_cursor }
})
