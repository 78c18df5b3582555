import type { Forecast } from '../contracts/insight.ts'
import { wallClock } from './business-hours.ts'
import { type HourForecast, newForecaster } from './forecast.ts'
import { HOUR_MS, HOURS_PER_DAY } from './time.ts'
import type { VolumeSeries } from './volume-forecast/series.ts'

export const FORECAST_WEEKS = 8

export type Stage = Forecast['stage']
export type ForecastHour = Forecast['forecast'][number]

const POOLED_UNTIL_HOURS = HOURS_PER_DAY
const DAILY_UNTIL_HOURS = 14 * HOURS_PER_DAY

/**
 * What a forecast is based on: on all departments together with less than a day of history, on the hour of the day with
 * less than two weeks, then on everything.
 */
export const stageOf = ({ counts }: Pick<VolumeSeries, 'counts'>): Stage => {
  if (counts.length < POOLED_UNTIL_HOURS) return 'pooled'
  return counts.length < DAILY_UNTIL_HOURS ? 'hour_of_day' : 'full'
}

/** Forecasts of the hours that begin at these instants: ascending, and none before the end of the series. */
const forecastAt = (series: VolumeSeries, instants: readonly number[]): readonly HourForecast[] => {
  const forecaster = newForecaster({ first_hour: series.first_hour })
  for (const count of series.counts) forecaster.observe(count)
  const steps = instants.map((instant) =>
    Math.max(0, Math.floor((wallClock(instant, series.time_zone) - series.next_hour) / HOUR_MS)),
  )
  const path = forecaster.predict(Math.max(...steps) + 1)
  return steps.flatMap((step) => path[step] ?? [])
}

const sum = (counts: readonly (number | null)[]): number =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0)

/** Factor by which a new department's true share may be above or below the one seen so far. */
const POOLED_DOUBT = 2

/**
 * For a department with hardly any history, a share of the forecast of all departments: its own tickets so far, divided
 * by all tickets of the same hours, with an equal share as the first guess. Its bands allow for half that share and for
 * twice as much.
 */
const shareOf = (
  own: VolumeSeries,
  all: VolumeSeries,
  departments: number,
  instants: readonly number[],
): readonly HourForecast[] => {
  const share = Math.min(
    1,
    (sum(own.counts) + 1) / (sum(all.counts.slice(all.counts.length - own.counts.length)) + departments),
  )
  return forecastAt(all, instants).map(({ mean, p2_5, p10, p50, p90, p97_5 }) => {
    const chance = Math.sqrt(share * mean)
    return {
      mean: share * mean,
      p2_5: Math.max(0, Math.round((share * p2_5) / POOLED_DOUBT - 2 * chance)),
      p10: Math.max(0, Math.round((share * p10) / POOLED_DOUBT - chance)),
      p50: Math.round(share * p50),
      p90: Math.round(POOLED_DOUBT * share * p90 + chance),
      p97_5: Math.round(POOLED_DOUBT * share * p97_5 + 2 * chance),
    }
  })
}

/**
 * The next hours of a scope.
 *
 * @param all the volume of all departments together, for one that has hardly any
 * @param departments number of departments; at least 1
 */
export const forecastVolume = (
  own: VolumeSeries,
  all: VolumeSeries,
  departments: number,
  instants: readonly number[],
): readonly ForecastHour[] => {
  const isPooled = stageOf(own) === 'pooled' && stageOf(all) !== 'pooled'
  const hours = isPooled ? shareOf(own, all, Math.max(1, departments), instants) : forecastAt(own, instants)
  return hours.map((hour, place) => ({ hour: new Date(instants[place] ?? 0).toISOString(), ...hour }))
}
