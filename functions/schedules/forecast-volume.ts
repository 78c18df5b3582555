import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { EventRecord } from '../contracts/events.ts'
import { shortHours } from '../domain/capacity-advice.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { recentCounts, startOfHour, weeksBefore } from '../domain/volume-forecast/series.ts'
import { newId } from '../platform/ids.ts'
import { logger, metrics } from '../platform/log.ts'
import { listDepartments } from '../stores/departments.ts'
import { findForecast, publishForecast, recordTruth } from '../stores/forecasts.ts'
import {
  accuracyOfPast,
  allScope,
  departmentScope,
  type ForecastScope,
  forecastScope,
  type NextHours,
} from '../use-cases/volume-forecasts.ts'

const HORIZON_HOURS = 24
/** Actual counts are written again for this many hours, since tickets may be counted a little late. */
const TRUTH_HOURS = 3
/** Hours of a week in which the clocks go back. */
const LONGEST_WEEK_HOURS = 169

/**
 * Writes the actual counts beside the forecasts, for the hours that have just ended.
 *
 * @returns the forecast with its accuracy as of now
 */
const recordTruths = async ({ scope, time_zone }: ForecastScope, next: NextHours, now: Date): Promise<NextHours> => {
  const recent = recentCounts(next.volume, time_zone, LONGEST_WEEK_HOURS + TRUTH_HOURS, now)
  const counts = new Map(recent.map(({ hour, count }) => [hour, count]))
  const truths = new Map(
    recent.slice(-TRUTH_HOURS).map(({ hour, count }) => {
      const week_before = counts.get(weeksBefore(hour, 1, time_zone)) ?? null
      return [hour, { actual: count, week_before }]
    }),
  )
  const past = await Promise.all(
    next.past.map(async (foretold) => {
      const truth = truths.get(foretold.hour)
      if (!truth || truth.actual === null) return foretold
      await recordTruth(scope, foretold.hour, truth)
      return { ...foretold, ...truth }
    }),
  )
  return { ...next, past, accuracy: accuracyOfPast(past) }
}

/** The events that publish a forecast: the next hours and, if people will be missing in any, those hours. */
const eventsOf = (scope: ForecastScope, next: NextHours, seenVersion: number, now: Date): readonly EventRecord[] => {
  const short = shortHours(next.staffing)
  const about = {
    subject: `FORECAST#${scope.scope}`,
    at: now.toISOString(),
    actor: SYSTEM,
    changes: {},
  }
  const department = scope.departments.length === 1 ? { department_id: scope.scope } : {}
  const published: EventRecord = {
    ...about,
    event_id: newId(),
    type: 'forecast_published',
    seq: seenVersion + 1,
    data: { ...department, model: next.model, stage: next.stage, forecast: next.forecast, accuracy: next.accuracy },
  }
  if (short.length === 0) return [published]
  const advised: EventRecord = {
    ...about,
    event_id: newId(),
    type: 'capacity_advised',
    seq: seenVersion + 2,
    reason: `${short.length} of the next ${HORIZON_HOURS} hours need more people than are usually there`,
    data: { ...department, hours: short },
  }
  return [published, advised]
}

/** Publishes a scope's metrics under its id, so that a dashboard or an alarm can follow one department. */
const measure = (scope: ForecastScope, { forecast: [hour], staffing: [staffed], accuracy }: NextHours): void => {
  const figures = {
    ForecastNextHour: hour?.mean,
    AgentsNeeded: staffed?.agents_needed,
    ForecastPinball: accuracy.pinball ?? undefined,
    ForecastScaledError: accuracy.mase ?? undefined,
    ForecastCoverage95: accuracy.coverage_95 ?? undefined,
  }
  for (const [name, figure] of Object.entries(figures)) {
    if (figure === undefined) continue
    const metric = metrics.singleMetric()
    metric.addDimension('department', scope.scope)
    metric.addMetric(name, MetricUnit.NoUnit, figure)
  }
}

/** Forecasts one scope, once an hour: the second run in an hour finds it done. */
const forecastOne = async (scope: ForecastScope, departments: number, now: Date): Promise<void> => {
  const seen = await findForecast(scope.scope)
  const hour = new Date(startOfHour(now.getTime(), scope.time_zone)).toISOString()
  if (seen && seen.hour >= hour) return
  const next = await recordTruths(scope, await forecastScope(scope, departments, HORIZON_HOURS, now), now)
  const [first] = next.forecast
  if (!first) return
  const events = eventsOf(scope, next, seen?.version ?? 0, now)
  const made = { generated_at: now.toISOString(), model: next.model, stage: next.stage }
  const latest = {
    ...made,
    hour,
    version: (seen?.version ?? 0) + events.length,
    forecast: [...next.forecast],
    staffing: [...next.staffing],
  }
  const kept = {
    ...first,
    ...made,
    agents_needed: next.staffing[0]?.agents_needed ?? 0,
    agents_online: next.agents_online,
    actual: null,
    week_before: null,
  }
  if (await publishForecast(scope.scope, seen?.version ?? 0, latest, kept, events)) measure(scope, next)
}

/**
 * Forecasts every hour, for each department and for all together, the next 24 hours with their bands and the people
 * that they need, and records what came in the hours that have ended. A department that fails is logged and does not
 * hold up the others.
 */
export const handler = async (): Promise<void> => {
  const now = new Date()
  const departments = await listDepartments({ fresh: true })
  const scopes = [...departments.map(departmentScope), ...[allScope(departments) ?? []].flat()]
  const failed: string[] = []
  for (const scope of scopes) {
    try {
      await forecastOne(scope, departments.length, now)
    } catch (error) {
      failed.push(scope.scope)
      logger.error('scope not forecast', { scope: scope.scope, error })
    }
  }
  logger.info('volume forecast', { scopes: scopes.length, failed: failed.length })
  if (failed.length > 0) throw new Error(`${failed.length} of ${scopes.length} forecasts failed`)
}
