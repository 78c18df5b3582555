import type { DepartmentSettings } from '../contracts/department.ts'
import { isOpenHour } from '../domain/business-hours.ts'
import { takersAmong } from '../domain/capacity.ts'
import { handleSeconds, type StaffedHour, staffHours, targetSeconds } from '../domain/capacity-advice.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { FORECAST_MODEL } from '../domain/forecast.ts'
import { HOUR_MS } from '../domain/time.ts'
import { accuracyOf, type ForecastAccuracy } from '../domain/volume-forecast/accuracy.ts'
import { startOfHour, type VolumeDays, volumeSeries } from '../domain/volume-forecast/series.ts'
import { usualRoster } from '../domain/volume-forecast/usual-roster.ts'
import { FORECAST_WEEKS, type ForecastHour, forecastVolume, type Stage, stageOf } from '../domain/volume-forecast.ts'
import { listAgents } from '../stores/agents.ts'
import { listPastHours, type PastHour, scoredHour } from '../stores/forecasts.ts'
import { countWaiting } from '../stores/queue-line.ts'
import { ALL_SCOPE, readVolume } from '../stores/volume.ts'

/** Whose volume is forecast: one department's, or that of all together. */
export interface ForecastScope extends Pick<DepartmentSettings, 'time_zone' | 'sla' | 'business_hours'> {
  /** A department's id, or `all`. */
  readonly scope: string
  readonly departments: readonly Pick<StoredDepartment, 'id' | 'admins_take_tickets'>[]
}

/** What is known of a scope's next hours. */
export interface NextHours {
  readonly model: string
  readonly stage: Stage
  readonly forecast: readonly ForecastHour[]
  readonly staffing: readonly StaffedHour[]
  readonly accuracy: ForecastAccuracy
  readonly agents_online: number
  readonly volume: VolumeDays
  readonly past: readonly PastHour[]
}

export const departmentScope = (department: StoredDepartment): ForecastScope => {
  const { id, time_zone, sla, business_hours } = department
  return { scope: id, departments: [department], time_zone, sla, business_hours }
}

/** All departments as one scope, which is always open and has the first one's SLA; undefined if there are none. */
export const allScope = ([first, ...others]: readonly StoredDepartment[]): ForecastScope | undefined =>
  first && {
    ...ALL_SCOPE,
    departments: [first, ...others],
    sla: first.sla,
    business_hours: null,
  }

const agentsOf = async ({ departments }: ForecastScope) => {
  const staff = departments.map(async (department) => takersAmong(await listAgents(department.id), department))
  return (await Promise.all(staff)).flat()
}

const waitingOf = async ({ departments }: ForecastScope): Promise<number> =>
  (await Promise.all(departments.map(({ id }) => countWaiting(id)))).reduce((sum, waiting) => sum + waiting, 0)

/** How the past forecasts of a scope have done. */
export const accuracyOfPast = (past: readonly PastHour[]): ForecastAccuracy =>
  accuracyOf(past.flatMap((hour) => scoredHour(hour) ?? []))

/**
 * Forecasts a scope's next hours and the people that they need, from what the tables hold; changes nothing.
 *
 * @param departments how many departments there are in all
 * @param horizon hours to forecast, the current one included
 */
export const forecastScope = async (
  scope: ForecastScope,
  departments: number,
  horizon: number,
  now: Date,
): Promise<NextHours> => {
  const [volume, allVolume, past, agents, waiting] = await Promise.all([
    readVolume(scope.scope, FORECAST_WEEKS, now),
    readVolume(ALL_SCOPE.scope, FORECAST_WEEKS, now),
    listPastHours(scope.scope, now),
    agentsOf(scope),
    waitingOf(scope),
  ])
  // The scope has existed since its first forecast: from then on, an hour without tickets counts as zero.
  const own = volumeSeries(volume, scope.time_zone, FORECAST_WEEKS, now, past[0]?.hour)
  const all = volumeSeries(allVolume, ALL_SCOPE.time_zone, FORECAST_WEEKS, now)
  const start = startOfHour(now.getTime(), scope.time_zone)
  const instants = Array.from({ length: horizon }, (_, step) => start + step * HOUR_MS)
  const forecast = forecastVolume(own, all, departments, instants)
  const online = new Map(past.map(({ hour, agents_online }) => [hour, agents_online]))
  const desk = {
    handle_seconds: handleSeconds(agents),
    target_seconds: targetSeconds(scope),
    waiting,
    isOpen: (hour: string) => isOpenHour(Date.parse(hour), scope.business_hours, scope.time_zone),
  }
  return {
    model: FORECAST_MODEL,
    stage: stageOf(own),
    forecast,
    staffing: staffHours(forecast, usualRoster(online, agents.length, scope.time_zone), desk),
    accuracy: accuracyOfPast(past),
    agents_online: agents.filter(({ presence }) => presence === 'online').length,
    volume,
    past,
  }
}
