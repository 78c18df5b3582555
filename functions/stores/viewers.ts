import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { documents, tableNamed } from './documents.ts'
import { connectionKeys } from './tables.ts'

/** How long somebody counts as viewing; while a ticket is open, clients report it every 30 seconds. */
const VIEWING_SECONDS = 45
/** How long somebody counts as typing after the last report of it. */
const TYPING_SECONDS = 10

/** A member of staff who is viewing a ticket or typing on it. */
export interface Viewer {
  readonly id: string
  readonly name: string
  readonly state: 'viewing' | 'typing'
}

const Row = z.object({
  id: z.string(),
  name: z.string(),
  viewing_until: z.number(),
  typing_until: z.number().default(0),
})

export interface Look {
  readonly ticketId: string
  readonly user: { readonly id: string; readonly name: string }
  readonly connectionId: string
  readonly state: Viewer['state']
}

/** Records for a short time that somebody is viewing a ticket or typing on it. */
export const markViewer = async ({ ticketId, user, connectionId, state }: Look, now: Date): Promise<void> => {
  const typing = state === 'typing'
  const seconds = now.getTime() / 1_000
  await documents.send(
    new UpdateCommand({
      TableName: tableNamed('Connections'),
      Key: connectionKeys.viewer(ticketId, user.id),
      UpdateExpression: [
        'SET id = :id, #name = :name, connection_id = :connection, viewing_until = :viewing, expires_at = :expiry',
        ...(typing ? ['typing_until = :typing'] : []),
      ].join(', '),
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: {
        ':id': user.id,
        ':name': user.name,
        ':connection': connectionId,
        ':viewing': seconds + VIEWING_SECONDS,
        ':expiry': Math.ceil(seconds) + VIEWING_SECONDS,
        ...(typing && { ':typing': seconds + TYPING_SECONDS }),
      },
    }),
  )
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

/** Who is viewing a ticket or typing on it now. */
export const listViewers = async (ticketId: string, now: Date): Promise<readonly Viewer[]> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Connections'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': connectionKeys.viewer(ticketId, '').pk },
      ConsistentRead: true,
    }),
  )
  const seconds = now.getTime() / 1_000
  return Items.map((row) => Row.parse(row))
    .filter(({ viewing_until }) => viewing_until > seconds)
    .map(({ id, name, typing_until }) => ({ id, name, state: typing_until > seconds ? 'typing' : 'viewing' }))
}
