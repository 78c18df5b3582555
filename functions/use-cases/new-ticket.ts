import { MetricUnit } from '@aws-lambda-powertools/metrics'
import { type TicketChange, TRIAGE_PATIENCE_SECONDS } from '../domain/ticket/change.ts'
import { ring } from '../platform/bell.ts'
import { metrics } from '../platform/log.ts'
import type { Write } from '../stores/documents.ts'
import { commitNewTicket } from '../stores/new-tickets.ts'

/** Writes a new ticket by `commitNewTicket`, and counts it as a metric. */
export const takeIn = async (
  id: string,
  open: (number: string) => TicketChange,
  extra: (change: TicketChange) => readonly Write[],
): Promise<TicketChange> => {
  const change = await commitNewTicket(id, open, extra)
  metrics.addMetric('TicketsCreated', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
  return change
}

/** Rings when the time for triage is over, so that triage never holds up a ticket; the minute sweep does so too. */
export const ringAfterTriage = (department_id: string, ticket_id: string): Promise<void> =>
  ring({ department_id, ticket_id }, TRIAGE_PATIENCE_SECONDS)
