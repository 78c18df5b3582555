import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../time.ts'

/** Weight of the newest observation of an hour once enough are known. */
const SMOOTHING = 0.08
/** Weight of the newest observation in a level without a season. */
const LEVEL_SMOOTHING = 0.003
/** Observations of an hour of the week after which its own spread counts as much as that of its hour of the day. */
const SPREAD_PRIOR = 6
/** From the mean absolute deviation of a normal variable to its standard deviation: √(π/2). */
export const DEVIATION_RATIO = 1.2533
/** A single departure counts in a mean square up to this many times the mean. */
const SURPRISE_LIMIT = 16

/** What is usual at each hour, and how far values stray from it. */
export interface Profile {
  /**
   * @param hour hours since some Monday 00:00
   * @param imagined the values assumed between the last one learnt and this hour; none if not given
   */
  readonly usual: (hour: number, imagined?: readonly number[]) => number
  /** A standard deviation; positive. */
  readonly spread: (hour: number) => number
  /** To be called for each hour in order. */
  readonly learn: (hour: number, value: number) => void
}

/** Means by a cycle's hours: plain at first, exponentially smoothed later. */
const newCycle = (length: number, smoothing: number) => {
  const means = new Float64Array(length)
  const counts = new Float64Array(length)
  return {
    /** The hour's own mean, pulled towards a wider one that counts as `prior` observations. */
    towards: (hour: number, wider: number, prior: number): number => {
      const place = hour % length
      const count = counts[place] ?? 0
      return (count * (means[place] ?? 0) + prior * wider) / (count + prior)
    },
    /**
     * The hour's own mean, pulled towards a wider one with the weight of one observation at first, and ever less as
     * more of its own are known: a lasting pull would understate a weekly peak for months.
     */
    settled: (hour: number, wider: number): number => {
      const place = hour % length
      const weight = (counts[place] ?? 0) ** 2
      return (weight * (means[place] ?? 0) + wider) / (weight + 1)
    },
    learn: (hour: number, value: number): void => {
      const place = hour % length
      const count = (counts[place] ?? 0) + 1
      const mean = means[place] ?? 0
      counts[place] = count
      means[place] = mean + Math.max(smoothing, 1 / count) * (value - mean)
    },
  }
}

/** A mean over everything so far, old values fading. */
const newLevel = () => {
  const OVERALL_SMOOTHING = 0.02
  let count = 0
  let mean = 0
  return {
    mean: (): number => mean,
    count: (): number => count,
    learn: (value: number): void => {
      count += 1
      mean += Math.max(OVERALL_SMOOTHING, 1 / count) * (value - mean)
    },
  }
}

/**
 * By hour of the week. While few weeks are known, it leans on the hour of the day, and that on the overall level.
 *
 * @param floor least standard deviation, in the values' unit
 */
export const newWeekProfile = (floor: number): Profile => {
  const level = newLevel()
  const daily = newCycle(HOURS_PER_DAY, SMOOTHING)
  const weekly = newCycle(HOURS_PER_WEEK, SMOOTHING)
  const levelSpread = newLevel()
  const dailySpread = newCycle(HOURS_PER_DAY, SMOOTHING)
  const weeklySpread = newCycle(HOURS_PER_WEEK, SMOOTHING)

  const usual = (hour: number): number => weekly.settled(hour, daily.towards(hour, level.mean(), 1))
  const spread = (hour: number): number => {
    const overall = (levelSpread.count() * levelSpread.mean() + floor) / (levelSpread.count() + 1)
    return Math.max(floor, weeklySpread.towards(hour, dailySpread.towards(hour, overall, SPREAD_PRIOR), SPREAD_PRIOR))
  }
  const learn = (hour: number, value: number): void => {
    // The first value has nothing to depart from.
    const strayed = level.count() === 0 ? 0 : Math.abs(value - usual(hour)) * DEVIATION_RATIO
    levelSpread.learn(strayed)
    dailySpread.learn(hour, strayed)
    weeklySpread.learn(hour, strayed)
    level.learn(value)
    daily.learn(hour, value)
    weekly.learn(hour, value)
  }
  return { usual, spread, learn }
}

/** Mean square of departures, in which no single one counts for much. */
const newMeanSquare = () => {
  let square = 0
  let count = 0
  return {
    root: (): number => Math.sqrt(square),
    learn: (departure: number): void => {
      count += 1
      const bounded =
        count > HOURS_PER_DAY ? Math.min(departure ** 2, SURPRISE_LIMIT * square + Number.EPSILON) : departure ** 2
      square += Math.max(LEVEL_SMOOTHING, 1 / (count + 1)) * (bounded - square)
    },
  }
}

/** The same at every hour, for a regression that finds the seasons in its lags. */
export const newFlatProfile = (floor: number): Profile => {
  const square = newMeanSquare()
  let level = 0
  let count = 0
  return {
    usual: () => level,
    spread: () => Math.max(floor, square.root()),
    learn: (_hour, value) => {
      count += 1
      square.learn(count === 1 ? 0 : value - level)
      level += Math.max(LEVEL_SMOOTHING, 1 / count) * (value - level)
    },
  }
}

/** The value at the same hour of the cycle before; the imagined one if that hour is still to come. */
export const newLastCycle = (length: number, floor: number): Profile => {
  const cycle = new Float64Array(length)
  const square = newMeanSquare()
  let last = 0
  let count = 0
  const usual = (hour: number, imagined: readonly number[] = []): number => {
    const before = imagined.length - length
    if (before >= 0) return imagined[before] ?? last
    return count + before < 0 ? last : (cycle[hour % length] ?? last)
  }
  return {
    usual,
    spread: () => Math.max(floor, square.root()),
    learn: (hour, value) => {
      square.learn(count === 0 ? 0 : value - usual(hour))
      cycle[hour % length] = value
      last = value
      count += 1
    },
  }
}
