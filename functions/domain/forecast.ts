import { newHourBands } from './forecast/bands.ts'
import { newBlend } from './forecast/blend.ts'
import { ANSCOMBE_SHIFT } from './forecast/expert.ts'
import { newExperts } from './forecast/experts.ts'
import type { QuantileName } from './forecast/quantiles.ts'
import { HOUR_MS, HOURS_PER_DAY, HOURS_PER_WEEK } from './time.ts'

/** Version of the model, kept with every forecast. */
export const FORECAST_MODEL = 'plimsoll-forecast-3'

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

/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * HOURS_PER_DAY

/** To the experts' scale z and back: see `Expert`. */
const toScale = (count: number): number => Math.sqrt(count + ANSCOMBE_SHIFT)
const fromScale = (z: number): number => Math.max(0, Math.max(0, z) ** 2 - ANSCOMBE_SHIFT)

const hourOfWeek = (first_hour: string): number => {
  const at = Date.parse(`${first_hour}:00:00Z`)
  // Date.parse counts on past the end of a month and of a day.
  const isOne = !Number.isNaN(at) && new Date(at).toISOString().slice(0, 13) === first_hour
  if (!isOne) throw new RangeError(`first_hour must be YYYY-MM-DDTHH: ${first_hour}`)
  return (((at / HOUR_MS - FIRST_MONDAY) % HOURS_PER_WEEK) + HOURS_PER_WEEK) % HOURS_PER_WEEK
}

/** Standard deviation of z before anything is known, on either side of one ticket in two hours. */
const START_SPREAD = 1
/** Standard deviation after the first observation, as a share of it: the next one may be half as much or twice. */
const FIRST_DOUBT = 0.3
/** Least standard deviation of z: counts stray this far by chance alone, while other measures may be more regular. */
const CHANCE = 0.5
const NO_CHANCE = 0.005
/**
 * Hours in which fewer tickets than this are expected, above all those of a closed desk, have error bands of their own.
 */
const QUIET = 0.5

/** An hour further than this from its forecast, in spreads, is taken for a slip and cut to this distance. */
const SLIP = 5
/** The second such hour in a row is the new truth: an outage, a holiday, a flood. */
const TRUSTED_HOURS = 2
/** Nothing is a slip before this many hours are known. */
const UNSETTLED_HOURS = 48

/**
 * Forecasts hourly counts by learning each hour as it comes.
 *
 * @throws RangeError from `observe` for anything but null and finite numbers from 0, from `predict` for a horizon that
 *   is not a positive whole number
 */
export const newForecaster = ({ first_hour, integer = true }: ForecasterOptions): Forecaster => {
  let hour = hourOfWeek(first_hour)
  const beginning = () => newBlend(newExperts(hour, integer ? CHANCE : NO_CHANCE))
  let blend = beginning()
  const bands = newHourBands(START_SPREAD, toScale(QUIET))
  const shown = integer ? Math.round : (count: number): number => count

  let known = 0
  let surprises = 0

  /** The outcome as the experts get it: a slip is cut. */
  const believed = (z: number): number => {
    const expected = blend.next()
    const bound = SLIP * bands.spread(hour)
    surprises = Math.abs(z - expected) > bound ? surprises + 1 : 0
    if (known < UNSETTLED_HOURS || surprises === 0 || surprises >= TRUSTED_HOURS) return z
    return Math.max(expected - bound, Math.min(expected + bound, z))
  }

  const observe = (count: number | null): void => {
    if (count !== null && !(Number.isFinite(count) && count >= 0)) throw new RangeError(`not a count: ${count}`)
    if (count === null) {
      hour += 1
      // Before the first count there is no forecast to stand in for the missing one.
      if (known === 0) blend = beginning()
      else blend.skip()
      return
    }
    const z = toScale(count)
    const heard = believed(z)
    const expected = blend.next()
    if (known === 0) bands.begin(Math.max(START_SPREAD, FIRST_DOUBT * z))
    else bands.learn(hour, expected, z - expected)
    blend.observe(heard)
    known += 1
    hour += 1
  }

  const forecastOf = (z: number, step: number): HourForecast => {
    const widening = blend.widening(step)
    const { quantile, meanOver } = bands.at(hour + step, z)
    const at = (name: QuantileName): number => fromScale(z + widening * quantile(name))
    // Squaring would turn a widening that is only assumed into a busier hour.
    const measured = blend.measuredWidening(step) ?? 1
    const mean = meanOver((error) => fromScale(z + measured * error))
    // Corrections move each quantile by itself: where they would cross, they meet.
    const p50 = at('p50')
    const p10 = Math.min(at('p10'), p50)
    const p90 = Math.max(at('p90'), p50)
    const p2_5 = Math.min(at('p2_5'), p10)
    const p97_5 = Math.max(at('p97_5'), p90)
    return { mean, p2_5: shown(p2_5), p10: shown(p10), p50: shown(p50), p90: shown(p90), p97_5: shown(p97_5) }
  }

  const predict = (horizon: number): HourForecast[] => {
    if (!Number.isInteger(horizon) || horizon < 1) throw new RangeError(`not a horizon: ${horizon}`)
    return blend.path(horizon).map(forecastOf)
  }

  return { observe, predict }
}
