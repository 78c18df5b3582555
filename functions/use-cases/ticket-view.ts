import type { Presence } from '../contracts/people.ts'
import type { Ticket } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { type Caller, can } from '../domain/permissions.ts'
import { dueAt } from '../domain/sla.ts'
import { presenceOf } from '../stores/presences.ts'
import { queuePositions } from '../stores/queue-line.ts'

interface Surroundings {
  readonly presence: ReadonlyMap<string, Presence>
  readonly positions: ReadonlyMap<string, number>
}

const view = (caller: Caller, ticket: TicketState, { presence, positions }: Surroundings): Ticket => ({
  id: ticket.id,
  number: ticket.number,
  title: ticket.title,
  description: ticket.description,
  category: ticket.category,
  priority: ticket.priority,
  status: ticket.status,
  queue_state: ticket.queue_state,
  queue_position: positions.get(ticket.id) ?? null,
  department_id: ticket.department_id,
  requester: ticket.requester,
  assignee: ticket.assignee && {
    id: ticket.assignee.id,
    name: ticket.assignee.name,
    presence: presence.get(ticket.assignee.id) ?? 'offline',
  },
  required_skills: ticket.required_skills,
  source: ticket.source,
  tags: ticket.tags,
  triage: can(caller, 'read_internal', ticket) ? ticket.triage : null,
  merged_into: ticket.merged_into,
  created_at: ticket.created_at,
  updated_at: can(caller, 'read_internal', ticket) ? ticket.updated_at : (ticket.told_at ?? ticket.created_at),
  assigned_at: ticket.assigned_at,
  first_response_at: ticket.first_response_at,
  resolved_at: ticket.resolved_at,
  due_at: dueAt(ticket),
  version: ticket.version,
})

/** Tickets as a caller may see them, with what is derived when shown: position in line, presence, due time. */
export const showTickets = async (caller: Caller, tickets: readonly TicketState[]): Promise<Ticket[]> => {
  const waiting = tickets.filter(({ queue_state }) => queue_state === 'waiting')
  const agents = tickets.flatMap(({ assignee }) => (assignee ? [assignee.id] : []))
  const [positions, presence] = await Promise.all([queuePositions(waiting), presenceOf(agents)])
  return tickets.map((ticket) => view(caller, ticket, { presence, positions }))
}

/** Shows a ticket that has neither an agent nor a place in line yet, so that nothing needs to be looked up. */
export const showNewTicket = (caller: Caller, ticket: TicketState): Ticket =>
  view(caller, ticket, { presence: new Map(), positions: new Map() })

/** One ticket as a caller may see it. */
export const showTicket = async (caller: Caller, ticket: TicketState): Promise<Ticket> => {
  const [shown] = await showTickets(caller, [ticket])
  if (!shown) throw new Error(`ticket ${ticket.id} was not shown`)
  return shown
}
