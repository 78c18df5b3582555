import { HOURS_PER_DAY, HOURS_PER_WEEK } from '../time.ts'
import type { Expert } from './expert.ts'
import type { Profile } from './profile.ts'
import { newRegression } from './recursive-least-squares.ts'

/** Departures from the profile count at most this many standard deviations. */
const CLIP = 4

/** Hours over which running means are taken. */
const MEANS = [6, HOURS_PER_DAY, HOURS_PER_WEEK] as const

export interface AutoregressionOptions {
  /** Hours back, ascending. */
  readonly lags: readonly number[]
  readonly forgetting: number
  readonly ridge: number
  readonly profile: Profile
  /** From the experts' scale z to the one used here. */
  readonly transform: (z: number) => number
  readonly restore: (value: number) => number
}

const clip = (value: number): number => Math.max(-CLIP, Math.min(CLIP, value))

/** Hours for which there is room at first. */
const START_ROOM = 2_048

const twice = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const wider = new Float64Array(2 * values.length)
  wider.set(values)
  return wider
}

/** Departures in order with their running sums, so that any mean of the last hours costs the same. */
const newDepartures = (lags: readonly number[]) => {
  let values = new Float64Array(START_ROOM)
  /** At each place, the sum of all values before it. */
  let sums = new Float64Array(START_ROOM)
  let now = 0
  return {
    push: (value: number): void => {
      values[now] = value
      if (now + 1 === values.length) {
        values = twice(values)
        sums = twice(sums)
      }
      sums[now + 1] = (sums[now] ?? 0) + value
      now += 1
    },
    drop: (count: number): void => {
      now -= count
    },
    /** Writes the next hour's features: a constant, lagged departures, and means; 0 where nothing is known. */
    describe: (features: Float64Array): Float64Array => {
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
 * Regresses departures from the usual value, in standard deviations, on earlier ones.
 *
 * @param firstHour hours from a Monday 00:00 to the first observation
 */
export const newAutoregression = (firstHour: number, options: AutoregressionOptions): Expert => {
  const { lags, profile, transform, restore } = options
  const size = 1 + lags.length + MEANS.length
  const regression = newRegression(size, options.forgetting, options.ridge)
  const departures = newDepartures(lags)
  const features = departures.describe(new Float64Array(size))
  const ahead = new Float64Array(size)
  let hour = firstHour

  const next = (): number => restore(profile.usual(hour) + profile.spread(hour) * clip(regression.estimate(features)))

  const observe = (z: number): void => {
    const value = transform(z)
    const isFirst = hour === firstHour
    const departure = isFirst ? 0 : clip((value - profile.usual(hour)) / profile.spread(hour))
    if (!isFirst) regression.learn(features, departure)
    departures.push(departure)
    profile.learn(hour, value)
    departures.describe(features)
    hour += 1
  }

  /** Continues the known departures with the expected ones, and removes these at the end. */
  const path = (horizon: number): readonly number[] => {
    const values: number[] = []
    for (let step = 0; step < horizon; step += 1) {
      const departure = clip(regression.estimate(departures.describe(ahead)))
      departures.push(departure)
      values.push(profile.usual(hour + step, values) + profile.spread(hour + step) * departure)
    }
    departures.drop(horizon)
    return values.map(restore)
  }

  return { next, observe, path }
}
