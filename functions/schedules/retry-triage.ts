import type { TicketState } from '../contracts/ticket-state.ts'
import { measuredPolicy } from '../domain/suggestion-precision.ts'
import { recordSuggestion } from '../domain/triage-changes.ts'
import { newId } from '../platform/ids.ts'
import { logger } from '../platform/log.ts'
import { modelProvider } from '../platform/model.ts'
import { ModelFailedError } from '../platform/model-request.ts'
import { forgetDegraded, listDegraded, rememberDegraded } from '../stores/degraded-tickets.ts'
import { departmentLookup } from '../stores/departments.ts'
import { writeTogether } from '../stores/documents.ts'
import { findTicket, updateTicket } from '../stores/tickets.ts'
import { askModel, countTriage } from '../use-cases/triage.ts'
import { currentMeasure } from '../use-cases/triage-knowledge.ts'

/** Most tickets of one run, how many at a time, and how long it goes on starting more, in milliseconds. */
const RUN_TICKETS = 500
const TOGETHER = 5
const RUN_MS = 90_000

/** Still without a model's word, and nobody has decided meanwhile. */
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

/** Gives one ticket its turn. @returns false when the model does not answer; whatever else fails is the ticket's own */
const retry = async (ticketId: string): Promise<boolean> => {
  try {
    await triageAgain(ticketId)
    return true
  } catch (error) {
    // To the end of the line, so that a ticket on which every attempt stumbles does not stand in the others' way.
    await writeTogether([rememberDegraded(ticketId, new Date())])
    if (error instanceof ModelFailedError) return false
    logger.error('ticket not triaged again', { ticket_id: ticketId, error })
    return true
  }
}

/**
 * Asks the model again about tickets that went on without it, oldest first. One ticket goes ahead; as long as the model
 * answers, the others follow.
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
