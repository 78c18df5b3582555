export const DAY = 24
export const WEEK = 168

/** Weight of the newest observation in a profile once enough are known. */
const SMOOTHING = 0.08
/** Weight of the newest observation in the overall level. */
const LEVEL_SMOOTHING = 0.02
/** Observations of an hour of the week at which its own spread counts as much as its hour of day's. */
const SPREAD_PRIOR = 6
/** From mean absolute to standard deviation of a normal variable. */
const DEVIATION_RATIO = 1.2533

/** What is usual at each hour of the week, and how far values stray from it. */
export interface Profile {
  /** @param hour hours since some Monday 00:00 */
  readonly usual: (hour: number) => number
  /** A standard deviation; positive. */
  readonly spread: (hour: number) => number
  readonly learn: (hour: number, value: number) => void
}

/** Means by a cycle's hours: plain at first, exponentially smoothed later. */
const newCycle = (length: number, smoothing: number) => {
  const means = new Float64Array(length)
  const counts = new Float64Array(length)
  return {
    /** The hour's own mean, pulled towards a wider one by that many observations' weight. */
    towards: (hour: number, wider: number, prior: number): number => {
      const count = counts[hour % length] ?? 0
      return (count * (means[hour % length] ?? 0) + prior * wider) / (count + prior)
    },
    learn: (hour: number, value: number): void => {
      const place = hour % length
      const count = (counts[place] ?? 0) + 1
      counts[place] = count
      means[place] = (means[place] ?? 0) + Math.max(smoothing, 1 / count) * (value - (means[place] ?? 0))
    },
  }
}

/**
 * A profile by hour of week that leans on the hour of day, and that on the overall level, while little is known.
 *
 * @param spreadFloor least standard deviation, in the values' unit
 */
export const newProfile = (spreadFloor: number): Profile => {
  const level = newCycle(1, LEVEL_SMOOTHING)
  const daily = newCycle(DAY, SMOOTHING)
  const weekly = newCycle(WEEK, SMOOTHING)
  const levelSpread = newCycle(1, LEVEL_SMOOTHING)
  const dailySpread = newCycle(DAY, SMOOTHING)
  const weeklySpread = newCycle(WEEK, SMOOTHING)

  const usual = (hour: number): number => weekly.towards(hour, daily.towards(hour, level.towards(0, 0, 0.001), 1), 1)
  const spread = (hour: number): number => {
    const overall = levelSpread.towards(0, spreadFloor, 1)
    const own = weeklySpread.towards(hour, dailySpread.towards(hour, overall, SPREAD_PRIOR), SPREAD_PRIOR)
    return Math.max(spreadFloor, own)
  }
  const learn = (hour: number, value: number): void => {
    const strayed = Math.abs(value - usual(hour)) * DEVIATION_RATIO
    for (const cycle of [levelSpread, dailySpread, weeklySpread]) cycle.learn(hour, strayed)
    for (const cycle of [level, daily, weekly]) cycle.learn(hour, value)
  }
  return { usual, spread, learn }
}
