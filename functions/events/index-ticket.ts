import { busEnvelope, EventDetail } from '../contracts/events.ts'
import { queueHandler } from '../platform/queue.ts'
import { sharedRuns } from '../platform/shared-runs.ts'
import { indexTicket } from '../stores/search-index.ts'

/** Events of one ticket that arrive in one batch share the reading of its text. */
const indexSoon = sharedRuns((ticketId, types) => indexTicket(ticketId, types.has('ticket_created')))

/** Keeps a ticket's words, tags and number findable. The event names the ticket; its text is read from the table. */
export const handler = queueHandler(busEnvelope(EventDetail), async ({ detail }) => {
  if (detail.ticket_id !== undefined) await indexSoon(detail.ticket_id, detail.type)
})
