import type { TicketState } from '../../contracts/ticket-state.ts'
import type { Category, Priority, Triage } from '../../contracts/triage.ts'
import { readableText } from '../classifier/text-features.ts'
import { redact } from '../redaction.ts'

/**
 * What people decided on a suggestion; `changed`: they changed the ticket by hand and did not decide on the suggestion.
 */
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
  /** The suggestion at that time; null if there was none. */
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
 * The label that results from a person's decision. A value is right if a person set it, or if it is the suggested one
 * and somebody who decided on the suggestion kept it; rejecting a suggestion says nothing about which values are right.
 */
export const labelFrom = (ticket: TicketState, { verdict, by, now }: Labelling): TriageLabel => {
  const { triage, category, priority } = ticket
  const isLookedAt = verdict === 'accepted' || verdict === 'modified'
  const isCategoryKnown = ticket.category_set_by === 'person' || (isLookedAt && triage?.suggested_category === category)
  const isPriorityKnown = ticket.priority_set_by === 'person' || (isLookedAt && triage?.suggested_priority === priority)
  return {
    ticket_id: ticket.id,
    // Redacted before it is cut: a secret that is cut in two is not recognised.
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
