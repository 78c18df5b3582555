import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Id } from '../contracts/basics.ts'
import { topicOf } from '../domain/live.ts'
import type { Caller } from '../domain/permissions.ts'
import { StoredCaller } from './callers.ts'
import { documents, tableNamed, writeTogether } from './documents.ts'
import { queryAll, queryCount } from './queries.ts'
import { connectionKeys, type Key, kinds } from './tables.ts'

/** The gateway ends every connection after two hours. */
const CONNECTION_SECONDS = 2 * 3_600

/** An open socket and its caller. */
export interface Connection {
  readonly connection_id: string
  readonly caller: Caller
  /** Milliseconds since 1970. */
  readonly connected_at: number
}

/** A topic that a connection is subscribed to; `ticket_id` is the ticket whose join subscribed it. */
export interface Topic {
  readonly topic: string
  readonly ticket_id?: string
}

/** A connection's subscription to one topic. */
const Listener = z.object({
  connection_id: z.string(),
  caller: StoredCaller,
  connected_at: z.number(),
  topic: z.string(),
  ticket_id: Id.exactOptional(),
  expires_at: z.number(),
})
export type Listener = z.infer<typeof Listener>

const endOf = ({ connected_at }: Connection): number => Math.floor(connected_at / 1_000) + CONNECTION_SECONDS

/**
 * Joining two tickets of one person subscribes to that person's presence twice; each row is removed with its own
 * ticket.
 */
const subscriptionKey = (connectionId: string, { topic, ticket_id }: Topic): Key =>
  connectionKeys.subscription(connectionId, ticket_id === undefined ? topic : `${topic}#${ticket_id}`)

const subscriptionRow = (connection: Connection, topic: Topic): Record<string, unknown> => ({
  ...subscriptionKey(connection.connection_id, topic),
  ...connection,
  ...topic,
  by_topic_key: topic.topic,
  by_topic_order: connection.connection_id,
  expires_at: endOf(connection),
})

/** Topics that need no join: a user's own and, for admins, the queues. */
const ownTopics = ({ caller }: Connection): readonly Topic[] => {
  if (caller.kind === 'guest') return []
  const own = [{ topic: topicOf.user(caller.id) }]
  return caller.role === 'admin' ? [...own, { topic: topicOf.admins }] : own
}

/** Stores a new connection with its first subscriptions. */
export const openConnection = async (connection: Connection): Promise<void> => {
  const rows = [
    {
      ...connectionKeys.connection(connection.connection_id),
      ...connection,
      by_topic_key: kinds.connections,
      by_topic_order: connection.connection_id,
      expires_at: endOf(connection),
    },
    ...ownTopics(connection).map((topic) => subscriptionRow(connection, topic)),
  ]
  await writeTogether(rows.map((Item) => ({ Put: { TableName: tableNamed('Connections'), Item } })))
}

/** Subscribes a connection to topics; repeating it changes nothing. */
export const subscribe = async (connection: Connection, topics: readonly Topic[]): Promise<void> => {
  await Promise.all(
    topics.map((topic) =>
      documents.send(
        new PutCommand({ TableName: tableNamed('Connections'), Item: subscriptionRow(connection, topic) }),
      ),
    ),
  )
}

const Held = z.object({ pk: z.string(), sk: z.string(), caller: StoredCaller, ticket_id: Id.exactOptional() })
type Held = z.infer<typeof Held>

/** A connection's own row and its subscriptions. */
const rowsOf = async (connectionId: string): Promise<readonly Held[]> => {
  const rows = await queryAll({
    TableName: tableNamed('Connections'),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': connectionKeys.connection(connectionId).pk },
    ConsistentRead: true,
  })
  return rows.map((row) => Held.parse(row))
}

const remove = async (rows: readonly Held[]): Promise<void> => {
  await Promise.all(
    rows.map(({ pk, sk }) =>
      documents.send(new DeleteCommand({ TableName: tableNamed('Connections'), Key: { pk, sk } })),
    ),
  )
}

/** Ends the subscriptions that joining a ticket brought. */
export const leaveTicket = async (connectionId: string, ticketId: string): Promise<void> => {
  await remove((await rowsOf(connectionId)).filter(({ ticket_id }) => ticket_id === ticketId))
}

/** What is known of a connection that has ended. */
export interface EndedConnection {
  readonly caller: Caller
  /** The tickets that it had joined. */
  readonly ticketIds: readonly string[]
}

/**
 * Deletes a connection and its subscriptions; undefined if that has happened before.
 *
 * @param first work that needs the caller; done before the rows that name the caller are deleted
 */
export const forgetConnection = async (
  connectionId: string,
  first: (caller: Caller) => Promise<void>,
): Promise<EndedConnection | undefined> => {
  const rows = await rowsOf(connectionId)
  const caller = rows[0]?.caller
  if (!caller) return undefined
  await first(caller)
  await remove(rows)
  const ticketIds = rows.flatMap(({ ticket_id }) => (ticket_id === undefined ? [] : [ticket_id]))
  return { caller, ticketIds: [...new Set(ticketIds)] }
}

/** The open connections that are subscribed to a topic, as of a moment ago. */
export const listListeners = async (topic: string, now: Date): Promise<readonly Listener[]> => {
  const rows = await queryAll({
    TableName: tableNamed('Connections'),
    IndexName: 'by_topic',
    KeyConditionExpression: 'by_topic_key = :topic',
    ExpressionAttributeValues: { ':topic': topic },
  })
  const listeners = rows.map((row) => Listener.parse(row))
  // DynamoDB deletes expired rows some time after their end.
  return listeners.filter(({ expires_at }) => expires_at > now.getTime() / 1_000)
}

/** How many sockets are open, as of a moment ago. */
export const countConnections = (now: Date): Promise<number> =>
  queryCount({
    TableName: tableNamed('Connections'),
    IndexName: 'by_topic',
    KeyConditionExpression: 'by_topic_key = :every',
    FilterExpression: 'expires_at > :now',
    ExpressionAttributeValues: { ':every': kinds.connections, ':now': now.getTime() / 1_000 },
  })

/** Whether a user has a socket open, as of a moment ago. */
export const hasSocket = async (userId: string, now: Date): Promise<boolean> =>
  (await listListeners(topicOf.user(userId), now)).length > 0
