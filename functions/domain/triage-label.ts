import type { TicketState } from '../contracts/ticket-state.ts'
import type { Category, Priority, Triage } from '../contracts/triage.ts'
import { redact } from './redaction.ts'
import { readableText } from './text-features.ts'

/** What people made of a suggestion: `changed` by hand, without a word on the suggestion itself. */
export type Verdict = 'accepted' | 'modified' | 'rejected' | 'changed'

/** A person's decision about a ticket, as the classifier learns from it and the scoreboard counts it. */
export interface TriageLabel {
  readonly ticket_id: string
  /** Title and description, cut to 4,000 characters, personal data replaced. */
  readonly text: string
  /** What is right according to a person; left out where nobody said so. */
  readonly category?: Category
  readonly priority?: Priority
  readonly verdict: Verdict
  /** What had been suggested; null if nothing had. */
  readonly suggested: Pick<
    Triage,
    'suggested_category' | 'suggested_priority' | 'confidence' | 'source' | 'model' | 'prompt_version'
  > | null
  readonly labelled_by: string
  readonly labelled_at: string
}

const suggestedOf = (triage: Triage | null): TriageLabel['suggested'] => {
  if (!triage || triage.source === 'fallback') return null
  const { suggested_category, suggested_priority, confidence, source, model, prompt_version } = triage
  return { suggested_category, suggested_priority, confidence, source, model, prompt_version }
}

/** Who labels, and when. */
interface Labelling {
  readonly verdict: Verdict
  readonly by: string
  readonly now: Date
}

/**
 * The label that a person's decision leaves. A value is right if a person set it, or if it is the suggested one and was
 * left standing by somebody who looked at it; a rejected suggestion says nothing about the values that it did not give.
 */
export const labelFrom = (ticket: TicketState, { verdict, by, now }: Labelling): TriageLabel => {
  const { triage, category, priority } = ticket
  const isLookedAt = verdict === 'accepted' || verdict === 'modified'
  const isCategoryKnown = ticket.category_set_by === 'person' || (isLookedAt && triage?.suggested_category === category)
  const isPriorityKnown = ticket.priority_set_by === 'person' || (isLookedAt && triage?.suggested_priority === priority)
  return {
    ticket_id: ticket.id,
    // In this order: a secret that is cut in two is not recognised.
    text: readableText(redact(`${ticket.title}\n${ticket.description}`).text),
    ...(isCategoryKnown && { category }),
    ...(isPriorityKnown && { priority }),
    verdict,
    suggested: suggestedOf(triage),
    labelled_by: by,
    labelled_at: now.toISOString(),
  }
}

/** The newest label of each ticket, in the order given: a later decision corrects an earlier one. */
export const newestOfEach = <Label extends Pick<TriageLabel, 'ticket_id'>>(labels: readonly Label[]): Label[] => {
  const newest = new Map(labels.map((label) => [label.ticket_id, label]))
  return labels.filter((label) => newest.get(label.ticket_id) === label)
}
