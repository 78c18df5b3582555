import * as z from 'zod'
import { Id, period, Text, Timestamp } from './basics.ts'
import { NamedRequester, NewTicket } from './ticket.ts'

export const Actor = z.strictObject({ kind: z.enum(['user', 'system', 'ai']), id: z.string(), name: z.string() })
export type Actor = z.infer<typeof Actor>

/** What happened, in the past tense; the name that the bus, the audit log and the timeline share. */
export const EventType = z.enum([
  'ticket_created',
  'ticket_queued',
  'ticket_assigned',
  'ticket_unassigned',
  'ticket_updated',
  'status_changed',
  'comment_added',
  'customer_confirmed',
  'triage_ready',
  'triage_decided',
  'ticket_merged',
  'ticket_unmerged',
  'sla_at_risk',
  'sla_breached',
  'requester_erased',
  'customer_signed_up',
  'presence_changed',
  'agent_applied',
  'agent_approved',
  'application_rejected',
  'agent_updated',
  'agent_removed',
  'user_erased',
  'unsubscribed',
  'department_created',
  'department_updated',
  'department_overloaded',
  'settings_updated',
  'merge_proposed',
  'merge_applied',
  'merge_rejected',
  'merge_expired',
  'merge_ended',
  'merge_undone',
  'forecast_published',
  'capacity_advised',
  'model_trained',
  'model_rolled_back',
])
export type EventType = z.infer<typeof EventType>

/** The old and the new value of each field that changed; free text only as its hash and length. */
export const Changes = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))
export type Changes = z.infer<typeof Changes>

/** An event as stored and sent: what happened to which subject, and the facts that its readers need. */
export const EventRecord = z.object({
  event_id: Id,
  type: EventType,
  /** Whose history it belongs to: `TICKET#<id>`, `USER#<id>`, `DEPARTMENT#<id>` … */
  subject: z.string(),
  ticket_id: Id.exactOptional(),
  /** Number of the event in its subject's history, from 1 without a gap. */
  seq: z.int().min(1),
  at: Timestamp,
  actor: Actor,
  changes: Changes,
  reason: z.string().exactOptional(),
  /** The request that caused it, by the id that the log uses; missing for what a schedule did. */
  correlation_id: z.string().exactOptional(),
  /** Facts after the change, free of personal text; `department_id` rings that department's bell. */
  data: z.record(z.string(), z.unknown()),
})
export type EventRecord = z.infer<typeof EventRecord>

const shown = { seq: true, type: true, actor: true, at: true, changes: true, reason: true } as const

/** An event in the history of one ticket, as the API lists it. */
export const TicketEvent = EventRecord.pick(shown).strict()
export type TicketEvent = z.infer<typeof TicketEvent>

/** An event of any subject, as the audit log lists it. */
export const AuditEvent = EventRecord.pick({ ...shown, event_id: true, subject: true, ticket_id: true }).strict()
export type AuditEvent = z.infer<typeof AuditEvent>

/** The name on the bus of each event that is published; the others stay internal. */
export const detailTypes = {
  ticket_created: 'TicketCreated',
  ticket_queued: 'TicketQueued',
  ticket_assigned: 'TicketAssigned',
  ticket_unassigned: 'TicketUpdated',
  ticket_updated: 'TicketUpdated',
  customer_confirmed: 'TicketUpdated',
  triage_decided: 'TicketUpdated',
  requester_erased: 'TicketUpdated',
  status_changed: 'TicketStatusChanged',
  comment_added: 'TicketCommented',
  ticket_merged: 'TicketMerged',
  ticket_unmerged: 'TicketMerged',
  triage_ready: 'TriageReady',
  sla_at_risk: 'SlaAtRisk',
  sla_breached: 'SlaBreached',
  department_overloaded: 'DepartmentOverloaded',
  merge_proposed: 'MergeProposed',
  merge_applied: 'MergeApplied',
  merge_ended: 'MergeEnded',
  merge_undone: 'MergeUndone',
  forecast_published: 'ForecastPublished',
  capacity_advised: 'CapacityAdvised',
  presence_changed: 'AgentPresenceChanged',
  customer_signed_up: 'CustomerSignedUp',
  agent_approved: 'AgentApproved',
  agent_updated: 'AgentUpdated',
  agent_removed: 'AgentRemoved',
  application_rejected: 'ApplicationRejected',
  department_updated: 'DepartmentUpdated',
} as const satisfies Partial<Record<EventType, string>>

export type DetailType = (typeof detailTypes)[keyof typeof detailTypes] | 'TicketRequested'

/** The `source` of everything that the product puts on the bus. */
export const SOURCE = 'plimsoll'

/** The detail of a message on the bus; consumers ignore fields that they do not know. */
export const EventDetail = EventRecord.extend({ version: z.literal(1) })
export type EventDetail = z.infer<typeof EventDetail>

/** A ticket that another service asks for; `source` and `request_id` make it unique. */
export const TicketRequested = z.strictObject({
  request_id: Text.min(1).max(200),
  ...NewTicket.shape,
  requester: NamedRequester,
})
export type TicketRequested = z.infer<typeof TicketRequested>

/** The parts of EventBridge's envelope that consumers read. */
export const busEnvelope = <Detail extends z.ZodType>(detail: Detail) =>
  z.object({ id: z.string(), source: z.string(), 'detail-type': z.string(), time: z.string(), detail })

/** "Look at this department": the only message that the TicketQueue carries. */
export const QueueBell = z.strictObject({
  department_id: Id,
  /** A ticket whose time for triage is over: it waits from now on, triaged or not. */
  ticket_id: Id.exactOptional(),
})
export type QueueBell = z.infer<typeof QueueBell>

export const AuditQuery = {
  actor: z.string().min(1).max(100).exactOptional(),
  type: EventType.exactOptional(),
  ticket_id: Id.exactOptional(),
  ...period,
}
