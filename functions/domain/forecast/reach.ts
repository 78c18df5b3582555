import { HOURS_PER_DAY } from '../time.ts'
import type { Expert } from './expert.ts'

/**
 * All paths are noted once in this many hours, to be compared with what comes; coprime to 24, so that every hour of the
 * day comes up.
 */
const NOTED_EVERY = 13
/** Nothing is noted in the first days, when all paths are guesses. */
const QUIET_HOURS = 2 * HOURS_PER_DAY
const NOTED_HOURS = 2 * HOURS_PER_DAY
/** The steps at which a stretch ends and the next one begins; each stretch is judged by itself. */
const STRETCHES = [4, 12, 24] as const
const SMOOTHING = 0.002
/** How strongly a smaller absolute loss is preferred. */
const POWER = 4
/** Errors of a stretch after which its widening is taken as known. */
const ENOUGH = 12
/**
 * Widening that is assumed while it is not measured: in the first days, when the course of a day is unknown, and after
 * them.
 */
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

/** The weighted median, interpolated between neighbours. Sorts both arrays by value in place. */
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

/**
 * Which experts see far ahead well: the record of each by how far ahead it looked, and the median weighted by these
 * records.
 */
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

  /**
   * The error `step` hours after the next one, as a multiple of the next hour's, at least 1; undefined while too few
   * are known.
   */
  const measuredWidening = (step: number): number | undefined => {
    if (step === 0) return 1
    const { error, count } = trackOf(step)
    return count >= ENOUGH && nearError > 0 ? Math.max(1, error / nearError) : undefined
  }

  return {
    /** Compares the noted paths, and the forecast of one hour ahead, with an outcome. */
    review: (z: number, expected: number): void => {
      if (hours < QUIET_HOURS) return
      nearCount += 1
      nearError += Math.max(SMOOTHING, 1 / nearCount) * (Math.abs(z - expected) - nearError)
      for (const note of notes) if (note.age > 0) learn(note, z)
    },
    /** To be called for each hour, once the experts have observed it. */
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
    /** `measuredWidening`, or an assumption while that is undefined. */
    widening: (step: number): number => measuredWidening(step) ?? (hours < FIRST_HOURS ? ASSUMED_AT_FIRST : ASSUMED),
  }
}
