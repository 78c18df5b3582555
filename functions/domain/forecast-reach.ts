import type { Expert } from './forecast-expert.ts'
import { HOURS_PER_DAY } from './time.ts'

/** Every so many hours all paths are noted, to be held against what comes; prime to a day, so that all hours come up. */
const NOTED_EVERY = 13
/** Nothing is noted in the first days, when all paths are guesses. */
const QUIET_HOURS = 2 * HOURS_PER_DAY
const NOTED_HOURS = 2 * HOURS_PER_DAY
/** First steps of the stretches that are judged separately. */
const STRETCHES = [4, 12, 24] as const
const SMOOTHING = 0.002
/** How strongly a smaller absolute loss is preferred. */
const POWER = 4
/** Errors of a stretch from which its widening is known. */
const ENOUGH = 12
/** Widening while it is not known: in the first days, when nobody knows how a day goes, and after them. */
const ASSUMED_AT_FIRST = 2
const ASSUMED = 1.5
const FIRST_HOURS = 3 * HOURS_PER_DAY
const LEAST_LOSS = 1e-9

interface Note {
  readonly paths: readonly (readonly number[])[]
  readonly blended: readonly number[]
  /** Hours since. */
  age: number
}

const newTrack = (experts: number) => ({ losses: new Float64Array(experts), error: 0, count: 0 })
type Track = ReturnType<typeof newTrack>

/** The value in the middle of the weight, between neighbours in proportion. Sorts both arrays by value in place. */
const weightedMedian = (values: Float64Array, weights: Float64Array): number => {
  let total = 0
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0
    const weight = weights[place] ?? 0
    total += weight
    let gap = place
    for (; gap > 0 && (values[gap - 1] ?? 0) > value; gap -= 1) {
      values[gap] = values[gap - 1] ?? 0
      weights[gap] = weights[gap - 1] ?? 0
    }
    values[gap] = value
    weights[gap] = weight
  }
  let passed = 0
  let before = Number.NaN
  let placeBefore = 0
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0
    const weight = weights[place] ?? 0
    const middle = passed + weight / 2
    if (middle >= total / 2) {
      if (place === 0) return value
      return before + ((value - before) * (total / 2 - placeBefore)) / (middle - placeBefore)
    }
    before = value
    placeBefore = middle
    passed += weight
  }
  return before
}

/** Who sees further well: every expert's record by how far ahead it looked, and the median weighted by it. */
export const newReach = (experts: readonly Expert[]) => {
  const tracks = Array.from({ length: STRETCHES.length + 1 }, () => newTrack(experts.length))
  let notes: Note[] = []
  let hours = 0
  let nearError = 0
  let nearCount = 0

  const trackOf = (step: number): Track => {
    const stretch = STRETCHES.findIndex((first) => step < first)
    return tracks[stretch < 0 ? STRETCHES.length : stretch] ?? newTrack(experts.length)
  }
  const values = new Float64Array(experts.length)
  const weights = new Float64Array(experts.length)
  const median = (paths: readonly (readonly number[])[], step: number): number => {
    const { losses } = trackOf(step)
    const best = losses.reduce((least, loss) => Math.min(least, loss)) + LEAST_LOSS
    for (let place = 0; place < paths.length; place += 1) {
      values[place] = paths[place]?.[step] ?? 0
      weights[place] = (best / ((losses[place] ?? 0) + LEAST_LOSS)) ** POWER
    }
    return weightedMedian(values, weights)
  }
  const blend = (paths: readonly (readonly number[])[], horizon: number): readonly number[] =>
    Array.from({ length: horizon }, (_, step) => median(paths, step))

  const learn = ({ paths, blended, age }: Note, z: number): void => {
    const track = trackOf(age)
    track.count += 1
    const gain = Math.max(SMOOTHING, 1 / track.count)
    for (let place = 0; place < paths.length; place += 1) {
      const loss = track.losses[place] ?? 0
      track.losses[place] = loss + gain * (Math.abs(z - (paths[place]?.[age] ?? 0)) - loss)
    }
    track.error += gain * (Math.abs(z - (blended[age] ?? 0)) - track.error)
  }

  /** How many times the error of one hour ahead that of so many steps later was, at least; undefined while few are known. */
  const measuredWidening = (step: number): number | undefined => {
    if (step === 0) return 1
    const { error, count } = trackOf(step)
    return count >= ENOUGH && nearError > 0 ? Math.max(1, error / nearError) : undefined
  }

  return {
    /** Holds what was noted, and the view of one hour ahead, against an outcome. */
    review: (z: number, expected: number): void => {
      if (hours < QUIET_HOURS) return
      nearCount += 1
      nearError += Math.max(SMOOTHING, 1 / nearCount) * (Math.abs(z - expected) - nearError)
      for (const note of notes) if (note.age > 0) learn(note, z)
    },
    /** An hour has gone by, and the experts know of it. */
    pass: (): void => {
      hours += 1
      for (const note of notes) note.age += 1
      notes = notes.filter(({ age }) => age < NOTED_HOURS)
      if (hours < QUIET_HOURS || hours % NOTED_EVERY !== 0) return
      const paths = experts.map((expert) => expert.path(NOTED_HOURS))
      notes.push({ paths, blended: blend(paths, NOTED_HOURS), age: 0 })
    },
    path: (horizon: number): readonly number[] =>
      blend(
        experts.map((expert) => expert.path(horizon)),
        horizon,
      ),
    measuredWidening,
    /** The same, or what is assumed meanwhile. */
    widening: (step: number): number => measuredWidening(step) ?? (hours < FIRST_HOURS ? ASSUMED_AT_FIRST : ASSUMED),
  }
}
