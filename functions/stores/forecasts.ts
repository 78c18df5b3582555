import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { EventRecord } from '../contracts/events.ts'
import { Forecast } from '../contracts/insight.ts'
import type { ScoredHour } from '../domain/forecast-accuracy.ts'
import { HOUR_MS, SECONDS_PER_DAY } from '../domain/time.ts'
import { documents, failedAt, stillAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { recordEvent } from './events.ts'
import { queryAll } from './queries.ts'
import { insightKeys, TTL_ATTRIBUTE } from './tables.ts'

/** Four weeks tell who is usually here and how good the forecasts were; one more, so that none is missing at their edge. */
const LIFETIME_SECONDS = 35 * SECONDS_PER_DAY
/** The hour four weeks ago by a clock that was put back in between, and the one that is not over. */
const KNOWN_HOURS = 28 * 24 + 2
/** The sort key of the newest forecast; it stands behind those of all hours. */
const LATEST = 'latest'

const Shown = Forecast.pick({ generated_at: true, model: true, stage: true, forecast: true, staffing: true }).strip()

/** A scope's newest forecast. */
export const LatestForecast = Shown.extend({
  /** `seq` of the last event of `FORECAST#<scope>`. */
  version: z.int().min(1),
  /** The first hour that it speaks of. */
  hour: z.string(),
})
export type LatestForecast = z.infer<typeof LatestForecast>

/** What was foretold of an hour at its beginning, who was there, and, once it is over, what came. */
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

/** A forecast hour with its truth; undefined before the hour is over. */
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

/** What was foretold in the last four weeks, oldest first, each hour an hour ahead. */
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

/** Puts what came beside what was foretold. */
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
 * Makes a forecast the newest of its scope, with what it says of the next hour and the events that tell of it: all or
 * nothing, and once an hour.
 *
 * @param seenVersion version of the forecast before it; 0 if there is none
 * @returns false if somebody else published in between
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
