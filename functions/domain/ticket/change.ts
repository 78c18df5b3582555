import type { Actor, Changes, EventRecord, EventType } from '../../contracts/events.ts'
import { subjectOf } from '../../contracts/subjects.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { nextSlaNotice } from '../sla.ts'

/** Who does something, when, and the id of the event that records it. */
export interface Happening {
  readonly event_id: string
  readonly actor: Actor
  readonly now: Date
}

/** A ticket's next state and the event that says what happened: written together or not at all. */
export interface TicketChange {
  /** Null when the ticket is new. */
  readonly before: TicketState | null
  readonly ticket: TicketState
  readonly event: EventRecord
}

export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Plimsoll' }
export const AI: Actor = { kind: 'ai', id: 'triage', name: 'Triage' }

/**
 * The name of every customer in events, which hold no personal text. The id tells who it was, as long as the customer's
 * row exists.
 */
export const CUSTOMER_NAME = 'Customer'

/** Somebody without an account: guests also share one name. */
export const GUEST: Actor = { kind: 'user', id: 'guest', name: 'Guest' }

/** The fields whose changes an event records. */
const AUDITED = [
  'title',
  'category',
  'priority',
  'status',
  'queue_state',
  'department_id',
  'assignee',
  'tags',
  'required_skills',
  'merged_into',
] as const

const recorded = (ticket: TicketState, field: (typeof AUDITED)[number]): unknown =>
  field === 'assignee' ? (ticket.assignee?.id ?? null) : ticket[field]

const changesBetween = (before: TicketState | null, after: TicketState): Changes =>
  Object.fromEntries(
    AUDITED.flatMap((field) => {
      const old = before === null ? null : recorded(before, field)
      const next = recorded(after, field)
      return JSON.stringify(old) === JSON.stringify(next) ? [] : [[field, [old, next]]]
    }),
  )

/** Facts of a ticket that its events carry: nothing that a person wrote. */
const factsOf = (ticket: TicketState): Record<string, unknown> => ({
  number: ticket.number,
  department_id: ticket.department_id,
  category: ticket.category,
  priority: ticket.priority,
  status: ticket.status,
  queue_state: ticket.queue_state,
  assignee_id: ticket.assignee?.id ?? null,
  requester_id: ticket.requester.id,
  source: ticket.source,
  created_at: ticket.created_at,
})

/** What an event says beside the differences and facts of its subject. */
export interface EventExtras {
  readonly reason?: string
  /** Changes of what is not a field of the subject, such as a triage's state or an agent's capacity. */
  readonly changes?: Changes
  /** Facts beside those of the subject. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** How long a ticket may be `triaging` before it waits for an agent without a suggestion. */
export const TRIAGE_PATIENCE_SECONDS = 15

const secondsAfter = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1_000).toISOString()

/** The earliest deadline of a ticket that the sweep serves; null if there is none. */
const wakeAt = (ticket: TicketState): string | null => {
  const deadlines = [
    nextSlaNotice(ticket),
    ticket.queue_state === 'triaging' ? secondsAfter(ticket.created_at, TRIAGE_PATIENCE_SECONDS) : null,
  ].filter((deadline) => deadline !== null)
  return deadlines.toSorted()[0] ?? null
}

/** Fields whose changes count as telling the requester something, as public comments do. */
const TOLD = ['status', 'merged_into'] as const

/** Moves a ticket one event on: next version, time of the change, and the event with its differences. */
export const advance = (
  before: TicketState | null,
  next: TicketState,
  type: EventType,
  { event_id, actor, now }: Happening,
  { reason, changes, data }: EventExtras = {},
): TicketChange => {
  const at = now.toISOString()
  const seq = (before?.version ?? 0) + 1
  const isTold = before !== null && TOLD.some((field) => before[field] !== next[field])
  const moved = { ...next, version: seq, updated_at: at, ...(isTold && { told_at: at }) }
  const ticket = { ...moved, wake_at: wakeAt(moved) }
  const event: EventRecord = {
    event_id,
    type,
    subject: subjectOf.ticket(ticket.id),
    ticket_id: ticket.id,
    seq,
    at,
    actor,
    changes: { ...changesBetween(before, ticket), ...changes },
    ...(reason !== undefined && { reason }),
    data: { ...factsOf(ticket), ...data },
  }
  return { before, ticket, event }
}
