import type { EventRecord } from '../contracts/events.ts'
import type { ServerMessage } from '../contracts/socket.ts'
import {
  type Hearing,
  hearingOfEvent,
  presenceChangeOf,
  presenceMessage,
  queueMessage,
  ticketMessage,
  ticketTopics,
  topicOf,
} from '../domain/live.ts'
import { logger } from '../platform/log.ts'
import { type StreamedEvent, streamHandler } from '../platform/stream.ts'
import { type Listener, listListeners, subscribe } from '../stores/connections.ts'
import { commentsToldBy } from '../use-cases/live-comments.ts'
import { type Post, postAll } from '../use-cases/live-posts.ts'

type Audience = (topics: readonly string[]) => Promise<readonly Listener[]>

/**
 * Finds the listeners of topics and reads each topic once. A connection that subscribes later has read this batch's
 * events already, as they were written before.
 */
const newAudience = (): Audience => {
  const known = new Map<string, Promise<readonly Listener[]>>()
  const listenersTo = (topic: string): Promise<readonly Listener[]> => {
    const listeners = known.get(topic) ?? listListeners(topic, new Date())
    known.set(topic, listeners)
    return listeners
  }
  return async (topics) => (await Promise.all(topics.map(listenersTo))).flat()
}

/** Each connection once, even if it hears an event by several topics. */
const eachOnce = (listeners: readonly Listener[]): readonly Listener[] => [
  ...new Map(listeners.map((listener) => [listener.connection_id, listener])).values(),
]

const postTo = ({ connection_id, connected_at }: Listener, message: ServerMessage): Post => ({
  connection_id,
  connected_at,
  message,
})

/** Subscribes those who joined a ticket to the presence of its new agent. */
const watchNewAgent = async (event: EventRecord, listeners: readonly Listener[]): Promise<void> => {
  const { ticket_id, data } = event
  if (event.type !== 'ticket_assigned' || ticket_id === undefined || typeof data.assignee_id !== 'string') return
  const topic = topicOf.presence(data.assignee_id)
  const joined = listeners.filter((listener) => listener.topic === topicOf.ticket(ticket_id))
  await Promise.all(
    joined.map(({ connection_id, caller, connected_at }) =>
      subscribe({ connection_id, caller, connected_at }, [{ topic, ticket_id }]),
    ),
  )
}

const tellTicket = async (event: EventRecord, audience: Audience): Promise<void> => {
  const listeners = await audience(ticketTopics(event))
  if (listeners.length === 0) return
  const comment = (await commentsToldBy([event])).get(event.seq)
  const messages: Record<Hearing, ServerMessage | undefined> = {
    none: undefined,
    public: ticketMessage(event, 'public', comment),
    all: ticketMessage(event, 'all', comment),
  }
  const posts = eachOnce(listeners).flatMap((listener) => {
    const message = messages[hearingOfEvent(listener.caller, event)]
    return message ? [postTo(listener, message)] : []
  })
  await Promise.all([postAll(posts), watchNewAgent(event, listeners)])
}

const tellQueue = async (event: EventRecord, audience: Audience): Promise<void> => {
  const message = queueMessage(event)
  if (!message) return
  await postAll((await audience([topicOf.admins])).map((listener) => postTo(listener, message)))
}

const tellPresence = async (event: EventRecord): Promise<void> => {
  const change = presenceChangeOf(event)
  if (!change) return
  // An assignment in this batch may have added listeners just now.
  const listeners = await newAudience()([topicOf.presence(change.user_id), topicOf.user(change.user_id)])
  await postAll(listeners.map((listener) => postTo(listener, presenceMessage(change, listener.ticket_id))))
}

/** Broadcasts one subject's events one after the other; returns the sequence of the first that failed. */
const tellInOrder = async (events: readonly StreamedEvent[], audience: Audience): Promise<string | undefined> => {
  for (const { event, sequence } of events) {
    try {
      await Promise.all([tellTicket(event, audience), tellQueue(event, audience), tellPresence(event)])
    } catch (error) {
      logger.error('event not told', { event_id: event.event_id, error })
      return sequence
    }
  }
  return undefined
}

/**
 * Sends every change to the listeners who may receive it: one subject's changes in order, different subjects at once. A
 * repeated batch may send some twice; clients recognise a ticket's message by its `seq`.
 */
export const handler = streamHandler(async (events) => {
  const bySubject = Map.groupBy(events, ({ event }) => event.subject)
  const audience = newAudience()
  const failed = new Set(await Promise.all([...bySubject.values()].map((told) => tellInOrder(told, audience))))
  return events.find(({ sequence }) => failed.has(sequence))?.sequence
})
