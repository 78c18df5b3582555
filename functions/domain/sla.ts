import type { DepartmentSettings } from '../contracts/department.ts'
import { AT_RISK_SHARE } from '../contracts/sla.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { Priority } from '../contracts/triage.ts'
import { addOpenHours } from './business-hours.ts'
import { isFinished } from './ticket-status.ts'

type Calendar = Pick<DepartmentSettings, 'sla' | 'business_hours' | 'time_zone'>

/** When a ticket's two clocks run out, in the department's business hours and time zone. */
export const slaClocks = (
  created_at: string,
  priority: Priority,
  { sla, business_hours, time_zone }: Calendar,
): Pick<TicketState, 'first_response_due_at' | 'resolution_due_at'> => {
  const due = (hours: number): string =>
    addOpenHours(new Date(created_at), hours, business_hours, time_zone).toISOString()
  return {
    first_response_due_at: due(sla.first_response_hours[priority]),
    resolution_due_at: due(sla.resolution_hours[priority]),
  }
}

type Clocks = Pick<
  TicketState,
  'status' | 'merged_into' | 'first_response_at' | 'first_response_due_at' | 'resolution_due_at'
>

/** The next clock that is not met yet: first response, then resolution; null once resolved, closed or merged. */
export const dueAt = (ticket: Clocks): string | null => {
  if (isFinished(ticket.status) || ticket.merged_into) return null
  return ticket.first_response_at === null ? ticket.first_response_due_at : ticket.resolution_due_at
}

/** When the clock that runs now counts as at risk: 30 % of the time since the ticket came in is left. */
export const atRiskAt = (created_at: string, due: string): string => {
  const start = Date.parse(created_at)
  const end = Date.parse(due)
  return new Date(end - (end - start) * AT_RISK_SHARE).toISOString()
}

/** The next moment at which the clocks have something to announce; null when nothing is left to say. */
export const nextSlaNotice = (ticket: Clocks & Pick<TicketState, 'created_at' | 'sla_notice'>): string | null => {
  const due = dueAt(ticket)
  if (due === null || ticket.sla_notice === 'breached') return null
  return ticket.sla_notice === 'at_risk' ? due : atRiskAt(ticket.created_at, due)
}
