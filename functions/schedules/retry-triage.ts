import type { TicketState } from '../contracts/ticket-state.ts'
import { recordSuggestion } from '../domain/triage/changes.ts'
import { measuredPolicy } from '../domain/triage/suggestion-precision.ts'
import { newId } from '../platform/ids.ts'
import { logger } from '../platform/log.ts'
import { ModelFailedError } from '../platform/model/request.ts'
import { modelProvider } from '../platform/model.ts'
import { forgetDegraded, listDegraded, rememberDegraded } from '../stores/degraded-tickets.ts'
import { departmentLookup } from '../stores/departments.ts'
import { writeTogether } from '../stores/documents.ts'
import { findTicket, updateTicket } from '../stores/tickets.ts'
import { askModel, countTriage } from '../use-cases/triage.ts'
import { currentMeasure } from '../use-cases/triage-knowledge.ts'

/** Limits of one run: its tickets, tickets at a time, and the time after which it starts no more, in milliseconds. */
const RUN_TICKETS = 500
const TOGETHER = 5
const RUN_MS = 90_000

/** Whether a ticket still lacks the model's suggestion, and nobody has decided in the meantime. */
const awaitsModel = ({ triage, merged_into, queue_state }: TicketState): boolean =>
  (triage === null || (triage.degraded && triage.state === 'pending')) && merged_into === null && queue_state !== 'done'

/** Asks the model about one ticket again. @throws ModelFailedError when it gives no answer */
const triageAgain = async (ticketId: string): Promise<void> => {
  const ticket = await findTicket(ticketId)
  if (!ticket || !awaitsModel(ticket)) {
    await writeTogether([forgetDegraded(ticketId, new Date())])
    return
  }
  const [triage, departmentOf, measured] = await Promise.all([
    askModel(ticket, new Date()),
    departmentLookup(),
    currentMeasure(),
  ])
  const happening = { event_id: newId(), now: new Date() }
  const { event } = await updateTicket(ticketId, async (seen) => {
    if (!awaitsModel(seen)) return undefined
    const { triage_policy } = departmentOf({ department_id: seen.department_id })
    return {
      change: recordSuggestion(seen, triage, measuredPolicy(triage_policy, triage, measured), departmentOf, happening),
      extra: [forgetDegraded(ticketId, happening.now)],
    }
  })
  if (event) countTriage(triage)
  else await writeTogether([forgetDegraded(ticketId, happening.now)])
}

/** Tries one ticket again. @returns false if the model does not answer; any other failure is the ticket's own */
const retry = async (ticketId: string): Promise<boolean> => {
  try {
    await triageAgain(ticketId)
    return true
  } catch (error) {
    // To the end of the line, so that a ticket that fails every time does not hold up the others.
    await writeTogether([rememberDegraded(ticketId, new Date())])
    if (error instanceof ModelFailedError) return false
    logger.error('ticket not triaged again', { ticket_id: ticketId, error })
    return true
  }
}

/**
 * Asks the model again about tickets that went on without it, oldest first. One ticket is tried first; the others
 * follow as long as the model answers.
 */
export const handler = async (): Promise<void> => {
  if (modelProvider() === 'off') return
  const end = Date.now() + RUN_MS
  const waiting = await listDegraded(RUN_TICKETS)
  let tried = 0
  let isAnswering = true
  while (isAnswering && tried < waiting.length && Date.now() < end) {
    const group = waiting.slice(tried, tried === 0 ? 1 : tried + TOGETHER)
    tried += group.length
    isAnswering = (await Promise.all(group.map(retry))).includes(true)
  }
  logger.info('degraded tickets triaged again', { waiting: waiting.length, tried, is_answering: isAnswering })
}
