import { DAY } from './forecast-profile.ts'

/** Errors remembered: four weeks. */
const MEMORY = 672
/** Errors at which the memory counts as much as the prior. */
const PRIOR_WEIGHT = 12
const SMOOTHING = 0.01

/** How far outcomes stray from forecasts. */
export interface ErrorBands {
  /** Distance of a quantile from the forecast of an hour, on the scale of z. */
  readonly quantile: (hour: number, share: number) => number
  readonly learn: (hour: number, error: number) => void
  /** Remembered errors rescaled to an hour, in ascending order; empty before the first. */
  readonly all: (hour: number) => readonly number[]
}

/** Quantiles of a normal distribution, widened: the prior before there are errors. */
const PRIOR: ReadonlyMap<number, number> = new Map([
  [0.025, -2.4],
  [0.1, -1.5],
  [0.5, 0],
  [0.9, 1.5],
  [0.975, 2.4],
])

const lowerBound = (sorted: readonly number[], value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

export const newErrorBands = (startSpread: number): ErrorBands => {
  const recent: number[] = []
  const sorted: number[] = []
  const byHour = new Float64Array(DAY)
  const counts = new Float64Array(DAY)
  let overall = startSpread
  let learnt = 0

  const spread = (hour: number): number => {
    const count = Math.min(20, counts[hour % DAY] ?? 0)
    return Math.sqrt((count * (byHour[hour % DAY] ?? 0) + 10 * overall ** 2) / (count + 10))
  }
  const empirical = (share: number): number => {
    const place = share * (sorted.length + 1) - 1
    const low = Math.max(0, Math.min(sorted.length - 1, Math.floor(place)))
    const high = Math.min(sorted.length - 1, low + 1)
    const part = Math.max(0, Math.min(1, place - low))
    return (sorted[low] ?? 0) * (1 - part) + (sorted[high] ?? 0) * part
  }
  const quantile = (hour: number, share: number): number => {
    const prior = PRIOR.get(share) ?? 0
    const weight = sorted.length / (sorted.length + PRIOR_WEIGHT)
    return spread(hour) * (weight * empirical(share) + (1 - weight) * prior)
  }
  const learn = (hour: number, error: number): void => {
    const relative = error / spread(hour)
    recent.push(relative)
    sorted.splice(lowerBound(sorted, relative), 0, relative)
    if (recent.length > MEMORY) sorted.splice(lowerBound(sorted, recent.shift() ?? 0), 1)
    learnt += 1
    const bounded = Math.max(-6, Math.min(6, relative)) * spread(hour)
    const count = (counts[hour % DAY] ?? 0) + 1
    counts[hour % DAY] = count
    byHour[hour % DAY] =
      (byHour[hour % DAY] ?? 0) + Math.max(0.05, 1 / count) * (bounded ** 2 - (byHour[hour % DAY] ?? 0))
    const gain = Math.max(SMOOTHING, 1 / (learnt + 6))
    overall = Math.sqrt(overall ** 2 + gain * (bounded ** 2 - overall ** 2))
  }
  return { quantile, learn, all: (hour) => sorted.map((error) => error * spread(hour)) }
}
