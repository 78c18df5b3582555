import { newBlend } from './forecast-blend.ts'
import { newExperts } from './forecast-experts.ts'
import { newErrorBands } from './forecast-quantiles.ts'

/** Version of the model, kept with every forecast. */
export const FORECAST_MODEL = 'plimsoll-forecast-1'

/** One hour's distribution of tickets; quantiles in ascending order, all at least 0. */
export interface HourForecast {
  readonly mean: number
  readonly p2_5: number
  readonly p10: number
  /** The point forecast. */
  readonly p50: number
  readonly p90: number
  readonly p97_5: number
}

export interface Forecaster {
  /** The count of the next hour; null if it was not recorded. */
  readonly observe: (count: number | null) => void
  /** The next hours, from the one after the last observed; changes nothing. */
  readonly predict: (horizon: number) => HourForecast[]
}

export interface ForecasterOptions {
  /** Local wall clock of the first observation, "YYYY-MM-DDTHH". */
  readonly first_hour: string
  /** False for measures that are not counts: quantiles are then not rounded. */
  readonly integer?: boolean
}

const HOUR_MILLISECONDS = 3_600_000
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * 24

const toScale = (count: number): number => Math.sqrt(count + 0.375)
const fromScale = (z: number): number => Math.max(0, Math.max(0, z) ** 2 - 0.375)

const hourOfWeek = (first_hour: string): number => {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}$/.test(first_hour) ? Date.parse(`${first_hour}:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw new RangeError(`first_hour must be YYYY-MM-DDTHH: ${first_hour}`)
  return (((at / HOUR_MILLISECONDS - FIRST_MONDAY) % 168) + 168) % 168
}

/**
 * Forecasts hourly counts by learning each hour as it comes.
 *
 * @throws RangeError from `observe` for anything but null and finite numbers from 0, from `predict` for a horizon that
 *   is not a positive whole number
 */
export const newForecaster = ({ first_hour, integer = true }: ForecasterOptions): Forecaster => {
  const firstHour = hourOfWeek(first_hour)
  const blend = newBlend(newExperts(firstHour))
  const bands = newErrorBands(1)
  let hours = 0

  const observe = (count: number | null): void => {
    if (count !== null && !(Number.isFinite(count) && count >= 0)) throw new RangeError(`not a count: ${count}`)
    const expected = blend.next()
    const z = count === null ? expected : toScale(count)
    if (count !== null) bands.learn(firstHour + hours, z - expected)
    blend.observe(z)
    hours += 1
  }

  const predict = (horizon: number): HourForecast[] => {
    if (!Number.isInteger(horizon) || horizon < 1) throw new RangeError(`not a horizon: ${horizon}`)
    const shown = integer ? Math.round : (count: number): number => count
    return blend.path(horizon).map((z, step) => {
      const hour = firstHour + hours + step
      const widening = 1
      const at = (share: number): number => shown(fromScale(z + widening * bands.quantile(hour, share)))
      const errors = bands.all(hour)
      const mean =
        errors.length === 0
          ? fromScale(z)
          : errors.reduce((sum, error) => sum + fromScale(z + widening * error), 0) / errors.length
      return { mean, p2_5: at(0.025), p10: at(0.1), p50: at(0.5), p90: at(0.9), p97_5: at(0.975) }
    })
  }

  return { observe, predict }
}
