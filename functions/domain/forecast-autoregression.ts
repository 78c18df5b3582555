import type { Expert } from './forecast-experts.ts'
import type { Profile } from './forecast-profile.ts'
import { newRegression } from './recursive-least-squares.ts'

/** Departures from the profile count at most this many standard deviations. */
const CLIP = 4

const MEANS = [6, 24, 168] as const

export interface AutoregressionOptions {
  readonly lags: readonly number[]
  readonly forgetting: number
  readonly ridge: number
  /** From the common scale z = √(y + 3/8) to the one worked on, and back. */
  readonly transform: (z: number) => number
  readonly restore: (value: number) => number
  readonly profile: Profile
}

const clip = (value: number): number => Math.max(-CLIP, Math.min(CLIP, value))

/** Departures in order with their running sums, so that any mean of the last hours costs the same. */
const newDepartures = (known: readonly number[]) => {
  const values: number[] = []
  const sums: number[] = [0]
  const push = (value: number): void => {
    values.push(value)
    sums.push((sums.at(-1) ?? 0) + value)
  }
  for (const value of known) push(value)
  return {
    values,
    push,
    /** Features of the next hour: a constant, lagged departures, and means; 0 where nothing is known. */
    features: (lags: readonly number[], into: Float64Array): Float64Array => {
      const now = values.length
      into[0] = 1
      let place = 1
      for (const lag of lags) {
        into[place] = values[now - lag] ?? 0
        place += 1
      }
      for (const hours of MEANS) {
        into[place] = ((sums[now] ?? 0) - (sums[Math.max(0, now - hours)] ?? 0)) / hours
        place += 1
      }
      return into
    },
  }
}

/** Departures from the usual hour of week, in its standard deviations, regressed on earlier ones. */
export const newAutoregression = (firstHour: number, options: AutoregressionOptions): Expert => {
  const { lags, profile, transform, restore } = options
  const regression = newRegression(1 + lags.length + MEANS.length, options.forgetting, options.ridge)
  const features = new Float64Array(1 + lags.length + MEANS.length)
  const longest = Math.max(...lags, ...MEANS)
  const departures = newDepartures([])

  const next = (): number => {
    const hour = firstHour + departures.values.length
    const departure = regression.estimate(departures.features(lags, features))
    return restore(profile.usual(hour) + profile.spread(hour) * departure)
  }

  const observe = (z: number): void => {
    const hour = firstHour + departures.values.length
    const value = transform(z)
    const departure = clip((value - profile.usual(hour)) / profile.spread(hour))
    regression.learn(departures.features(lags, features), departure)
    departures.push(departure)
    profile.learn(hour, value)
  }

  const path = (horizon: number): readonly number[] => {
    const ahead = newDepartures(departures.values.slice(-longest))
    const from = firstHour + departures.values.length
    return Array.from({ length: horizon }, (_, step) => {
      const departure = clip(regression.estimate(ahead.features(lags, features)))
      ahead.push(departure)
      return restore(profile.usual(from + step) + profile.spread(from + step) * departure)
    })
  }

  return { next, observe, path }
}
