import type { ServerMessage } from '../../contracts/socket.ts'
import { hearingOfTicket, topicOf, viewerTopics } from '../../domain/live.ts'
import type { TicketRelations } from '../../domain/permissions.ts'
import { type Listener, listListeners } from '../../stores/connections.ts'
import { listViewers, type Viewer } from '../../stores/viewers.ts'
import { type Post, postAll } from '../../use-cases/live-posts.ts'

/** The viewers of a ticket for each user: without themselves, and one message for all who are not among them. */
const messagesFor = (ticket_id: string, viewers: readonly Viewer[]): ((userId: string) => ServerMessage) => {
  const messageOf = (others: readonly Viewer[]): ServerMessage => ({
    event: 'viewers',
    data: { viewers: others },
    ticket_id,
  })
  const toAll = messageOf(viewers)
  const toViewers = new Map(viewers.map(({ id }) => [id, messageOf(viewers.filter((viewer) => viewer.id !== id))]))
  return (userId) => toViewers.get(userId) ?? toAll
}

/** The listeners among them who may know the staff at work on a ticket, each connection once. */
const postsTo = (listeners: readonly Listener[], ticket: TicketRelations, viewers: readonly Viewer[]): Post[] => {
  const messageFor = messagesFor(ticket.id, viewers)
  const eachOnce = new Map(listeners.map((listener) => [listener.connection_id, listener])).values()
  return [...eachOnce].flatMap(({ connection_id, connected_at, caller }) =>
    caller.kind === 'user' && hearingOfTicket(caller, ticket) === 'all'
      ? [{ connection_id, connected_at, message: messageFor(caller.id) }]
      : [],
  )
}

/** Tells the staff who joined a ticket who else has it open; never its customer. */
export const tellJoined = async (ticket: TicketRelations, now: Date): Promise<void> => {
  const [listeners, viewers] = await Promise.all([
    listListeners(topicOf.ticket(ticket.id), now),
    listViewers(ticket.id, now),
  ])
  await postAll(postsTo(listeners, ticket, viewers))
}

/**
 * Tells everybody who may know it what has changed among a ticket's viewers: also its agent and the admins, who see it
 * in their lists.
 *
 * @param by the user whose doing it is; for their connections elsewhere nothing has changed
 */
export const tellNews = async (ticket: TicketRelations, by: string, now: Date): Promise<void> => {
  const topics = viewerTopics(ticket).filter((topic) => topic !== topicOf.user(by))
  const [joined, viewers, ...beside] = await Promise.all([
    listListeners(topicOf.ticket(ticket.id), now),
    listViewers(ticket.id, now),
    ...topics.map((topic) => listListeners(topic, now)),
  ])
  const others = beside.flat().filter(({ caller }) => caller.kind === 'user' && caller.id !== by)
  await postAll(postsTo([...joined, ...others], ticket, viewers))
}
