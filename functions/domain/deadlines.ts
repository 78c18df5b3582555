import type { TicketState } from '../contracts/ticket-state.ts'
import { giveUpTriage } from './assignment/changes.ts'
import { dueAt, nextSlaNotice } from './sla.ts'
import { advance, type Happening, type TicketChange, TRIAGE_PATIENCE_SECONDS } from './ticket/change.ts'
import { waitedSeconds } from './time.ts'

/** Announces that the running clock is nearly used up, or over. */
const announceClock = (ticket: TicketState, due: string, happening: Happening): TicketChange => {
  const isOver = Date.parse(due) <= happening.now.getTime()
  const clock = ticket.first_response_at === null ? 'first_response' : 'resolution'
  return advance(
    ticket,
    { ...ticket, sla_notice: isOver ? 'breached' : 'at_risk' },
    isOver ? 'sla_breached' : 'sla_at_risk',
    happening,
    { data: { clock, due_at: due } },
  )
}

/**
 * Serves a deadline that has passed: the ticket's time limit for triage, else the next notice of its clocks.
 *
 * @returns undefined if nothing is due any more: somebody was faster, or the clock was set back
 */
export const serveDeadline = (ticket: TicketState, happening: Happening): TicketChange | undefined => {
  const now = happening.now.toISOString()
  if (ticket.queue_state === 'triaging' && waitedSeconds(ticket.created_at, happening.now) >= TRIAGE_PATIENCE_SECONDS) {
    return giveUpTriage(ticket, happening)
  }
  const notice = nextSlaNotice(ticket)
  const due = dueAt(ticket)
  return notice !== null && due !== null && notice <= now ? announceClock(ticket, due, happening) : undefined
}
