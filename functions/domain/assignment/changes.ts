import type { RoutingDecision } from '../../contracts/routing.ts'
import type { Holder, TicketState } from '../../contracts/ticket-state.ts'
import { RefusedError } from '../errors.ts'
import { advance, type Happening, type TicketChange } from '../ticket/change.ts'
import { assertOwnLife } from '../ticket.ts'
import { isUnfinished } from '../ticket-status.ts'
import { waitedSeconds } from '../time.ts'

const conflict = (code: string, message: string): RefusedError => new RefusedError('conflict', code, message)

/**
 * @throws RefusedError `ticket_merged`, `ticket_closed`, `ticket_resolved` for a ticket that nobody works on any more
 */
export const assertUnfinished = (ticket: TicketState): void => {
  assertOwnLife(ticket)
  if (!isUnfinished(ticket.status)) {
    throw conflict(`ticket_${ticket.status}`, `ticket ${ticket.id} is ${ticket.status}`)
  }
}

/** Back in line with its age: the line is ordered by priority and time of creation alone. */
const inLine = (ticket: TicketState): TicketState => ({
  ...ticket,
  queue_state: 'waiting',
  assignee: null,
  assigned_at: null,
})

/**
 * Puts a new ticket in line once its triage is over.
 *
 * @param degraded true when it goes on without a suggestion, because triage failed or took too long
 * @throws RefusedError `not_triaging` if it has left triage already
 */
export const queueTicket = (
  ticket: TicketState,
  reason: string,
  happening: Happening,
  { degraded }: { readonly degraded: boolean },
): TicketChange => {
  if (ticket.queue_state !== 'triaging') {
    throw conflict('not_triaging', `ticket ${ticket.id} is ${ticket.queue_state}, not in triage`)
  }
  return advance(ticket, inLine(ticket), 'ticket_queued', happening, { reason, data: { degraded } })
}

/**
 * Puts a new ticket in line that has waited too long for its triage.
 *
 * @throws RefusedError `not_triaging` if it has left triage already
 */
export const giveUpTriage = (ticket: TicketState, happening: Happening): TicketChange =>
  queueTicket(ticket, 'triage took too long', happening, { degraded: true })

/** How an assignment came about. */
export interface AssignmentTerms {
  readonly decision: Pick<RoutingDecision, 'outcome' | 'reason' | 'strategy' | 'policy_version'>
  /** True if a person knowingly gives the ticket to a full agent. */
  readonly override: boolean
}

/**
 * Gives a ticket to an agent, even if another one has it. Whether the agent has room is a condition of the write: see
 * the agents' load.
 *
 * @throws RefusedError `ticket_merged`, `ticket_closed`, `ticket_resolved`; `already_assigned` to this agent
 */
export const assignTicket = (
  ticket: TicketState,
  agent: Holder,
  { decision, override }: AssignmentTerms,
  happening: Happening,
): TicketChange => {
  assertUnfinished(ticket)
  if (ticket.queue_state === 'assigned' && ticket.assignee?.id === agent.id) {
    throw conflict('already_assigned', `ticket ${ticket.id} is with ${agent.name} already`)
  }
  const assigned: TicketState = {
    ...ticket,
    queue_state: 'assigned',
    assignee: agent,
    assigned_at: happening.now.toISOString(),
    returns_to: null,
  }
  return advance(ticket, assigned, 'ticket_assigned', happening, {
    reason: decision.reason,
    data: {
      outcome: decision.outcome,
      strategy: decision.strategy,
      policy_version: decision.policy_version,
      override,
      waited_seconds: waitedSeconds(ticket.created_at, happening.now),
    },
  })
}

/**
 * Takes a ticket from its agent, back into line with its age.
 *
 * @throws RefusedError `not_assigned`
 */
export const unassignTicket = (ticket: TicketState, reason: string, happening: Happening): TicketChange => {
  if (ticket.queue_state !== 'assigned') {
    throw conflict('not_assigned', `ticket ${ticket.id} is ${ticket.queue_state}, with nobody`)
  }
  return advance(ticket, { ...inLine(ticket), returns_to: null }, 'ticket_unassigned', happening, { reason })
}

/**
 * Merges a ticket into another one. It leaves the line and its agent's load; its own conversation, status and assignee
 * stay, so that the agent can still read it and take the merge back.
 *
 * A survivor that was merged itself is refused, so that merges can never go in a circle.
 *
 * @throws RefusedError `merge_self`, `ticket_merged` for either, `ticket_closed` for the survivor
 */
export const mergeTicket = (ticket: TicketState, into: TicketState, happening: Happening): TicketChange => {
  if (ticket.id === into.id) throw conflict('merge_self', `ticket ${ticket.id} cannot be merged into itself`)
  for (const one of [ticket, into]) assertOwnLife(one)
  if (into.status === 'closed') throw conflict('ticket_closed', `ticket ${into.id} is closed`)
  const merged: TicketState = { ...ticket, queue_state: 'done', merged_into: into.id }
  return advance(ticket, merged, 'ticket_merged', happening, { data: { into: into.id, into_number: into.number } })
}

/**
 * Takes a merge back. An unfinished ticket goes into line with its age, for its former agent first.
 *
 * @throws RefusedError `not_merged`
 */
export const unmergeTicket = (ticket: TicketState, happening: Happening): TicketChange => {
  if (!ticket.merged_into) throw conflict('not_merged', `ticket ${ticket.id} is not merged`)
  const own: TicketState = { ...ticket, merged_into: null }
  const next = isUnfinished(ticket.status) ? { ...inLine(own), returns_to: ticket.assignee } : own
  return advance(ticket, next, 'ticket_unmerged', happening, { data: { from: ticket.merged_into } })
}
