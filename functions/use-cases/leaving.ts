import type { AgentState, UserState } from '../contracts/people-state.ts'
import { unassignTicket } from '../domain/assignment/changes.ts'
import { RefusedError } from '../domain/errors.ts'
import type { UserChange } from '../domain/people.ts'
import type { Happening } from '../domain/ticket/change.ts'
import { UNFINISHED } from '../domain/ticket-status.ts'
import { newId } from '../platform/ids.ts'
import { pause } from '../platform/pause.ts'
import { findAgent, leaveDepartment, showPresence } from '../stores/agents.ts'
import { listAssigned } from '../stores/assigned-tickets.ts'
import { tooBusy, type Write, writeTogether } from '../stores/documents.ts'
import { commitUser, findUser, getUser, unchangedUser } from '../stores/people.ts'
import { updateTicket } from '../stores/tickets.ts'

/** How often an agent's tickets are returned and their load is checked: the list of tickets lags behind the load. */
const ATTEMPTS = 8
const FIRST_PAUSE_MS = 25

const returnTickets = async (
  agentId: string,
  reason: string,
  happening: Omit<Happening, 'event_id'>,
): Promise<void> => {
  for (const { id } of await listAssigned(agentId, UNFINISHED)) {
    await updateTicket(id, async (ticket) => {
      if (ticket.queue_state !== 'assigned' || ticket.assignee?.id !== agentId) return undefined
      return { change: unassignTicket(ticket, reason, { ...happening, event_id: newId() }) }
    })
  }
}

/** A user's row as an agent; that in their new department if they have moved since `user` was read. */
export const getAgent = async (user: UserState): Promise<AgentState> => {
  const agent = user.department_id === null ? undefined : await findAgent(user.department_id, user.id)
  if (agent) return agent
  const now = await getUser(user.id)
  if (now.version !== user.version) return getAgent(now)
  throw new RefusedError('not-found', 'agent_unknown', `there is no agent ${user.id}`)
}

export interface Leaving {
  /** Why their tickets go back into line. */
  readonly reason: string
  /** The department to which they move, taking their figures along; null when they leave the staff. */
  readonly to: string | null
  /** The change of the user, and the further writes of its transaction. */
  readonly decide: (
    user: UserState,
    agent: AgentState,
  ) => { readonly change: UserChange; readonly extra: readonly Write[] }
}

/**
 * Takes an agent out of their department. They first stop getting new tickets, then theirs go back into line, and only
 * without any do they leave, in one transaction. A leave that breaks off leaves them without new tickets until it is
 * repeated, their presence changes, or `endBrokenLeave` finds them.
 *
 * @returns the user afterwards; undefined if they are in the department `to` already, as after a concurrent request
 * @throws RefusedError `agent_unknown`; `unavailable` if they still have tickets after all attempts
 */
export const leave = async (
  userId: string,
  { reason, to, decide }: Leaving,
  happening: Omit<Happening, 'event_id'>,
): Promise<UserState | undefined> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { department_id } = await getAgent(await getUser(userId))
    if (department_id === to) return undefined
    await writeTogether([showPresence({ department_id, id: userId }, 'offline')])
    await returnTickets(userId, reason, happening)

    const user = await getUser(userId)
    const agent = await getAgent(user)
    if (agent.department_id === department_id && agent.active === 0) {
      const { change, extra } = decide(user, agent)
      const written = await commitUser(change, [leaveDepartment(agent, happening.now, to !== null), ...extra])
      if (written === 'written') return change.user
    }
    await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt)
  }
  const user = await getUser(userId)
  await writeTogether([showPresence(await getAgent(user), user.presence)])
  throw tooBusy(`agent ${userId} still has tickets`)
}

/**
 * Repairs a leave that broke off, after which only the agent's row says offline: they get new tickets again.
 *
 * @returns whether it was repaired; false if there was nothing to repair
 */
export const endBrokenLeave = async (agent: AgentState): Promise<boolean> => {
  const user = await findUser(agent.id)
  if (user?.department_id !== agent.department_id || user.presence === agent.presence) return false
  return (await writeTogether([unchangedUser(user), showPresence(agent, user.presence)])) === undefined
}
