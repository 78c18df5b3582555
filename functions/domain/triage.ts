import type { ModelAnswer } from '../contracts/model-answer.ts'
import type { Category, Priority, Triage } from '../contracts/triage.ts'
import { withoutCommands } from './classifier/hidden-instructions.ts'
import { judgePriority } from './classifier/priority-rubric.ts'
import { readableText } from './classifier/text-features.ts'
import { removeLinks, removeLinksAndHosts } from './triage/links.ts'
import { PROMPT_VERSION } from './triage/prompt.ts'

/** A provider's suggestion, before it is stored as `Triage`. */
export interface Suggestion extends ModelAnswer {
  readonly suggested_duplicate_of: string | null
}

export interface Provenance {
  readonly source: Triage['source']
  /** The model's id, or the embedded model's name and version. */
  readonly model: string
  /** True if another provider answered than the configured one, so that the ticket is triaged again later. */
  readonly degraded: boolean
  readonly now: Date
}

/** A model may call a ticket critical only where a rule of the rubric says so too; otherwise it is high. */
export const guardCritical = (suggested: Priority, text: string): Priority =>
  suggested === 'critical' && judgePriority(withoutCommands(readableText(text))) !== 'critical' ? 'high' : suggested

/**
 * The suggestion as it is stored: pending, critical only by the rubric, and without links in its texts but those of the
 * knowledge base.
 *
 * @param text the ticket's title and description
 */
export const recordTriage = (
  suggestion: Suggestion,
  text: string,
  knowledgeBase: readonly string[],
  { source, model, degraded, now }: Provenance,
): Triage => ({
  summary: removeLinks(suggestion.summary, knowledgeBase),
  suggested_category: suggestion.suggested_category,
  suggested_priority: guardCritical(suggestion.suggested_priority, text),
  suggested_duplicate_of: suggestion.suggested_duplicate_of,
  required_skills: suggestion.required_skills,
  resolution_notes: removeLinks(suggestion.resolution_notes, knowledgeBase),
  reply_draft: removeLinksAndHosts(suggestion.reply_draft, knowledgeBase),
  confidence: suggestion.confidence,
  source,
  model,
  prompt_version: PROMPT_VERSION,
  degraded,
  state: 'pending',
  decided_by: null,
  decided_at: null,
  created_at: now.toISOString(),
})

/** What is stored when no model answered: the configured labels with no confidence, to be triaged again. */
export const fallbackTriage = (
  labels: { readonly category: Category; readonly priority: Priority },
  now: Date,
): Triage => ({
  summary: '',
  suggested_category: labels.category,
  suggested_priority: labels.priority,
  suggested_duplicate_of: null,
  required_skills: [],
  resolution_notes: '',
  reply_draft: '',
  confidence: 0,
  source: 'fallback',
  model: 'none',
  prompt_version: PROMPT_VERSION,
  degraded: true,
  state: 'pending',
  decided_by: null,
  decided_at: null,
  created_at: now.toISOString(),
})

/** A department's policy on what a model's suggestion may change without a person. */
export interface TriagePolicy {
  readonly apply_category: boolean
  /** Smallest confidence with which it applies, 0 to 1. */
  readonly min_confidence: number
}

export interface Applied {
  readonly category: Category
  readonly required_skills: readonly string[]
}

/**
 * What of a suggestion the department's policy applies, or null for nothing.
 *
 * Only the category and the skills that follow from it are ever applied: not the priority, not the duplicate, no text.
 * Nothing is applied from a fallback, or from a suggestion that was decided before. A category chosen by a person is
 * respected in `recordSuggestion`.
 */
export const applySuggestion = (
  triage: Pick<Triage, 'suggested_category' | 'required_skills' | 'confidence' | 'source' | 'state'>,
  policy: TriagePolicy,
): Applied | null => {
  const isOpen = triage.state === 'pending' && triage.source !== 'fallback'
  if (!isOpen || !policy.apply_category || triage.confidence < policy.min_confidence) return null
  return { category: triage.suggested_category, required_skills: triage.required_skills }
}
