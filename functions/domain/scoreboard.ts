import type { ScoreboardRow } from '../contracts/insight.ts'
import { Category, Priority } from '../contracts/triage.ts'
import { calibrationBins, type Judged } from './quality.ts'
import { newestOfEach, type TriageLabel } from './triage-label.ts'

type Field = ScoreboardRow['field']

/** One suggested value, and what a person made of it. */
interface Outcome {
  readonly field: Field
  readonly suggested: string
  /** What is right; undefined where a person only said that the suggestion is not. */
  readonly right: string | undefined
  readonly confidence: number
}

const outcomesOf = ({ suggested, category, priority, verdict }: TriageLabel): readonly Outcome[] => {
  if (!suggested) return []
  const { suggested_category, suggested_priority, confidence } = suggested
  const outcomes: readonly Outcome[] = [
    { field: 'category', suggested: suggested_category, right: category, confidence },
    { field: 'priority', suggested: suggested_priority, right: priority, confidence },
  ]
  // Of a decision that names no right value, only a rejection says something about the suggested one.
  return verdict === 'rejected' ? outcomes : outcomes.filter(({ right }) => right !== undefined)
}

/** No value of any field: stands for "something else" where a person did not say what. */
const SOMETHING_ELSE = ''

const judged = ({ suggested, right, confidence }: Outcome): Judged => ({
  right: right ?? SOMETHING_ELSE,
  said: suggested,
  confidence,
})

const rowOf = (field: Field, value: string, outcomes: readonly Outcome[]): ScoreboardRow => {
  const accepted = outcomes.filter(({ right }) => right === value).length
  const rejected = outcomes.filter(({ right }) => right === undefined).length
  return {
    field,
    value,
    suggested: outcomes.length,
    accepted,
    modified: outcomes.length - accepted - rejected,
    rejected,
    precision: outcomes.length === 0 ? null : accepted / outcomes.length,
    bins: calibrationBins(outcomes.map(judged)).map(({ from, to, count, precision }) => ({
      from,
      to,
      count,
      precision,
    })),
  }
}

/**
 * How each value's suggestions fared with people: one row a category and a priority. Counts suggestions that somebody
 * has judged, each ticket once, by the last word on it.
 *
 * @param labels oldest first
 */
export const scoreboard = (labels: readonly TriageLabel[]): ScoreboardRow[] => {
  const outcomes = newestOfEach(labels).flatMap(outcomesOf)
  const rows = (field: Field, values: readonly string[]): ScoreboardRow[] =>
    values.map((value) =>
      rowOf(
        field,
        value,
        outcomes.filter((outcome) => outcome.field === field && outcome.suggested === value),
      ),
    )
  return [...rows('category', Category.options), ...rows('priority', Priority.options)]
}
