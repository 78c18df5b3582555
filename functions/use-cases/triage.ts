import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { Triage } from '../contracts/triage.ts'
import { fallbackTriage, recordTriage } from '../domain/triage.ts'
import { setting } from '../platform/env.ts'
import { logger, metrics } from '../platform/log.ts'
import { suggestEmbedded } from '../platform/model/embedded.ts'
import { ModelFailedError, type ModelRequest, type Suggested } from '../platform/model/request.ts'
import { modelProvider, suggest } from '../platform/model.ts'
import { surroundingsOf } from '../stores/recent-tickets.ts'
import { getSettings } from '../stores/settings.ts'
import { currentKnowledge } from './triage-knowledge.ts'

/** How long a model may think about a ticket, in milliseconds: the ticket waits for its place in line meanwhile. */
const PATIENCE_MS = 8_000

const requestFor = (ticket: TicketState): ModelRequest => ({
  text: `${ticket.title}\n${ticket.description}`,
  patienceMs: PATIENCE_MS,
  knowledge: currentKnowledge,
  surroundings: () => surroundingsOf(ticket),
})

const record = ({ source, model, ...suggestion }: Suggested, { text }: ModelRequest, degraded: boolean, now: Date) =>
  recordTriage(suggestion, text, [setting('SITE_URL')], { source, model, degraded, now })

/** Counts a stored suggestion, in total and by its source. */
export const countTriage = ({ degraded, source }: Triage): void => {
  metrics.addMetric(degraded ? 'TriageDegraded' : 'TriageCompleted', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
  const bySource = metrics.singleMetric()
  bySource.addDimension('source', source)
  bySource.addMetric('TriageSuggestions', MetricUnit.Count, 1)
}

/**
 * The configured model's suggestion for a ticket.
 *
 * @throws ModelFailedError when it gives none
 */
export const askModel = async (ticket: TicketState, now: Date): Promise<Triage> => {
  const request = requestFor(ticket)
  return record(await suggest(request), request, false, now)
}

/**
 * A suggestion for a ticket, whatever the model does: the configured model's; else the embedded model's, marked as
 * degraded; with models switched off, the configured labels.
 */
export const triageAnyway = async (ticket: TicketState, now: Date): Promise<Triage> => {
  try {
    return await askModel(ticket, now)
  } catch (error) {
    if (!(error instanceof ModelFailedError)) throw error
    const cause = error.cause instanceof Error ? error.cause.name : undefined
    logger.warn('triage without the model', { ticket_id: ticket.id, why: error.message, cause })
  }
  if (modelProvider() !== 'off') {
    const request = requestFor(ticket)
    return record(await suggestEmbedded(request), request, true, now)
  }
  const { fallback_category, fallback_priority } = await getSettings()
  return fallbackTriage({ category: fallback_category, priority: fallback_priority }, now)
}
