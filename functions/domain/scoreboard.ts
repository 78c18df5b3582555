import type { ScoreboardRow } from '../contracts/insight.ts'
import { Category, Priority, type Triage } from '../contracts/triage.ts'
import { calibrationBins, type Judged } from './quality.ts'
import { newestOfEach, type TriageLabel } from './triage-label.ts'

type Field = ScoreboardRow['field']

/** One suggested value, and what a person made of it. */
export interface JudgedSuggestion extends Judged {
  readonly field: Field
  readonly source: Triage['source']
}

/** No value of any field: stands for "something else" where a person only said that the suggestion is not right. */
const SOMETHING_ELSE = ''

const judgementsOf = ({ suggested, category, priority, verdict }: TriageLabel): readonly JudgedSuggestion[] => {
  if (!suggested) return []
  const { suggested_category, suggested_priority, confidence, source } = suggested
  const judge = (field: Field, said: string, right: string = SOMETHING_ELSE) => ({
    field,
    said,
    right,
    confidence,
    source,
  })
  const judged = [judge('category', suggested_category, category), judge('priority', suggested_priority, priority)]
  // Of a decision that names no right value, only a rejection says something about the suggested one.
  return verdict === 'rejected' ? judged : judged.filter(({ right }) => right !== SOMETHING_ELSE)
}

/** The suggestions that somebody has judged, each ticket once, by the last word on it. @param labels oldest first */
export const judgedSuggestions = (labels: readonly TriageLabel[]): JudgedSuggestion[] =>
  newestOfEach(labels).flatMap(judgementsOf)

const rowOf = (field: Field, value: string, outcomes: readonly JudgedSuggestion[]): ScoreboardRow => {
  const accepted = outcomes.filter(({ right }) => right === value).length
  const rejected = outcomes.filter(({ right }) => right === SOMETHING_ELSE).length
  return {
    field,
    value,
    suggested: outcomes.length,
    accepted,
    modified: outcomes.length - accepted - rejected,
    rejected,
    precision: outcomes.length === 0 ? null : accepted / outcomes.length,
    bins: calibrationBins(outcomes).map(({ from, to, count, precision }) => ({
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
  const outcomes = judgedSuggestions(labels)
  const rows = (field: Field, values: readonly string[]): ScoreboardRow[] =>
    values.map((value) =>
      rowOf(
        field,
        value,
        outcomes.filter((outcome) => outcome.field === field && outcome.said === value),
      ),
    )
  return [...rows('category', Category.options), ...rows('priority', Priority.options)]
}
