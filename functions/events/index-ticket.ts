import { busEnvelope, EventDetail } from '../contracts/events.ts'
import { queueHandler } from '../platform/queue.ts'
import { indexTicket } from '../stores/search-index.ts'

/** Keeps a ticket's words, tags and number findable. The event says which ticket; its text is read where it is kept. */
export const handler = queueHandler(busEnvelope(EventDetail), async ({ detail }) => {
  if (detail.ticket_id !== undefined) await indexTicket(detail.ticket_id)
})
