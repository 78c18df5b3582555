import type { Changes } from '../../contracts/events.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import type { Triage, TriageDecision } from '../../contracts/triage.ts'
import { RefusedError } from '../errors.ts'
import { AI, advance, type Happening, SYSTEM, type TicketChange } from '../ticket/change.ts'
import { type DepartmentOf, placed } from '../ticket/placement.ts'
import { assertOwnLife } from '../ticket.ts'
import { applySuggestion, type TriagePolicy } from '../triage.ts'

/**
 * Whether a ticket has no agent and is unfinished. Any other is in people's hands, and a machine only adds its
 * suggestion.
 */
const isOnItsWay = ({ queue_state }: TicketState): boolean => queue_state === 'triaging' || queue_state === 'waiting'

/** A ticket with other labels and what follows from them: its department, its line and its clocks. */
const withLabels = (
  ticket: TicketState,
  labels: Partial<
    Pick<TicketState, 'category' | 'category_set_by' | 'priority' | 'priority_set_by' | 'required_skills'>
  >,
  departmentOf: DepartmentOf,
): TicketState => {
  const labelled = { ...ticket, ...labels }
  const department =
    labelled.category === ticket.category
      ? departmentOf({ department_id: ticket.department_id })
      : departmentOf({ category: labelled.category })
  return placed(ticket, labelled, department)
}

/** The change of the suggestion's state, if it changed. */
const stateChange = (before: Triage | null, after: Triage): Changes =>
  before?.state === after.state ? {} : { triage: [before?.state ?? null, after.state] }

/** Who suggested what, for the audit: names and figures, none of the texts. */
const provenanceOf = ({ suggested_category, suggested_priority, confidence, model, prompt_version }: Triage): string =>
  `${suggested_category}, ${suggested_priority} suggested by ${model}, ${prompt_version}, at confidence ${confidence.toFixed(2)}`

/** A suggestion as facts for the readers of its event. */
const factsOf = (triage: Triage): Readonly<Record<string, unknown>> => ({
  triage_source: triage.source,
  triage_model: triage.model,
  triage_degraded: triage.degraded,
  confidence: triage.confidence,
  suggested_category: triage.suggested_category,
  suggested_priority: triage.suggested_priority,
})

/**
 * Stores a model's suggestion, ends the ticket's triage, and applies what the department's policy allows.
 *
 * The policy is the one of the department in which the ticket waits. What it accepts becomes the ticket's value unless
 * a person chose another: category (with its department, unless a person chose that), and the skills where the category
 * is the suggested one. The priority stays a suggestion, since the policy covers the category alone. Nothing is applied
 * to a ticket that an agent carries. One event records both: its actor is the model, or, if the policy changed the
 * ticket, the system, with the policy as the reason.
 */
export const recordSuggestion = (
  ticket: TicketState,
  triage: Triage,
  policy: TriagePolicy,
  departmentOf: DepartmentOf,
  { event_id, now }: Pick<Happening, 'event_id' | 'now'>,
): TicketChange => {
  const accepted = isOnItsWay(ticket) ? applySuggestion(triage, policy) : null
  const takesCategory = accepted !== null && ticket.category_set_by !== 'person'
  const category = takesCategory ? accepted.category : ticket.category
  const { department_id, department_set_by } = ticket
  const stays: DepartmentOf = () => departmentOf({ department_id })
  const labelled = withLabels(
    ticket,
    {
      ...(takesCategory && { category, category_set_by: 'policy' }),
      ...(accepted?.category === category && { required_skills: [...accepted.required_skills] }),
    },
    department_set_by === 'person' ? stays : departmentOf,
  )
  const applied = [
    ...(labelled.category === ticket.category ? [] : ['category']),
    ...(labelled.required_skills.join() === ticket.required_skills.join() ? [] : ['skills']),
  ]
  const next: TicketState = {
    ...labelled,
    triage,
    queue_state: ticket.queue_state === 'triaging' ? 'waiting' : ticket.queue_state,
  }
  return advance(
    ticket,
    next,
    'triage_ready',
    { event_id, now, actor: applied.length > 0 ? SYSTEM : AI },
    {
      changes: stateChange(ticket.triage, triage),
      data: factsOf(triage),
      reason:
        applied.length > 0
          ? `triage_policy: ${applied.join(', ')} applied from confidence ${policy.min_confidence} on; ${provenanceOf(triage)}`
          : provenanceOf(triage),
    },
  )
}

/** The state in which each decision leaves a suggestion. */
export const STATE_AFTER = { accept: 'accepted', modify: 'modified', reject: 'rejected' } as const satisfies Record<
  TriageDecision['decision'],
  Triage['state']
>

/**
 * A person's decision on a suggestion, which is made only once. Accepting takes over its category, priority and skills
 * as that person's values. Values that the decision itself names take precedence; with the other decisions, only these
 * change.
 *
 * @throws RefusedError `already_decided`, `nothing_suggested`, `ticket_merged`
 */
export const decideSuggestion = (
  ticket: TicketState,
  decision: Omit<TriageDecision, 'reply'>,
  departmentOf: DepartmentOf,
  happening: Happening,
): TicketChange => {
  assertOwnLife(ticket)
  const { triage } = ticket
  if (!triage) throw new RefusedError('conflict', 'nothing_suggested', `ticket ${ticket.id} has no suggestion yet`)
  if (triage.state !== 'pending') {
    throw new RefusedError(
      'conflict',
      'already_decided',
      `the suggestion for ticket ${ticket.id} was ${triage.state} before`,
    )
  }
  const isAccepted = decision.decision === 'accept'
  const category = decision.category ?? (isAccepted ? triage.suggested_category : undefined)
  const priority = decision.priority ?? (isAccepted ? triage.suggested_priority : undefined)
  const required_skills = decision.required_skills ?? (isAccepted ? triage.required_skills : undefined)
  const labelled = withLabels(
    ticket,
    {
      ...(category && { category, category_set_by: 'person' }),
      ...(priority && { priority, priority_set_by: 'person' }),
      ...(required_skills && { required_skills }),
    },
    departmentOf,
  )
  const decided: Triage = {
    ...triage,
    state: STATE_AFTER[decision.decision],
    decided_by: happening.actor.id,
    decided_at: happening.now.toISOString(),
  }
  return advance(ticket, { ...labelled, triage: decided }, 'triage_decided', happening, {
    changes: stateChange(triage, decided),
    data: factsOf(decided),
    reason: provenanceOf(triage),
  })
}
