import { Category, Triage } from '../../contracts/triage.ts'
import type { TriagePolicy } from '../triage.ts'
import type { TriageLabel } from './label.ts'
import { accuracy, calibrationBins } from './quality.ts'
import { judgedSuggestions } from './scoreboard.ts'

/** The precision of one source with one category, by its stated confidence. */
export interface MeasuredConfidence {
  readonly source: Triage['source']
  readonly category: Category
  /** Bins of equal width, from confidence 0 to 1; `precision` is null in an empty one. */
  readonly bins: readonly { readonly count: number; readonly precision: number | null }[]
}

/** Normal quantile of a two-sided 95 % interval. */
const QUANTILE = 1.96

/** The highest precision that `count` decisions do not contradict: the upper bound of Wilson's interval (1927). */
const highestPlausible = (precision: number, count: number): number => {
  const square = QUANTILE ** 2
  const middle = precision + square / (2 * count)
  const spread = QUANTILE * Math.sqrt((precision * (1 - precision)) / count + square / (4 * count ** 2))
  return (middle + spread) / (1 + square / count)
}

/** How people's decisions judge the suggested categories. @param labels oldest first */
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
 * The department's policy, with the confidence that a suggestion needs by past experience.
 *
 * The policy relies on suggestions being right at least as often as their confidence states. Where people's decisions
 * contradict that for this source and category, the threshold moves up past the last bin that failed; it moves back as
 * suggestions get better, and never falls below the department's own. Without decisions it is the department's own.
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
  // A model may claim certainty: if even the highest bin failed, nothing is applied.
  if (failed === bins.length - 1) return { apply_category: false, min_confidence: 1 }
  return { ...policy, min_confidence: Math.max(policy.min_confidence, (failed + 1) / bins.length) }
}

/** How many of the newest decisions are compared with those before, and how many of these there must be. */
const RECENT_DECISIONS = 50
const EARLIER_DECISIONS = 100

export interface PrecisionDrift {
  /** Share of the newest suggested categories that people found right, 0 to 1. */
  readonly recent: number
  /** By how much this is less than before, as a share; 0 if it is not less. */
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
