import { busEnvelope, EventDetail } from '../contracts/events.ts'
import { queueHandler } from '../platform/queue.ts'
import { indexTicket } from '../stores/search-index.ts'

/** Tickets that are about to be read: events that come in one batch share the reading. */
const due = new Map<string, Promise<void>>()

const indexSoon = (ticketId: string): Promise<void> => {
  const shared = due.get(ticketId)
  if (shared) return shared
  const indexed = Promise.resolve().then(() => {
    due.delete(ticketId)
    return indexTicket(ticketId)
  })
  due.set(ticketId, indexed)
  return indexed
}

/** Keeps a ticket's words, tags and number findable. The event says which ticket; its text is read where it is kept. */
export const handler = queueHandler(busEnvelope(EventDetail), async ({ detail }) => {
  if (detail.ticket_id !== undefined) await indexSoon(detail.ticket_id)
})
