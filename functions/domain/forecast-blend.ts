import type { Expert } from './forecast-experts.ts'
import { newRegression } from './recursive-least-squares.ts'

/** Weight of a loss relative to the next hour's. */
const DISCOUNT = 0.985
/** How strongly a smaller squared loss is preferred. */
const POWER = 6
const STACK_FORGETTING = 0.999
const STACK_RIDGE = 30

/** The experts' common view. */
export interface Blend {
  readonly next: () => number
  readonly observe: (z: number) => void
  readonly path: (horizon: number) => readonly number[]
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/**
 * Combines experts by their inverse discounted squared loss, and corrects what they all miss by a small ridge stack.
 * More than an hour ahead it is their median, which no single wild path can move.
 */
export const newBlend = (experts: readonly Expert[]): Blend => {
  const losses = new Float64Array(experts.length).fill(1)
  const stack = newRegression(experts.length, STACK_FORGETTING, STACK_RIDGE)
  const features = new Float64Array(experts.length)
  let scale = 1

  const weighted = (views: readonly number[]): number => {
    const best = Math.min(...losses)
    let sum = 0
    let total = 0
    for (const [place, view] of views.entries()) {
      const weight = (best / (losses[place] ?? 1)) ** POWER
      sum += weight * view
      total += weight
    }
    return sum / total
  }
  const spreadOut = (views: readonly number[], base: number): Float64Array => {
    for (const [place, view] of views.entries()) features[place] = Math.max(-4, Math.min(4, (view - base) / scale))
    return features
  }
  const correct = (views: readonly number[]): number => {
    const base = weighted(views)
    const corrected = base + scale * stack.estimate(spreadOut(views, base))
    return Math.max(Math.min(...views), Math.min(Math.max(...views), corrected))
  }
  const views = (): number[] => experts.map((expert) => expert.next())

  const observe = (z: number): void => {
    const seen = views()
    const base = weighted(seen)
    stack.learn(spreadOut(seen, base), Math.max(-4, Math.min(4, (z - base) / scale)))
    for (const [place, view] of seen.entries()) {
      losses[place] = DISCOUNT * (losses[place] ?? 0) + (1 - DISCOUNT) * ((z - view) ** 2 + 1e-6)
    }
    scale = Math.max(0.05, 0.98 * scale + 0.02 * Math.abs(z - base) * 1.25)
    for (const expert of experts) expert.observe(z)
  }

  const path = (horizon: number): readonly number[] => {
    const paths = experts.map((expert) => expert.path(horizon))
    return Array.from({ length: horizon }, (_, step) =>
      step === 0 ? correct(views()) : median(paths.map((one) => one[step] ?? 0)),
    )
  }

  return { next: () => correct(views()), observe, path }
}
