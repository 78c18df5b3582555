import type { EventRecord, EventType } from '../contracts/events.ts'
import type { ServerEvent, ServerMessage } from '../contracts/socket.ts'
import { subjectOf } from '../contracts/subjects.ts'
import type { Comment } from '../contracts/ticket.ts'
import { userIdOf } from './people.ts'
import { type Caller, can, type TicketAction, type TicketRelations } from './permissions.ts'

/** What a connection subscribes to: a ticket that it joined, its own user, the presence of another user, all queues. */
export const topicOf = {
  ticket: subjectOf.ticket,
  user: subjectOf.user,
  presence: (userId: string): string => `PRESENCE#${userId}`,
  admins: 'ADMINS',
} as const

/** What a connection may receive about a ticket: nothing, what its customer sees, or everything. */
export type Hearing = 'none' | 'public' | 'all'

const hearingOf = (may: (action: TicketAction) => boolean): Hearing => {
  if (may('read_internal')) return 'all'
  return may('read') ? 'public' : 'none'
}

/** What a caller may receive about a ticket in its present state. */
export const hearingOfTicket = (caller: Caller, ticket: TicketRelations): Hearing =>
  hearingOf((action) => can(caller, action, ticket))

const idOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const personOrNull = (value: unknown): { readonly id: string } | null =>
  typeof value === 'string' ? { id: value } : null

const relationsAfter = ({ ticket_id, data }: EventRecord): TicketRelations => ({
  id: ticket_id ?? '',
  requester: { id: idOrNull(data.requester_id) },
  assignee: personOrNull(data.assignee_id),
})

const formerAssignee = ({ changes }: EventRecord) => personOrNull(changes.assignee?.[0])

/**
 * What a caller may receive about one event of a ticket. An agent who loses the ticket by it still receives this last
 * event.
 */
export const hearingOfEvent = (caller: Caller, event: EventRecord): Hearing => {
  const after = relationsAfter(event)
  const before = { ...after, assignee: formerAssignee(event) }
  return hearingOf((action) => can(caller, action, after) || can(caller, action, before))
}

/** The name of each event's message to those who may receive everything; `ticket_updated` for all others. */
const STAFF_MESSAGES: Partial<Record<EventType, ServerEvent>> = {
  comment_added: 'comment_added',
  customer_confirmed: 'comment_added',
  status_changed: 'status_updated',
  ticket_assigned: 'ticket_assigned',
  ticket_unassigned: 'ticket_assigned',
  triage_ready: 'triage_ready',
}

/** Events that do not concern the customer, unless they change what the customer sees. */
const INTERNAL_EVENTS: ReadonlySet<EventType> = new Set([
  'triage_ready',
  'triage_decided',
  'sla_at_risk',
  'sla_breached',
])
/** Fields of a ticket that its customer sees, as events name them. */
const PUBLIC_FIELDS = [
  'title',
  'category',
  'priority',
  'status',
  'queue_state',
  'department_id',
  'assignee',
  'tags',
  'merged_into',
]

const changesPublicField = ({ changes }: EventRecord): boolean => PUBLIC_FIELDS.some((field) => field in changes)

/** The name of an event's message for those who may receive this much; undefined if they receive none. */
const messageName = (event: EventRecord, hearing: Hearing): ServerEvent | undefined => {
  const name = STAFF_MESSAGES[event.type] ?? 'ticket_updated'
  if (hearing === 'all') return name
  if (hearing === 'none' || event.data.visibility === 'internal') return undefined
  if (!INTERNAL_EVENTS.has(event.type)) return name
  return changesPublicField(event) ? 'ticket_updated' : undefined
}

/**
 * A ticket's facts after an event, as far as its customer may see them. They tell a client to read the ticket again.
 */
const publicFacts = ({ type, at, data }: EventRecord): Record<string, unknown> => ({
  type,
  at,
  number: data.number,
  status: data.status,
  priority: data.priority,
  category: data.category,
  queue_state: data.queue_state,
  department_id: data.department_id,
  assignee_id: data.assignee_id,
})

const factsFor = (event: EventRecord, hearing: Hearing): Record<string, unknown> =>
  hearing === 'all'
    ? { ...publicFacts(event), actor: event.actor, changes: event.changes }
    : { ...publicFacts(event), ...(INTERNAL_EVENTS.has(event.type) && { type: 'ticket_updated' }) }

/** Whether an event's message carries the comment that was written. */
export const tellsComment = ({ type }: EventRecord): boolean => STAFF_MESSAGES[type] === 'comment_added'

/**
 * The message that a connection receives about an event of a ticket; undefined if it receives none.
 *
 * @param comment the comment that the event is about; without it, as after an erasure, the message holds the facts
 *   alone
 */
export const ticketMessage = (
  event: EventRecord,
  hearing: Hearing,
  comment: Comment | undefined,
): ServerMessage | undefined => {
  const name = messageName(event, hearing)
  if (name === undefined || event.ticket_id === undefined) return undefined
  const said = tellsComment(event) ? comment : undefined
  return { event: name, data: said ?? factsFor(event, hearing), ticket_id: event.ticket_id, seq: event.seq }
}

/**
 * The topics of a ticket's event: those who joined the ticket, its customer, its agent and the agent before. Nobody is
 * told as a joiner that a ticket is new: who joins it has found it written.
 */
export const ticketTopics = (event: EventRecord): readonly string[] => {
  if (event.ticket_id === undefined) return []
  const { requester, assignee } = relationsAfter(event)
  const people = [requester.id, assignee?.id ?? null, formerAssignee(event)?.id ?? null].filter((id) => id !== null)
  const joined = event.type === 'ticket_created' ? [] : [topicOf.ticket(event.ticket_id)]
  return [...joined, ...[...new Set(people)].map(topicOf.user)]
}

/** The topics of those who are told of a ticket's viewers even if they have not joined it: its agent and the admins. */
export const viewerTopics = ({ assignee }: TicketRelations): readonly string[] =>
  assignee ? [topicOf.user(assignee.id), topicOf.admins] : [topicOf.admins]

/** Events that change a line, or the load of those who serve it. */
const QUEUE_EVENTS: ReadonlySet<EventType> = new Set([
  'ticket_created',
  'ticket_queued',
  'ticket_assigned',
  'ticket_unassigned',
  'ticket_merged',
  'ticket_unmerged',
  'presence_changed',
  'agent_approved',
  'agent_updated',
  'agent_removed',
  'department_created',
  'department_updated',
  'department_overloaded',
  'merge_proposed',
  'merge_applied',
  'merge_rejected',
  'merge_expired',
  'merge_ended',
  'merge_undone',
])
const QUEUE_FIELDS = ['queue_state', 'department_id', 'priority', 'status']

/**
 * The message to admins when a line or its load changes; undefined for any other event. It has no `seq`, since it
 * belongs to no ticket's stream.
 */
export const queueMessage = ({ type, changes, data, ticket_id }: EventRecord): ServerMessage | undefined => {
  const moves = QUEUE_EVENTS.has(type) || (ticket_id !== undefined && QUEUE_FIELDS.some((field) => field in changes))
  if (!moves) return undefined
  return {
    event: 'queue_changed',
    data: {
      type,
      department_id: data.department_id ?? null,
      former_department_id: idOrNull(changes.department_id?.[0]),
      ...(ticket_id !== undefined && { ticket_id }),
    },
  }
}

/** Whose presence an event changed; undefined for every other event. */
export const presenceChangeOf = (
  event: EventRecord,
): { readonly user_id: string; readonly presence: unknown } | undefined => {
  const user_id = event.type === 'presence_changed' ? userIdOf(event) : undefined
  return user_id === undefined ? undefined : { user_id, presence: event.changes.presence?.[1] }
}

/** The message about a person's presence to those who joined one of that person's tickets. */
export const presenceMessage = (
  change: { readonly user_id: string; readonly presence: unknown },
  ticketId: string | undefined,
): ServerMessage => ({
  event: 'user_status_changed',
  data: change,
  ...(ticketId !== undefined && { ticket_id: ticketId }),
})
