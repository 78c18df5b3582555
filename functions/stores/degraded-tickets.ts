import { tableNamed, type Write } from './documents.ts'
import { shardKey, shardKeys } from './index-shards.ts'
import { queryFirst } from './queries.ts'
import { listOrder, placeIn, TTL_ATTRIBUTE, ticketKeys } from './tables.ts'

/**
 * The line of tickets that no model has looked at yet: timers in the index of deadlines, under a key of their own that
 * the minute sweep does not read.
 */
const LINE = 'DEGRADED'

/** Puts a ticket at the end of the line, even if it stands in it already. */
export const rememberDegraded = (ticketId: string, now: Date): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: {
      ...ticketKeys.timer('triage', ticketId),
      due_key: shardKey(LINE, ticketId),
      due_order: listOrder(now.toISOString(), ticketId),
    },
  },
})

/** Takes a ticket out of the line. Its row expires: nothing in this table is deleted in any other way. */
export const forgetDegraded = (ticketId: string, now: Date): Write => ({
  Update: {
    TableName: tableNamed('Tickets'),
    Key: ticketKeys.timer('triage', ticketId),
    UpdateExpression: 'SET #ends = :now REMOVE due_key, due_order',
    ExpressionAttributeNames: { '#ends': TTL_ATTRIBUTE },
    ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1_000) },
  },
})

/** The ids of the tickets that have waited longest, oldest first. @param limit how many per shard */
export const listDegraded = async (limit: number): Promise<readonly string[]> => {
  const queryOf = (key: string) => ({
    TableName: tableNamed('Tickets'),
    IndexName: 'due',
    KeyConditionExpression: 'due_key = :line',
    ExpressionAttributeValues: { ':line': key },
  })
  const rows = await Promise.all(shardKeys(LINE).map((key) => queryFirst(queryOf(key), limit)))
  return rows
    .flat()
    .map(({ due_order }) => String(due_order))
    .toSorted()
    .map((order) => placeIn(order).id)
}
