import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { EventRecord } from '../contracts/events.ts'
import { Forecast } from '../contracts/insight.ts'
import { HOUR_MS, SECONDS_PER_DAY } from '../domain/time.ts'
import type { ScoredHour } from '../domain/volume-forecast/accuracy.ts'
import { documents, failedAt, stillAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { queryAll } from './queries.ts'
import { insightKeys, TTL_ATTRIBUTE } from './tables.ts'

/**
 * Four weeks show who is usually present and how good the forecasts were; one week more, so that their oldest hours are
 * complete.
 */
const LIFETIME_SECONDS = 35 * SECONDS_PER_DAY
/** Four weeks, one hour for a clock that was put back in between, and the hour that is not over. */
const KNOWN_HOURS = 28 * 24 + 2
/** Stands for the hour in the newest forecast's sort key; sorts after all hours. */
const LATEST = 'latest'

const Shown = Forecast.pick({ generated_at: true, model: true, stage: true, forecast: true, staffing: true }).strip()

/** A scope's newest forecast. */
export const LatestForecast = Shown.extend({
  /** `seq` of the last event of `FORECAST#<scope>`. */
  version: z.int().min(1),
  /** The first hour that it covers. */
  hour: z.string(),
})
export type LatestForecast = z.infer<typeof LatestForecast>

/** What was forecast for an hour at its beginning, who was online, and, once it is over, how many tickets came. */
const PastHour = Forecast.shape.forecast.element.strip().extend({
  generated_at: z.string(),
  model: z.string(),
  stage: Forecast.shape.stage,
  agents_needed: z.number(),
  agents_online: z.number(),
  actual: z.number().nullable(),
  week_before: z.number().nullable(),
})
export type PastHour = z.infer<typeof PastHour>

/** A forecast hour with its actual count; undefined before the hour is over. */
export const scoredHour = ({ actual, ...hour }: PastHour): ScoredHour | undefined =>
  actual === null ? undefined : { ...hour, actual }

/** The newest forecast of a scope, a department's id or `all`. */
export const findForecast = async (scope: string): Promise<LatestForecast | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: tableNamed('Insight'),
      Key: insightKeys.forecast(scope, LATEST),
      ConsistentRead: true,
    }),
  )
  return Item && LatestForecast.parse(Item)
}

/** The hours of the last four weeks, oldest first, as forecast at the beginning of each. */
export const listPastHours = async (scope: string, now: Date): Promise<readonly PastHour[]> => {
  const from = new Date(now.getTime() - KNOWN_HOURS * HOUR_MS).toISOString()
  const rows = await queryAll({
    TableName: tableNamed('Insight'),
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :now',
    ExpressionAttributeValues: {
      ':pk': insightKeys.forecast(scope, from).pk,
      ':from': insightKeys.forecast(scope, from).sk,
      ':now': insightKeys.forecast(scope, now.toISOString()).sk,
    },
  })
  return rows.map((row) => PastHour.parse(row))
}

/** Adds the actual counts to a forecast hour. */
export const recordTruth = async (
  scope: string,
  hour: string,
  truth: Pick<PastHour, 'actual' | 'week_before'>,
): Promise<void> => {
  await writeTogether([
    {
      Update: {
        TableName: tableNamed('Insight'),
        Key: insightKeys.forecast(scope, hour),
        UpdateExpression: 'SET actual = :actual, week_before = :week_before',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':actual': truth.actual, ':week_before': truth.week_before },
      },
    },
  ])
}

const replaceLatest = (scope: string, latest: LatestForecast, seenVersion: number): Write => ({
  Put: {
    TableName: tableNamed('Insight'),
    Item: { ...insightKeys.forecast(scope, LATEST), ...latest },
    ...stillAt(seenVersion),
  },
})

const keepHour = (scope: string, hour: PastHour): Write => ({
  Put: {
    TableName: tableNamed('Insight'),
    Item: {
      ...insightKeys.forecast(scope, hour.hour),
      ...hour,
      [TTL_ATTRIBUTE]: Math.floor(Date.parse(hour.hour) / 1_000) + LIFETIME_SECONDS,
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/**
 * Publishes the newest forecast of a scope, with the row of its first hour and its events: all or nothing, and once an
 * hour.
 *
 * @param seenVersion version of the forecast that it replaces; 0 if there is none
 * @returns false if another writer has published in between
 */
export const publishForecast = async (
  scope: string,
  seenVersion: number,
  latest: LatestForecast,
  hour: PastHour,
  events: readonly EventRecord[],
): Promise<boolean> => {
  const failures = await writeTogether([
    replaceLatest(scope, latest, seenVersion),
    keepHour(scope, hour),
    ...events.map(recordEvent),
  ])
  if (failures && !failedAt(failures, 0) && !failedAt(failures, 1)) throw new Error(`events of FORECAST#${scope} exist`)
  return failures === undefined
}
