import { type HourForecast, newForecaster } from '../../functions/domain/forecast.ts'
import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../../functions/domain/time.ts'
import { pinballLoss } from '../../functions/domain/volume-forecast/accuracy.ts'
import type { Series } from './series.ts'

/** The scores of one forecasting method; null for a score that it cannot have. */
export interface Contender {
  readonly mae: number
  /** MAE relative to that of repeating the same hour of last week; null if that made no error. */
  readonly rel_mae: number | null
  /** MAE over the mean difference between an hour and the one a week before, over the hours before the scored ones;
   * null if there is none. */
  readonly mase: number | null
  readonly smape: number
  /** Mean loss at 0.1, 0.5 and 0.9. */
  readonly pinball: number
  readonly coverage_80: number | null
  readonly coverage_95: number | null
}

type Contenders = Readonly<Record<string, Contender>>

export interface RollingScore {
  readonly hours_scored: number
  readonly ms_per_step: number
  /** Forecasts of every hour from the hour before. */
  readonly next_hour: Contenders
  /** All hours up to the horizon together, from origins 25 hours apart. */
  readonly ahead: { readonly horizon: number; readonly contenders: Contenders }
}

type Bands = Pick<HourForecast, 'p50'> & Partial<HourForecast>

const ratio = (amount: number, unit: number): number | null => (unit > 0 ? amount / unit : null)

const newTally = () => {
  let count = 0
  let error = 0
  let relative = 0
  let pinball = 0
  let within80: number | null = 0
  let within95: number | null = 0
  const within = (sum: number | null, actual: number, low?: number, high?: number): number | null =>
    sum === null || low === undefined || high === undefined ? null : sum + (actual >= low && actual <= high ? 1 : 0)
  return {
    add: (actual: number, { p2_5, p10, p50, p90, p97_5 }: Bands): void => {
      count += 1
      error += Math.abs(actual - p50)
      relative += actual + p50 === 0 ? 0 : (200 * Math.abs(actual - p50)) / (actual + p50)
      for (const [share, quantile] of [[0.1, p10] as const, [0.5, p50] as const, [0.9, p90] as const]) {
        pinball += pinballLoss(actual, quantile ?? p50, share) / 3
      }
      within80 = within(within80, actual, p10, p90)
      within95 = within(within95, actual, p2_5, p97_5)
    },
    mae: (): number => error / count,
    figures: (naiveMae: number, scale: number): Contender => ({
      mae: error / count,
      rel_mae: ratio(error / count, naiveMae),
      mase: ratio(error / count, scale),
      smape: relative / count,
      pinball: pinball / count,
      coverage_80: within80 === null ? null : within80 / count,
      coverage_95: within95 === null ? null : within95 / count,
    }),
    count: (): number => count,
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null)

/** The newest value known at `origin` that lies a whole number of cycles before the hour. */
const seasonal = (values: Series['values'], hour: number, origin: number, period: number): number | undefined => {
  const cycles = Math.ceil((hour - origin + 1) / period)
  return values[hour - cycles * period] ?? undefined
}

/** Mean difference between an hour and the one a week before. */
const weeklyScale = (values: Series['values']): number =>
  meanOf(
    values.flatMap((value, hour) => {
      const before = values[hour - HOURS_PER_WEEK]
      return value === null || before === null || before === undefined ? [] : [Math.abs(value - before)]
    }),
  )

/** Tallies of the forecast and of the simple methods that it is compared with. */
const newContest = (values: Series['values']) => {
  const tallies = {
    forecast: newTally(),
    'same hour last week': newTally(),
    'same hour yesterday': newTally(),
    'mean of 24 hours': newTally(),
  }
  return {
    /** Scores forecasts from an origin on; hours without an actual value or a simple forecast are left out. */
    judge: (origin: number, forecasts: readonly HourForecast[]): void => {
      const lastDay = known(values.slice(origin - HOURS_PER_DAY, origin))
      for (const [step, forecast] of forecasts.entries()) {
        const hour = origin + step
        const actual = values[hour] ?? undefined
        const week = seasonal(values, hour, origin, HOURS_PER_WEEK)
        const day = seasonal(values, hour, origin, HOURS_PER_DAY)
        if (actual === undefined || week === undefined || day === undefined || lastDay.length === 0) continue
        tallies.forecast.add(actual, forecast)
        tallies['same hour last week'].add(actual, { p50: week })
        tallies['same hour yesterday'].add(actual, { p50: day })
        tallies['mean of 24 hours'].add(actual, { p50: meanOf(lastDay) })
      }
    },
    count: (): number => tallies.forecast.count(),
    figures: (scale: number): Contenders => {
      const naiveMae = tallies['same hour last week'].mae()
      return Object.fromEntries(Object.entries(tallies).map(([name, tally]) => [name, tally.figures(naiveMae, scale)]))
    },
  }
}

/**
 * Forecasts the last hours of a series, each from earlier hours alone.
 *
 * @param score number of hours to score; at most half of the series
 * @throws Error if no hour has both an actual value and a simple forecast
 */
export const scoreRolling = ({ start, values }: Series, horizon: number, score: number): RollingScore => {
  const first = Math.max(values.length - score, Math.ceil(values.length / 2))
  const isCount = known(values).every((value) => Number.isInteger(value))
  const forecaster = newForecaster({ first_hour: start.slice(0, 13), integer: isCount })
  const nextHour = newContest(values)
  const ahead = newContest(values)
  const before = process.cpuUsage()
  let reaching = 0
  for (const [origin, value] of values.entries()) {
    if (origin >= first) nextHour.judge(origin, forecaster.predict(1))
    if (origin >= first && (origin - first) % (HOURS_PER_DAY + 1) === 0) {
      const started = process.cpuUsage()
      ahead.judge(origin, forecaster.predict(horizon))
      reaching += process.cpuUsage(started).user
    }
    forecaster.observe(value)
  }
  const { user, system } = process.cpuUsage(before)
  if (nextHour.count() === 0) throw new Error('no hour has a count, one a day before and one a week before')
  const scale = weeklyScale(values.slice(0, first))
  return {
    hours_scored: nextHour.count(),
    ms_per_step: Number(((user + system - reaching) / 1_000 / values.length).toFixed(4)),
    next_hour: nextHour.figures(scale),
    ahead: { horizon, contenders: ahead.figures(scale) },
  }
}
