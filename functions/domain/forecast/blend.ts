import type { Expert } from './expert.ts'
import { DEVIATION_RATIO } from './profile.ts'
import { newReach } from './reach.ts'
import { newRegression } from './recursive-least-squares.ts'

/** Weight of a loss relative to the next hour's. */
const DISCOUNT = 0.985
/** How strongly a smaller squared loss is preferred. */
const POWER = 6
/** Before this many hours no expert has a record: the median of their forecasts is taken as it is. */
const UNPROVEN_HOURS = 24
/** Losses below this count as equal, in squared units of z. */
const LEAST_LOSS = 1e-6
const STACK_FORGETTING = 0.999
const STACK_RIDGE = 30
/** Forecasts and errors count at most this many standard errors in the stack. */
const CLIP = 4
const SCALE_SMOOTHING = 0.02
const LEAST_SCALE = 0.05
/** The experts' combined forecast. */
export interface Blend {
  /** The next hour. */
  readonly next: () => number
  readonly observe: (z: number) => void
  /** Lets an unrecorded hour pass: no expert is judged by it. */
  readonly skip: () => void
  readonly path: (horizon: number) => readonly number[]
  /** The expected error `step` hours after the next one, as a multiple of the next hour's; at least 1. */
  readonly widening: (step: number) => number
  /** `widening` if past errors have shown it; undefined while it is only assumed. */
  readonly measuredWidening: (step: number) => number | undefined
}

const clip = (value: number): number => Math.max(-CLIP, Math.min(CLIP, value))

/**
 * Combines experts by their inverse discounted squared loss, and corrects what they all miss by a small ridge stack.
 * More than an hour ahead it takes a weighted median, which no single wild path can move.
 */
export const newBlend = (experts: readonly Expert[]): Blend => {
  const losses = new Float64Array(experts.length).fill(1)
  const stack = newRegression(experts.length, STACK_FORGETTING, STACK_RIDGE)
  const features = new Float64Array(experts.length)
  /** Each expert's forecast of the next hour. */
  const views = new Float64Array(experts.length)
  const reach = newReach(experts)
  let scale = 1
  let hours = 0

  const weighted = (): number => {
    let best = Number.POSITIVE_INFINITY
    for (const loss of losses) best = Math.min(best, loss)
    let sum = 0
    let total = 0
    for (let place = 0; place < views.length; place += 1) {
      const weight = (best / (losses[place] ?? 1)) ** POWER
      sum += weight * (views[place] ?? 0)
      total += weight
    }
    return sum / total
  }

  /** Asks the experts for the next hour; `features` then holds how far each is from the weighted forecast. */
  const look = () => {
    let least = Number.POSITIVE_INFINITY
    let most = Number.NEGATIVE_INFINITY
    for (const [place, expert] of experts.entries()) {
      const view = expert.next()
      views[place] = view
      least = Math.min(least, view)
      most = Math.max(most, view)
    }
    const isUnproven = hours < UNPROVEN_HOURS
    const base = isUnproven ? (views.toSorted()[views.length >> 1] ?? 0) : weighted()
    for (let place = 0; place < views.length; place += 1) {
      features[place] = clip(((views[place] ?? 0) - base) / scale)
    }
    if (isUnproven) return { base, blended: base }
    const corrected = base + scale * stack.estimate(features)
    return { base, blended: Math.max(least, Math.min(most, corrected)) }
  }
  let seen = look()

  const pass = (z: number): void => {
    for (const expert of experts) expert.observe(z)
    hours += 1
    seen = look()
    reach.pass()
  }
  const observe = (z: number): void => {
    const { base, blended } = seen
    stack.learn(features, clip((z - base) / scale))
    for (let place = 0; place < views.length; place += 1) {
      const loss = (z - (views[place] ?? 0)) ** 2 + LEAST_LOSS
      losses[place] = DISCOUNT * (losses[place] ?? 0) + (1 - DISCOUNT) * loss
    }
    scale += SCALE_SMOOTHING * (Math.abs(z - base) * DEVIATION_RATIO - scale)
    scale = Math.max(LEAST_SCALE, scale)
    reach.review(z, blended)
    pass(z)
  }

  return {
    next: () => seen.blended,
    observe,
    skip: () => pass(seen.blended),
    path: (horizon) => [seen.blended, ...reach.path(horizon).slice(1)],
    widening: reach.widening,
    measuredWidening: reach.measuredWidening,
  }
}
