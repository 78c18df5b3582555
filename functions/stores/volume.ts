import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { DAY_MS } from '../domain/time.ts'
import type { VolumeDays } from '../domain/volume-forecast/series.ts'
import { documents, tableNamed } from './documents.ts'
import { insightKeys } from './tables.ts'

/** The scope of all departments together, counted by UTC. */
export const ALL_SCOPE = { scope: 'all', time_zone: 'UTC' } as const

/** The attribute for an hour of the day in a row of volume, `h00` to `h23`. */
export const hourAttribute = (hour: number): string => `h${String(hour).padStart(2, '0')}`

const DAY_PREFIX = insightKeys.volume('', '').sk

const hoursIn = (row: Readonly<Record<string, unknown>>): readonly number[] =>
  Array.from({ length: 24 }, (_, hour) => Number(row[hourAttribute(hour)] ?? 0))

/**
 * A scope's hourly counts of the last `weeks` weeks, with a day more at either end for any time zone. Even a year's
 * rows fit into one page of a query.
 *
 * @param scope a department's id, or `all`
 */
export const readVolume = async (scope: string, weeks: number, now: Date): Promise<VolumeDays> => {
  const from = new Date(now.getTime() - (weeks * 7 + 1) * DAY_MS).toISOString().slice(0, 10)
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableNamed('Insight'),
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: {
        ':pk': insightKeys.volume(scope, from).pk,
        ':from': insightKeys.volume(scope, from).sk,
      },
    }),
  )
  return new Map(Items.map((row) => [String(row.sk).slice(DAY_PREFIX.length), hoursIn(row)]))
}
