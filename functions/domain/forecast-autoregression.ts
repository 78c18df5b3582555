import type { Expert } from './forecast-expert.ts'
import type { Profile } from './forecast-profile.ts'
import { newRegression } from './recursive-least-squares.ts'

/** Departures from the profile count at most this many standard deviations. */
const CLIP = 4

/** Hours over which running means are taken. */
const MEANS = [6, 24, 168] as const

export interface AutoregressionOptions {
  /** Hours back, ascending. */
  readonly lags: readonly number[]
  readonly forgetting: number
  readonly ridge: number
  readonly profile: Profile
  /** From the common scale to the one worked on. */
  readonly transform: (z: number) => number
  readonly restore: (value: number) => number
}

const clip = (value: number): number => Math.max(-CLIP, Math.min(CLIP, value))

/** Departures in order with their running sums, so that any mean of the last hours costs the same. */
const newDepartures = (lags: readonly number[]) => {
  const values: number[] = []
  const sums: number[] = [0]
  return {
    push: (value: number): void => {
      values.push(value)
      sums.push((sums[sums.length - 1] ?? 0) + value)
    },
    drop: (count: number): void => {
      values.length -= count
      sums.length -= count
    },
    /** Writes the next hour's features: a constant, lagged departures, and means; 0 where nothing is known. */
    describe: (features: Float64Array): Float64Array => {
      const now = values.length
      features[0] = 1
      let place = 1
      for (const lag of lags) {
        features[place] = lag <= now ? (values[now - lag] ?? 0) : 0
        place += 1
      }
      for (const hours of MEANS) {
        features[place] = ((sums[now] ?? 0) - (sums[Math.max(0, now - hours)] ?? 0)) / hours
        place += 1
      }
      return features
    },
  }
}

/**
 * Departures from what is usual, in its standard deviations, regressed on earlier ones.
 *
 * @param firstHour hours from a Monday 00:00 to the first observation
 */
export const newAutoregression = (firstHour: number, options: AutoregressionOptions): Expert => {
  const { lags, profile, transform, restore } = options
  const size = 1 + lags.length + MEANS.length
  const regression = newRegression(size, options.forgetting, options.ridge)
  const departures = newDepartures(lags)
  const features = departures.describe(new Float64Array(size))
  const imagined = new Float64Array(size)
  let hour = firstHour

  const next = (): number => restore(profile.usual(hour) + profile.spread(hour) * regression.estimate(features))

  const observe = (z: number): void => {
    const value = transform(z)
    const departure = clip((value - profile.usual(hour)) / profile.spread(hour))
    regression.learn(features, departure)
    departures.push(departure)
    profile.learn(hour, value)
    departures.describe(features)
    hour += 1
  }

  /** Goes on from the known departures as if the expected ones had come, and takes them back. */
  const path = (horizon: number): readonly number[] => {
    const steps: number[] = []
    for (let step = 0; step < horizon; step += 1) {
      const departure = clip(regression.estimate(departures.describe(imagined)))
      departures.push(departure)
      steps.push(restore(profile.usual(hour + step) + profile.spread(hour + step) * departure))
    }
    departures.drop(horizon)
    return steps
  }

  return { next, observe, path }
}
