import type { EventRecord, TicketEvent } from '../../contracts/events.ts'
import { subjectOf } from '../../contracts/subjects.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { listEvents } from '../../stores/events.ts'
import { getTicket } from '../../stores/tickets.ts'
import { route } from '../pipeline/http.ts'
import { assertMay } from '../pipeline/ticket-access.ts'

/** An event with its customer's name as the ticket has it now: the event itself keeps none. */
const published = (
  { seq, type, actor, at, changes, reason }: EventRecord,
  { requester }: TicketState,
): TicketEvent => ({
  seq,
  type,
  actor: actor.id === requester.id ? { ...actor, name: requester.name } : actor,
  at,
  changes,
  ...(reason !== undefined && { reason }),
})

/** Everything that ever happened to a ticket, oldest first, without a gap. */
export const listTicketEvents = route('listTicketEvents', async ({ caller, params }) => {
  const ticket = await getTicket(params.id)
  assertMay(caller, 'read_internal', ticket)
  const events = await listEvents(subjectOf.ticket(ticket.id))
  return { items: events.map((event) => published(event, ticket)) }
})
