import type { AgentState } from '../contracts/people-state.ts'
import { subjectOf } from '../contracts/subjects.ts'
import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { unassignTicket } from '../domain/assignment/changes.ts'
import { graceEndsAt, returnsAfterGrace } from '../domain/capacity.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { newId } from '../platform/ids.ts'
import { findAgent } from '../stores/agents.ts'
import { listAssigned } from '../stores/assigned-tickets.ts'
import { isGivenByHand } from '../stores/assignments.ts'
import { departmentById } from '../stores/departments.ts'
import { listEvents } from '../stores/events.ts'
import { getUser } from '../stores/people.ts'
import { updateTicket } from '../stores/tickets.ts'
import { clearTimer, setFirstTimer, setTimer } from '../stores/timers.ts'

/** The kind of the timers that the minute sweep serves by `endGrace`. */
export const GRACE_TIMER = 'grace'

const UNTOUCHED: readonly Status[] = ['open']

/** Starts the grace time of an agent who went offline: until it ends, their tickets stay with them. */
export const beginGrace = async (agentId: string, departmentId: string, since: Date): Promise<void> => {
  const { offline_grace_minutes } = await departmentById(departmentId)
  await setTimer(GRACE_TIMER, agentId, graceEndsAt(since, offline_grace_minutes))
}

/** Ends the grace time of an agent who is back in time. */
export const cancelGrace = (agentId: string): Promise<void> => clearTimer(GRACE_TIMER, agentId)

/**
 * Starts the grace time of an absence whose message was lost, unless one runs; it counts from when the sweep finds it.
 */
export const ensureGrace = async ({ id, department_id }: AgentState, now: Date): Promise<void> => {
  const { offline_grace_minutes } = await departmentById(department_id)
  await setFirstTimer(GRACE_TIMER, id, graceEndsAt(now, offline_grace_minutes))
}

/** Whether a person gave the ticket to an agent who was away already, and so meant it for their return. */
const isMeantForLater = async (agentId: string, { id, assigned_at }: TicketState): Promise<boolean> => {
  if (assigned_at === null || !(await isGivenByHand(id))) return false
  const lastChange = (await listEvents(subjectOf.user(agentId))).findLast(({ type }) => type === 'presence_changed')
  return lastChange === undefined || lastChange.at <= assigned_at
}

/**
 * Serves an agent's grace timer: if they are still offline, the tickets that nobody has answered go back into line,
 * except those that a person gave them while they were away. Idempotent.
 */
export const endGrace = async (agentId: string, now: Date): Promise<void> => {
  const { department_id } = await getUser(agentId)
  const agent = department_id === null ? undefined : await findAgent(department_id, agentId)
  if (agent?.presence === 'offline') {
    for (const { id } of await listAssigned(agentId, UNTOUCHED)) await takeFrom(agent, id, now)
  }
  await clearTimer(GRACE_TIMER, agentId, now)
}

const takeFrom = async ({ id: agentId, name }: AgentState, ticketId: string, now: Date): Promise<void> => {
  await updateTicket(ticketId, async (ticket) => {
    const { status, queue_state, assignee, first_response_at } = ticket
    const isTheirs = queue_state === 'assigned' && assignee?.id === agentId
    if (!isTheirs || !returnsAfterGrace({ status, agent_replied: first_response_at !== null })) return undefined
    if (await isMeantForLater(agentId, ticket)) return undefined
    const happening = { event_id: newId(), actor: SYSTEM, now }
    return { change: unassignTicket(ticket, `${name} is offline beyond the grace time`, happening) }
  })
}
