import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Statistics } from '../contracts/insight.ts'
import { daysShown, type Movement, statisticsFrom, sumOf } from '../domain/statistics.ts'
import { numericSetting } from '../platform/env.ts'
import { documents, tableNamed } from './documents.ts'
import { insightKeys, sharded } from './tables.ts'

/** Keys and derived attributes of a row are no figures. */
const figuresIn = (row: Readonly<Record<string, unknown>> | undefined): Record<string, number> =>
  Object.fromEntries(
    Object.entries(row ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )

const DAY_PREFIX = insightKeys.daily(0, '').sk

const readCounters = async (shard: number): Promise<Movement['counters']> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Insight'), Key: insightKeys.counters(shard) }),
  )
  return figuresIn(Item)
}

/** The days of a shard from one on, oldest first. */
const readDays = async (shard: number, from: string, limit: number): Promise<Movement['days']> => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Insight'),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': insightKeys.daily(shard, from).pk,
        ':from': insightKeys.daily(shard, from).sk,
        ':to': insightKeys.daily(shard, '~').sk,
      },
      Limit: limit,
    }),
  )
  return Object.fromEntries(
    Items.map((row) => {
      const { created = 0, resolved = 0 } = figuresIn(row)
      return [String(row.sk).slice(DAY_PREFIX.length), { created, resolved }]
    }),
  )
}

/** When the longest waiting ticket of a shard was opened. */
const readOldestWaiting = async (shard: number): Promise<string | undefined> => {
  const { Items } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Tickets'),
      IndexName: 'by_queue_state',
      KeyConditionExpression: 'by_queue_state_key = :waiting',
      ExpressionAttributeValues: { ':waiting': sharded('waiting', shard) },
      Limit: 1,
    }),
  )
  return Items?.[0] && String(Items[0].created_at)
}

const earliest = (times: readonly (string | undefined)[]): string | undefined =>
  times.filter((time) => time !== undefined).toSorted()[0]

/** The statistics from what has been counted: a few rows a shard, however many tickets there are. */
export const readStatistics = async (now: Date): Promise<Statistics> => {
  const [from = ''] = daysShown(now)
  const shards = await Promise.all(
    Array.from({ length: numericSetting('INDEX_SHARDS') }, async (_, shard) => {
      const [counters, days, first, oldestWaiting] = await Promise.all([
        readCounters(shard),
        readDays(shard, from, daysShown(now).length),
        readDays(shard, '0', 1),
        readOldestWaiting(shard),
      ])
      return { counters, days, firstDay: Object.keys(first)[0], oldestWaiting }
    }),
  )
  const figures = {
    ...sumOf(shards),
    firstDay: earliest(shards.map(({ firstDay }) => firstDay)),
    oldestWaiting: earliest(shards.map(({ oldestWaiting }) => oldestWaiting)),
  }
  return statisticsFrom(figures, now)
}
