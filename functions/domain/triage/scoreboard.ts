import type { ScoreboardRow } from '../../contracts/insight.ts'
import { Category, Priority, type Triage } from '../../contracts/triage.ts'
import { newestOfEach, type TriageLabel } from './label.ts'
import { calibrationBins, type Judged } from './quality.ts'

type Field = ScoreboardRow['field']

/** One suggested value, and a person's judgement of it. */
export interface JudgedSuggestion extends Judged {
  readonly field: Field
  readonly source: Triage['source']
}

/**
 * Stands for "something else" where a person only said that the suggestion is not right; it is no value of any field.
 */
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
  // A decision that names no right value judges the suggested one only if it is a rejection.
  return verdict === 'rejected' ? judged : judged.filter(({ right }) => right !== SOMETHING_ELSE)
}

/** The suggestions that somebody has judged, each ticket once, by its newest label. @param labels oldest first */
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
 * How people judged the suggestions of each value: one row for each category and priority. Counts suggestions that
 * somebody has judged, each ticket once, by its newest label.
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
