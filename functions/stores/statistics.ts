import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Statistics } from '../contracts/insight.ts'
import { firstDayShown, type Movement, statisticsFrom, sumOf } from '../domain/statistics.ts'
import { MINUTE_MS } from '../domain/time.ts'
import { documents, tableNamed } from './documents.ts'
import { indexShards } from './index-shards.ts'
import { insightKeys, placeIn, sharded, ticketIndex } from './tables.ts'

type Row = Readonly<Record<string, unknown>>

/** The figures in a row, without its keys and derived attributes, which are text. */
const figuresIn = (row: Row | undefined): Record<string, number> =>
  Object.fromEntries(
    Object.entries(row ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )

const DAY_PREFIX = insightKeys.daily(0, '').sk

const dayIn = (row: Row): string => String(row.sk).slice(DAY_PREFIX.length)

/** The counters of a shard, and its days from the given one onwards. */
const readFigures = async (shard: number, from: string): Promise<Movement> => {
  const { pk, sk: last } = insightKeys.counters(shard)
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Insight'),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
      ExpressionAttributeValues: { ':pk': pk, ':from': insightKeys.daily(shard, from).sk, ':last': last },
    }),
  )
  const days = Items.filter(({ sk }) => sk !== last).map(
    (row) => [dayIn(row), { created: Number(row.created ?? 0), resolved: Number(row.resolved ?? 0) }] as const,
  )
  return { counters: figuresIn(Items.find(({ sk }) => sk === last)), days: Object.fromEntries(days) }
}

/** How long an instance remembers a first day: only an import of older tickets changes it. */
const FIRST_DAY_LIFETIME_MS = MINUTE_MS

const firstDays = new Map<number, { readonly day: string; readonly until: number }>()

/** A shard's first day with a ticket. */
const readFirstDay = async (shard: number): Promise<string | undefined> => {
  const known = firstDays.get(shard)
  if (known && known.until > Date.now()) return known.day
  const { Items: [first] = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Insight'),
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :day)',
      ExpressionAttributeValues: { ':pk': insightKeys.counters(shard).pk, ':day': DAY_PREFIX },
      Limit: 1,
    }),
  )
  if (!first) return undefined
  firstDays.set(shard, { day: dayIn(first), until: Date.now() + FIRST_DAY_LIFETIME_MS })
  return dayIn(first)
}

const QUEUE_STATES = ticketIndex('by_queue_state')

/** When a shard's longest waiting ticket was opened. */
const readOldestWaiting = async (shard: number): Promise<string | undefined> => {
  const { Items } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Tickets'),
      IndexName: QUEUE_STATES.name,
      KeyConditionExpression: `${QUEUE_STATES.partitionKey} = :waiting`,
      ExpressionAttributeValues: { ':waiting': sharded('waiting', shard) },
      ProjectionExpression: QUEUE_STATES.sortKey,
      Limit: 1,
    }),
  )
  return Items?.[0] && placeIn(String(Items[0][QUEUE_STATES.sortKey])).at
}

const earliest = (times: readonly (string | undefined)[]): string | undefined =>
  times.filter((time) => time !== undefined).toSorted()[0]

/** The statistics, from counters: a few rows per shard, however many tickets there are. */
export const readStatistics = async (now: Date): Promise<Statistics> => {
  const from = firstDayShown(now)
  const shards = await Promise.all(
    indexShards().map(async (shard) => {
      const [figures, firstDay, oldestWaiting] = await Promise.all([
        readFigures(shard, from),
        readFirstDay(shard),
        readOldestWaiting(shard),
      ])
      return { ...figures, firstDay, oldestWaiting }
    }),
  )
  const figures = {
    ...sumOf(shards),
    firstDay: earliest(shards.map(({ firstDay }) => firstDay)),
    oldestWaiting: earliest(shards.map(({ oldestWaiting }) => oldestWaiting)),
  }
  return statisticsFrom(figures, now)
}
