import { route } from '../../platform/http.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { showTickets } from '../../platform/ticket-view.ts'
import { listTickets as readTickets } from '../../stores/ticket-lists.ts'

/** The tickets that the caller may see and asks for, one page. */
export const listTickets = route('listTickets', async ({ caller, query }) => {
  const { tickets, next_cursor } = await readTickets(signedIn(caller), query)
  return { items: await showTickets(caller, tickets), next_cursor }
})
