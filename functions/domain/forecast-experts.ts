import { newAutoregression } from './forecast-autoregression.ts'
import { DAY, newProfile, WEEK } from './forecast-profile.ts'

/** One way to see the next hours, on the common scale z = √(y + 3/8), where counts of any size stray alike. */
export interface Expert {
  /** The next hour. */
  readonly next: () => number
  readonly observe: (z: number) => void
  /** The next hours, each from those before it; changes nothing. */
  readonly path: (horizon: number) => readonly number[]
}

const LAGS = [1, 2, 3, 4, 5, 6, 12, 23, 24, 25, 47, 48, 49, 72, 96, 120, 144, 167, 168, 169, 336]
const SHORT_LAGS = [1, 2, 3, 24, 25, 168]

/** Standard deviation of z for Poisson counts: no hour is more regular than chance. */
const CHANCE = 0.5

const toLog = (z: number): number => Math.log(z * z + 0.625)
const fromLog = (value: number): number => Math.sqrt(Math.max(0.375, Math.exp(Math.min(value, 50)) - 0.625))
const same = (z: number): number => z

/** The same hour of an earlier cycle; before that the hour before. */
const newSeasonalNaive = (period: number): Expert => {
  const known: number[] = []
  const at = (place: number): number => known[place] ?? known.at(-1) ?? 1
  const next = (): number => at(known.length - period)
  return {
    next,
    observe: (z) => known.push(z),
    path: (horizon) => Array.from({ length: horizon }, (_, step) => at(known.length - period + (step % period))),
  }
}

/** Holt-Winters without a trend, the season as a factor. */
const newMultiplicative = (firstHour: number, period: number, levelGain: number, seasonGain: number): Expert => {
  const seasons = new Float64Array(period).fill(1)
  const counts = new Float64Array(period)
  let level = Number.NaN
  let hour = firstHour
  const at = (when: number): number => (Number.isNaN(level) ? 1 : level * (seasons[when % period] ?? 1))
  const observe = (z: number): void => {
    if (Number.isNaN(level)) level = z
    const place = hour % period
    const season = seasons[place] ?? 1
    const count = (counts[place] ?? 0) + 1
    counts[place] = count
    const before = level
    level += levelGain * (z / season - level)
    seasons[place] = Math.max(0.01, season + Math.max(seasonGain, 0.5 / count) * (z / before - season))
    hour += 1
  }
  return {
    next: () => at(hour),
    observe,
    path: (horizon) => Array.from({ length: horizon }, (_, step) => at(hour + step)),
  }
}

/** Double-seasonal Holt-Winters (Taylor 2003): level, day, week, and what is left of the last error. */
const newDoubleSeasonal = (firstHour: number): Expert => {
  const LEVEL = 0.04
  const DAILY = 0.1
  const WEEKLY = 0.15
  const days = new Float64Array(DAY)
  const weeks = new Float64Array(WEEK)
  let level = Number.NaN
  let hour = firstHour
  let error = 0
  let crossed = 0
  let squared = 1
  const carry = (): number => Math.max(0, Math.min(0.95, crossed / squared))
  const at = (when: number): number =>
    Number.isNaN(level) ? 1 : level + (days[when % DAY] ?? 0) + (weeks[when % WEEK] ?? 0)
  const observe = (z: number): void => {
    if (Number.isNaN(level)) level = z
    const now = z - at(hour)
    crossed = 0.995 * crossed + now * error
    squared = 0.995 * squared + error * error + 1e-9
    const surprise = now - carry() * error
    error = now
    level += LEVEL * surprise
    days[hour % DAY] = (days[hour % DAY] ?? 0) + DAILY * surprise
    weeks[hour % WEEK] = (weeks[hour % WEEK] ?? 0) + WEEKLY * surprise
    hour += 1
  }
  return {
    next: () => at(hour) + carry() * error,
    observe,
    path: (horizon) => Array.from({ length: horizon }, (_, step) => at(hour + step) + carry() ** (step + 1) * error),
  }
}

/** The usual hour of week times the level of the last six hours. */
const newLevelled = (firstHour: number): Expert => {
  const HOURS = 6
  const profile = newProfile(CHANCE)
  const known: number[] = []
  const usuals: number[] = []
  const sum = (values: readonly number[]): number => values.slice(-HOURS).reduce((total, value) => total + value, 0)
  const at = (step: number): number => {
    if (known.length === 0) return 1
    const usual = profile.usual(firstHour + known.length + step)
    const expected = sum(usuals)
    return expected > 0 ? (usual * sum(known)) / expected : usual
  }
  return {
    next: () => at(0),
    observe: (z) => {
      const hour = firstHour + known.length
      profile.learn(hour, z)
      usuals.push(profile.usual(hour))
      known.push(z)
    },
    path: (horizon) => Array.from({ length: horizon }, (_, step) => at(step)),
  }
}

/** @param firstHour hours from a Monday 00:00 to the first observation */
export const newExperts = (firstHour: number): readonly Expert[] => [
  newAutoregression(firstHour, {
    lags: LAGS,
    forgetting: 0.9995,
    ridge: 8,
    transform: same,
    restore: same,
    profile: newProfile(CHANCE),
  }),
  newAutoregression(firstHour, {
    lags: LAGS,
    forgetting: 0.9995,
    ridge: 8,
    transform: toLog,
    restore: fromLog,
    profile: newProfile(0.05),
  }),
  newAutoregression(firstHour, {
    lags: SHORT_LAGS,
    forgetting: 0.997,
    ridge: 8,
    transform: same,
    restore: same,
    profile: newProfile(CHANCE),
  }),
  newDoubleSeasonal(firstHour),
  newMultiplicative(firstHour, WEEK, 0.1, 0.2),
  newMultiplicative(firstHour, DAY, 0.2, 0.2),
  newLevelled(firstHour),
  newSeasonalNaive(WEEK),
  newSeasonalNaive(DAY),
  newSeasonalNaive(1),
]
