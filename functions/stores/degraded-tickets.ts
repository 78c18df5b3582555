import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { numericSetting } from '../platform/env.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { sharded, shardOf, TTL_ATTRIBUTE, ticketKeys } from './tables.ts'

/**
 * The line of tickets that no model has looked at yet: timers in the index of deadlines, under a key of their own that
 * the minute sweep does not read.
 */
const LINE = 'DEGRADED'

/** Puts a ticket at the end of the line; one that stands in it goes to the end. */
export const rememberDegraded = (ticketId: string, now: Date): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: {
      ...ticketKeys.timer('triage', ticketId),
      due_key: sharded(LINE, shardOf(ticketId, numericSetting('INDEX_SHARDS'))),
      due_order: `${now.toISOString()}#${ticketId}`,
    },
  },
})

/** Takes a ticket out of the line; nothing of this table is deleted but by its time to live. */
export const forgetDegraded = (ticketId: string, now: Date): Write => ({
  Update: {
    TableName: tableNamed('Tickets'),
    Key: ticketKeys.timer('triage', ticketId),
    UpdateExpression: 'SET #ends = :now REMOVE due_key, due_order',
    ExpressionAttributeNames: { '#ends': TTL_ATTRIBUTE },
    ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1_000) },
  },
})

/** The ids of the tickets that have waited longest. @param limit of each of the line's shards */
export const listDegraded = async (limit: number): Promise<readonly string[]> => {
  const shards = Array.from({ length: numericSetting('INDEX_SHARDS') }, (_, shard) => shard)
  const pages = await Promise.all(
    shards.map((shard) =>
      documents.send(
        new QueryCommand({
          TableName: tableNamed('Tickets'),
          IndexName: 'due',
          KeyConditionExpression: 'due_key = :line',
          ExpressionAttributeValues: { ':line': sharded(LINE, shard) },
          Limit: limit,
        }),
      ),
    ),
  )
  return pages
    .flatMap(({ Items = [] }) => Items.map(({ due_order }) => String(due_order)))
    .toSorted()
    .map((order) => order.slice(order.indexOf('#') + 1))
}
