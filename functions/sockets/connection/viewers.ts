import type { ServerMessage } from '../../contracts/socket.ts'
import { hearingOfTicket, topicOf } from '../../domain/live.ts'
import type { TicketRelations } from '../../domain/permissions.ts'
import { listListeners } from '../../stores/connections.ts'
import { listViewers } from '../../stores/viewers.ts'
import { postAll } from '../../use-cases/live-posts.ts'

/** Tells the staff who joined a ticket who else reads it or writes on it; never its customer. */
export const tellViewers = async (ticket: TicketRelations, now: Date): Promise<void> => {
  const [listeners, viewers] = await Promise.all([
    listListeners(topicOf.ticket(ticket.id), now),
    listViewers(ticket.id, now),
  ])
  const messageFor = (userId: string): ServerMessage => ({
    event: 'viewers',
    data: { viewers: viewers.filter(({ id }) => id !== userId) },
    ticket_id: ticket.id,
  })
  await postAll(
    listeners.flatMap(({ connection_id, connected_at, caller }) =>
      caller.kind === 'user' && hearingOfTicket(caller, ticket) === 'all'
        ? [{ connection_id, connected_at, message: messageFor(caller.id) }]
        : [],
    ),
  )
}
