import { Id } from '../contracts/basics.ts'
import { busEnvelope, EventDetail } from '../contracts/events.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { recordSuggestion } from '../domain/triage/changes.ts'
import { measuredPolicy } from '../domain/triage/suggestion-precision.ts'
import { newId } from '../platform/ids.ts'
import { queueHandler } from '../platform/queue.ts'
import { rememberDegraded } from '../stores/degraded-tickets.ts'
import { departmentLookup } from '../stores/departments.ts'
import { getTicket, updateTicket } from '../stores/tickets.ts'
import { countTriage, triageAnyway } from '../use-cases/triage.ts'
import { currentMeasure } from '../use-cases/triage-knowledge.ts'

const TicketCreated = busEnvelope(EventDetail.extend({ ticket_id: Id }))

/** Whether a ticket still has work to be done and no suggestion yet; a repeated message finds it triaged. */
const needsTriage = ({ triage, merged_into, queue_state }: TicketState): boolean =>
  triage === null && merged_into === null && queue_state !== 'done'

/** Stores a suggestion for a new ticket, and lets it go on to an agent whatever the model does. */
export const handler = queueHandler(TicketCreated, async ({ detail: { ticket_id } }) => {
  const ticket = await getTicket(ticket_id)
  if (!needsTriage(ticket)) return
  const [triage, departmentOf, measured] = await Promise.all([
    triageAnyway(ticket, new Date()),
    departmentLookup(),
    currentMeasure(),
  ])
  const happening = { event_id: newId(), now: new Date() }

  const suggest = async (seen: TicketState) => {
    if (!needsTriage(seen)) return undefined
    const { triage_policy } = departmentOf({ department_id: seen.department_id })
    return {
      change: recordSuggestion(seen, triage, measuredPolicy(triage_policy, triage, measured), departmentOf, happening),
      extra: triage.degraded ? [rememberDegraded(ticket_id, happening.now)] : [],
    }
  }
  const { event } = await updateTicket(ticket_id, suggest, ticket)
  if (event) countTriage(triage)
})
