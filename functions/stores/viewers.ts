import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { ViewerState } from '../contracts/socket.ts'
import { documents, tableNamed } from './documents.ts'
import { connectionKeys } from './tables.ts'

/** How long somebody counts as typing after the last report of it. */
const TYPING_SECONDS = 10
/** How long somebody counts as viewing; while a ticket is on screen, clients report it every 30 seconds. */
const VIEWING_SECONDS = 45
/** How long a ticket counts as open; browsers let hidden pages report once a minute. */
const OPEN_SECONDS = 150
/**
 * The first report in each of these periods is news even if it repeats the last one: those who hear news alone learn
 * of readers who were there before them, and may forget what is not repeated.
 */
const NEWS_SECONDS = 300

/** A member of staff who has a ticket open. */
export interface Viewer {
  readonly id: string
  readonly name: string
  readonly state: ViewerState
}

const Row = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['elsewhere', 'viewing', 'typing']).default('viewing'),
  /** Seconds since 1970; a row of an older version has none, and counts as long gone. */
  reported_at: z.number().default(0),
})
type Row = z.infer<typeof Row>

export interface Look {
  readonly ticketId: string
  readonly user: { readonly id: string; readonly name: string }
  readonly connectionId: string
  readonly state: ViewerState
}

/** What a report still says after a while; undefined once the ticket no longer counts as open. */
const stateOf = ({ state, reported_at }: Row, seconds: number): ViewerState | undefined => {
  const age = seconds - reported_at
  if (age >= OPEN_SECONDS) return undefined
  if (age >= VIEWING_SECONDS) return 'elsewhere'
  return state === 'typing' && age >= TYPING_SECONDS ? 'viewing' : state
}

const periodOf = (seconds: number): number => Math.floor(seconds / NEWS_SECONDS)

/** Whether a report says something else than the one before, or is the first of its period. */
const isNews = (before: Row, state: ViewerState, seconds: number): boolean =>
  before.state !== state || stateOf(before, seconds) !== state || periodOf(before.reported_at) !== periodOf(seconds)

/**
 * Records for a short time what somebody is doing with a ticket. A connection that has it out of sight says nothing
 * about the user's other connections, and changes nothing if one of those reported last.
 *
 * @returns whether it is news: the user came, does something else than before, or was not in the news for five minutes
 */
export const markViewer = async ({ ticketId, user, connectionId, state }: Look, now: Date): Promise<boolean> => {
  const seconds = now.getTime() / 1_000
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableNamed('Connections'),
        Key: connectionKeys.viewer(ticketId, user.id),
        UpdateExpression:
          'SET id = :id, #name = :name, connection_id = :connection, #state = :state, reported_at = :now, expires_at = :expiry',
        ...(state === 'elsewhere' && {
          ConditionExpression: 'attribute_not_exists(pk) OR connection_id = :connection',
        }),
        ExpressionAttributeNames: { '#name': 'name', '#state': 'state' },
        ExpressionAttributeValues: {
          ':id': user.id,
          ':name': user.name,
          ':connection': connectionId,
          ':state': state,
          ':now': seconds,
          ':expiry': Math.ceil(seconds) + OPEN_SECONDS,
        },
        ReturnValues: 'ALL_OLD',
      }),
    )
    // For a new row DynamoDB answers with nothing, and the embedded database with the key alone.
    const { data: before } = Row.safeParse(Attributes)
    return !before || isNews(before, state, seconds)
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/**
 * Removes a viewer whose connection has left the ticket; one reported by another connection since stays.
 *
 * @returns whether the viewer was removed
 */
export const removeViewer = async (ticketId: string, userId: string, connectionId: string): Promise<boolean> => {
  try {
    await documents.send(
      new DeleteCommand({
        TableName: tableNamed('Connections'),
        Key: connectionKeys.viewer(ticketId, userId),
        ConditionExpression: 'connection_id = :connection',
        ExpressionAttributeValues: { ':connection': connectionId },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/** Who has a ticket open now, and what they are doing with it. */
export const listViewers = async (ticketId: string, now: Date): Promise<readonly Viewer[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Connections'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': connectionKeys.viewer(ticketId, '').pk },
      ConsistentRead: true,
    }),
  )
  return Items.flatMap((item) => {
    const row = Row.parse(item)
    const state = stateOf(row, now.getTime() / 1_000)
    return state === undefined ? [] : [{ id: row.id, name: row.name, state }]
  })
}
