import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../time.ts'

/** Errors remembered: four weeks. */
const MEMORY = 4 * HOURS_PER_WEEK
/** Errors at which the memory counts as much as the prior. */
const PRIOR_ERRORS = 12
/** Standard deviation of the prior, in units of the spread: wider than a normal error's, for what is not yet known. */
const PRIOR_DEVIATION = 1.2
/** Errors count at most this many spreads. */
const LIMIT = 8
/** Errors of an hour of the day after which its own spread counts as much as the overall one. */
const HOUR_PRIOR = 10
const HOUR_MEMORY = 20
const HOUR_SMOOTHING = 0.05
const OVERALL_SMOOTHING = 0.01
/** Errors that the spread expected at first counts as in the overall spread. */
const OVERALL_PRIOR = 6
/** Turbulence: mean square of the last hours' errors, against that of the last weeks'. */
const RECENT_SMOOTHING = 0.1
const LONG_SMOOTHING = 0.002
/** Exponent with which the bands follow the root of the turbulence, and the bounds of that factor. */
const FOLLOWED = 0.6
const LEAST_FOLLOWED = 0.5
const MOST_FOLLOWED = 3
/** Correction of a quantile by each outcome, in spreads; its decay by each outcome; and its bound. */
const CORRECTION = 0.05
const FADING = 0.9995
const MOST_CORRECTED = 1.5
/** Errors before quantiles are corrected. */
const SETTLED = 24

/** Shares of the published quantiles, with the standard normal quantile of each. */
const NORMAL_QUANTILES = { p2_5: -1.96, p10: -1.2816, p50: 0, p90: 1.2816, p97_5: 1.96 } as const
export type QuantileName = keyof typeof NORMAL_QUANTILES
const SHARES: Readonly<Record<QuantileName, number>> = { p2_5: 0.025, p10: 0.1, p50: 0.5, p90: 0.9, p97_5: 0.975 }
/** The median is not corrected: it is the point forecast of the experts. */
const CORRECTED = ['p2_5', 'p10', 'p90', 'p97_5'] as const

/** The last errors, sorted by size. */
const newMemory = () => {
  const recent = new Float64Array(MEMORY)
  const sorted = new Float64Array(MEMORY + 1)
  let count = 0
  let oldest = 0
  /** The first place whose value is not less than the given one. */
  const placeOf = (value: number): number => {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    return low
  }
  const push = (value: number): void => {
    if (count === MEMORY) {
      const place = placeOf(recent[oldest] ?? 0)
      sorted.copyWithin(place, place + 1, count)
      count -= 1
    }
    const place = placeOf(value)
    sorted.copyWithin(place + 1, place, count)
    sorted[place] = value
    recent[oldest] = value
    oldest = (oldest + 1) % MEMORY
    count += 1
  }
  /** The error that a share of all lies below, interpolated between neighbours; 0 if there are none. */
  const quantile = (share: number): number => {
    if (count === 0) return 0
    const place = Math.max(0, Math.min(count - 1, share * (count + 1) - 1))
    const low = sorted[Math.floor(place)] ?? 0
    const high = sorted[Math.ceil(place)] ?? 0
    return low + (high - low) * (place - Math.floor(place))
  }
  return { push, quantile, count: () => count, all: () => sorted.subarray(0, count) }
}

const within = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value))

/**
 * How far outcomes stray from forecasts: quantiles of the last four weeks' errors in units of their hour's spread,
 * which follows turbulence. They are corrected by how often outcomes fell outside.
 *
 * @param startSpread standard deviation to expect before the first error, on the scale of z
 */
export const newErrorBands = (startSpread: number) => {
  const memory = newMemory()
  const squares = new Float64Array(HOURS_PER_DAY)
  const counts = new Float64Array(HOURS_PER_DAY)
  const corrections: Record<QuantileName, number> = { p2_5: 0, p10: 0, p50: 0, p90: 0, p97_5: 0 }
  let overall = startSpread ** 2
  let learnt = 0
  let turbulence = 1
  let usualTurbulence = 1

  const hourly = (hour: number): number => {
    const count = Math.min(HOUR_MEMORY, counts[hour % HOURS_PER_DAY] ?? 0)
    return Math.sqrt((count * (squares[hour % HOURS_PER_DAY] ?? 0) + HOUR_PRIOR * overall) / (count + HOUR_PRIOR))
  }
  /** The standard deviation of an hour's error at this time. */
  const spread = (hour: number): number => {
    const ratio = (turbulence / usualTurbulence) ** (FOLLOWED / 2)
    return hourly(hour) * Math.max(LEAST_FOLLOWED, Math.min(MOST_FOLLOWED, ratio))
  }
  const known = (): number => memory.count() / (memory.count() + PRIOR_ERRORS)

  /** A quantile's distance from the forecast, in spreads. */
  const distance = (name: QuantileName): number => {
    const prior = PRIOR_DEVIATION * NORMAL_QUANTILES[name]
    const share = known()
    return share * memory.quantile(SHARES[name]) + (1 - share) * prior + corrections[name]
  }
  /** A quantile's distance from an hour's forecast, on the scale of z. */
  const quantile = (hour: number, name: QuantileName): number => spread(hour) * distance(name)

  const correct = (relative: number): void => {
    for (const name of CORRECTED) {
      const above = relative > distance(name) ? 1 : 0
      const moved = FADING * corrections[name] + CORRECTION * (above - (1 - SHARES[name]))
      corrections[name] = within(moved, MOST_CORRECTED)
    }
  }
  /** Sets another spread to expect, before the first error is learnt. */
  const begin = (spread: number): void => {
    overall = spread ** 2
  }
  const learn = (hour: number, error: number): void => {
    const relative = error / spread(hour)
    if (learnt >= SETTLED) correct(relative)
    const usual = hourly(hour)
    const steady = within(error / usual, LIMIT)
    const bounded = (steady * usual) ** 2
    memory.push(within(relative, LIMIT))
    turbulence += RECENT_SMOOTHING * (steady ** 2 - turbulence)
    usualTurbulence += LONG_SMOOTHING * (steady ** 2 - usualTurbulence)
    learnt += 1
    const place = hour % HOURS_PER_DAY
    const count = (counts[place] ?? 0) + 1
    counts[place] = count
    squares[place] = (squares[place] ?? 0) + Math.max(HOUR_SMOOTHING, 1 / count) * (bounded - (squares[place] ?? 0))
    overall += Math.max(OVERALL_SMOOTHING, 1 / (learnt + OVERALL_PRIOR)) * (bounded - overall)
  }

  /**
   * The mean of a measure over an hour's errors: the remembered ones, and the prior, for which two points stand, one
   * deviation to either side.
   */
  const meanOver = (hour: number, measure: (error: number) => number): number => {
    const own = spread(hour)
    const prior = (measure(PRIOR_DEVIATION * own) + measure(-PRIOR_DEVIATION * own)) / 2
    if (memory.count() === 0) return prior
    const remembered = memory.all().reduce((sum, error) => sum + measure(error * own), 0) / memory.count()
    return known() * remembered + (1 - known()) * prior
  }

  return { quantile, spread, begin, learn, meanOver }
}
