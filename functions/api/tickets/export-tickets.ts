import type { TicketState } from '../../contracts/ticket-state.ts'
import { listEveryTicket } from '../../stores/ticket-lists.ts'
import { csvOf } from '../pipeline/csv.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** As many tickets as fit into one function's response, 6 MB; narrower filters select the rest. */
const MOST_TICKETS = 10_000

const columns: Record<string, (ticket: TicketState) => string | null> = {
  number: ({ number }) => number,
  title: ({ title }) => title,
  status: ({ status }) => status,
  category: ({ category }) => category,
  priority: ({ priority }) => priority,
  queue_state: ({ queue_state }) => queue_state,
  requester_name: ({ requester }) => requester.name,
  requester_email: ({ requester }) => requester.email,
  assignee: ({ assignee }) => assignee?.name ?? null,
  tags: ({ tags }) => tags.join(' '),
  source: ({ source }) => source,
  created_at: ({ created_at }) => created_at,
  first_response_at: ({ first_response_at }) => first_response_at,
  resolved_at: ({ resolved_at }) => resolved_at,
  department_id: ({ department_id }) => department_id,
  id: ({ id }) => id,
}

/** A list of tickets for a spreadsheet: the first 10,000 in its order. */
export const exportTickets = route('exportTickets', async ({ caller, query }) =>
  csvOf(columns, await listEveryTicket(signedIn(caller), query, MOST_TICKETS)),
)
