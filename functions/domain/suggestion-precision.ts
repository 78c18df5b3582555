import { Category, Triage } from '../contracts/triage.ts'
import { accuracy, calibrationBins } from './quality.ts'
import { judgedSuggestions } from './scoreboard.ts'
import type { TriagePolicy } from './triage.ts'
import type { TriageLabel } from './triage-label.ts'

/** How right one source was with one category, by the confidence that it showed. */
export interface MeasuredConfidence {
  readonly source: Triage['source']
  readonly category: Category
  /** Bins of equal width, from confidence 0 to 1; `precision` is null in an empty one. */
  readonly bins: readonly { readonly count: number; readonly precision: number | null }[]
}

/** Normal quantile of a two-sided 95 % interval. */
const QUANTILE = 1.96

/** The highest precision that so few decisions do not contradict: the upper bound of Wilson's interval (1927). */
const highestPlausible = (precision: number, count: number): number => {
  const square = QUANTILE ** 2
  const middle = precision + square / (2 * count)
  const spread = QUANTILE * Math.sqrt((precision * (1 - precision)) / count + square / (4 * count ** 2))
  return (middle + spread) / (1 + square / count)
}

/** What people's decisions say of the suggested categories. @param labels oldest first */
export const measureConfidence = (labels: readonly TriageLabel[]): MeasuredConfidence[] => {
  const categories = judgedSuggestions(labels).filter(({ field }) => field === 'category')
  return Triage.shape.source.options.flatMap((source) =>
    Category.options.flatMap((category) => {
      const judged = categories.filter((each) => each.source === source && each.said === category)
      if (judged.length === 0) return []
      return [{ source, category, bins: calibrationBins(judged).map(({ count, precision }) => ({ count, precision })) }]
    }),
  )
}

/**
 * The department's policy, with the confidence that a suggestion really needs.
 *
 * The policy counts on being right at least as often as its confidence says. Where people's decisions contradict that
 * for this source and category, the threshold moves up past the last bin that failed; it comes back as they get better,
 * and never falls below what the department wrote. Without decisions it is the department's own.
 */
export const measuredPolicy = (
  policy: TriagePolicy,
  { source, suggested_category }: Pick<Triage, 'source' | 'suggested_category'>,
  measured: readonly MeasuredConfidence[],
): TriagePolicy => {
  const { bins = [] } = measured.find((each) => each.source === source && each.category === suggested_category) ?? {}
  const failed = bins.findLastIndex(
    ({ count, precision }) => precision !== null && highestPlausible(precision, count) < policy.min_confidence,
  )
  if (failed === -1) return policy
  // A model may claim to be wholly sure: where even that failed, nothing is applied.
  if (failed === bins.length - 1) return { apply_category: false, min_confidence: 1 }
  return { ...policy, min_confidence: Math.max(policy.min_confidence, (failed + 1) / bins.length) }
}

/** The newest decisions, which are compared with those before; fewer say nothing. */
const RECENT_DECISIONS = 50
const EARLIER_DECISIONS = 100

export interface PrecisionDrift {
  /** Share of the newest suggested categories that people found right, 0 to 1. */
  readonly recent: number
  /** By how much that is less than before, as a share; 0 if it is not. */
  readonly loss: number
}

/**
 * Whether suggestions have become worse than they were.
 *
 * @param labels oldest first
 * @returns null while there are too few decisions to compare
 */
export const precisionDrift = (labels: readonly TriageLabel[]): PrecisionDrift | null => {
  const judged = judgedSuggestions(labels).filter(({ field }) => field === 'category')
  const earlier = judged.slice(0, -RECENT_DECISIONS)
  if (earlier.length < EARLIER_DECISIONS) return null
  const recent = accuracy(judged.slice(-RECENT_DECISIONS))
  return { recent, loss: Math.max(0, accuracy(earlier) - recent) }
}
