import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../time.ts'
import type { Expert } from './expert.ts'
import { newWeekProfile } from './profile.ts'

/** The forecast before the first observation: about one ticket in two hours. */
const UNKNOWN = 1

const pathOf = (horizon: number, at: (step: number) => number): readonly number[] => {
  const steps: number[] = []
  for (let step = 0; step < horizon; step += 1) steps.push(at(step))
  return steps
}

/**
 * Repeats the same hour of the cycle before. While there is none, the next hour repeats the last one, and hours further
 * ahead repeat the same hour of the last day, if that is known.
 */
export const newSeasonalNaive = (period: number): Expert => {
  const cycle = new Float64Array(period)
  let last = UNKNOWN
  let count = 0
  const at = (step: number): number => {
    const ahead = step % period
    if (count + ahead >= period) return cycle[(count + ahead) % period] ?? last
    return step === 0 ? last : (cycle[count - HOURS_PER_DAY + (ahead % HOURS_PER_DAY)] ?? last)
  }
  const observe = (z: number): void => {
    cycle[count % period] = z
    last = z
    count += 1
  }
  return { next: () => at(0), observe, path: (horizon) => pathOf(horizon, at) }
}

/** Holt-Winters without a trend, the season as a factor. */
export const newMultiplicative = (
  firstHour: number,
  period: number,
  { levelGain, seasonGain }: { readonly levelGain: number; readonly seasonGain: number },
): Expert => {
  /** A season's first observations count more than its gain. */
  const EARLY_GAIN = 0.5
  const LEAST_SEASON = 0.01
  const seasons = new Float64Array(period).fill(1)
  const counts = new Float64Array(period)
  let level: number | undefined
  let hour = firstHour
  /** The factor of an hour; while it is not known, that of the same hour on the latest day for which it is. */
  const seasonAt = (place: number): number => {
    for (let back = 0; back < period; back += HOURS_PER_DAY) {
      const earlier = (place + period - back) % period
      if ((counts[earlier] ?? 0) > 0) return seasons[earlier] ?? 1
    }
    return 1
  }
  const at = (step: number): number => (level === undefined ? UNKNOWN : level * seasonAt((hour + step) % period))
  const observe = (z: number): void => {
    const place = hour % period
    const season = seasonAt(place)
    const count = (counts[place] ?? 0) + 1
    const before = level ?? z
    counts[place] = count
    level = before + levelGain * (z / season - before)
    const gain = Math.max(seasonGain, EARLY_GAIN / count)
    seasons[place] = Math.max(LEAST_SEASON, season + gain * (z / before - season))
    hour += 1
  }
  return { next: () => at(0), observe, path: (horizon) => pathOf(horizon, at) }
}

/**
 * Double-seasonal Holt-Winters (Taylor, "Short-term electricity demand forecasting", 2003): a level, a day, a week, and
 * the share of the last error that carries over.
 */
export const newDoubleSeasonal = (firstHour: number): Expert => {
  const LEVEL_GAIN = 0.04
  const DAILY_GAIN = 0.1
  const WEEKLY_GAIN = 0.15
  /**
   * For this many rounds seasons, which start at 0, learn from whole errors, not only from the part that is not carried
   * over.
   */
  const EARLY_DAYS = 14
  const EARLY_WEEKS = 3
  const EARLY_GAIN = 0.5
  const CARRY_MEMORY = 0.995
  const MOST_CARRIED = 0.95
  const days = new Float64Array(HOURS_PER_DAY)
  const weeks = new Float64Array(HOURS_PER_WEEK)
  let level: number | undefined
  let observed = 0
  let error = 0
  let crossed = 0
  let squared = 1

  const carry = (): number => Math.max(0, Math.min(MOST_CARRIED, crossed / squared))
  const seasonal = (step: number): number => {
    const hour = firstHour + observed + step
    return level === undefined
      ? UNKNOWN
      : level + (days[hour % HOURS_PER_DAY] ?? 0) + (weeks[hour % HOURS_PER_WEEK] ?? 0)
  }
  const observe = (z: number): void => {
    level ??= z
    const hour = firstHour + observed
    const missed = z - seasonal(0)
    crossed = CARRY_MEMORY * crossed + missed * error
    squared = CARRY_MEMORY * squared + error * error + Number.EPSILON
    const surprise = missed - carry() * error
    error = missed
    level += LEVEL_GAIN * surprise
    const day = Math.floor(observed / HOURS_PER_DAY) + 1
    days[hour % HOURS_PER_DAY] =
      (days[hour % HOURS_PER_DAY] ?? 0) + (day < EARLY_DAYS ? missed / (day + 1) : DAILY_GAIN * surprise)
    const weekly = observed < EARLY_WEEKS * HOURS_PER_WEEK ? EARLY_GAIN * missed : WEEKLY_GAIN * surprise
    weeks[hour % HOURS_PER_WEEK] = (weeks[hour % HOURS_PER_WEEK] ?? 0) + weekly
    observed += 1
  }
  return {
    next: () => seasonal(0) + carry() * error,
    observe,
    path: (horizon) => pathOf(horizon, (step) => seasonal(step) + carry() ** (step + 1) * error),
  }
}

/** The usual hour of week, raised or lowered by how the last six hours went. */
export const newLevelled = (firstHour: number, floor: number): Expert => {
  const HOURS = 6
  const profile = newWeekProfile(floor)
  const recent: { readonly z: number; readonly usual: number }[] = []
  let hour = firstHour
  /** The last hours' total, as a multiple of the usual one. */
  const level = (): number => {
    let actual = 0
    let expected = 0
    for (const { z, usual } of recent) {
      actual += z
      expected += usual
    }
    return expected > 0 ? actual / expected : 1
  }
  const path = (horizon: number): readonly number[] => {
    const now = level()
    return pathOf(horizon, (step) => (recent.length === 0 ? UNKNOWN : profile.usual(hour + step) * now))
  }
  const observe = (z: number): void => {
    profile.learn(hour, z)
    recent.push({ z, usual: profile.usual(hour) })
    if (recent.length > HOURS) recent.shift()
    hour += 1
  }
  const next = (): number => (recent.length === 0 ? UNKNOWN : profile.usual(hour) * level())
  return { next, observe, path }
}
