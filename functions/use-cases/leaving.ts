import type { AgentState, UserState } from '../contracts/people-state.ts'
import { unassignTicket } from '../domain/assignment-changes.ts'
import { RefusedError } from '../domain/errors.ts'
import type { UserChange } from '../domain/people.ts'
import type { Happening } from '../domain/ticket-change.ts'
import { UNFINISHED } from '../domain/ticket-status.ts'
import { newId } from '../platform/ids.ts'
import { pause } from '../platform/pause.ts'
import { findAgent, leaveDepartment, showPresence } from '../stores/agents.ts'
import { listAssigned } from '../stores/assigned-tickets.ts'
import { tooBusy, type Write, writeTogether } from '../stores/documents.ts'
import { commitUser, findUser, getUser, unchangedUser } from '../stores/people.ts'
import { updateTicket } from '../stores/tickets.ts'

/** An agent is emptied and looked at again this often: the list of their tickets follows their load by a moment. */
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

/**
 * Somebody's row in their department; in their new one if they have moved since they were read.
 *
 * @throws RefusedError `agent_unknown`
 */
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
  /** The department that they move to, with their figures; null when they leave the staff. */
  readonly to: string | null
  /** What becomes of the user, and what else is written with it. */
  readonly decide: (
    user: UserState,
    agent: AgentState,
  ) => { readonly change: UserChange; readonly extra: readonly Write[] }
}

/**
 * Takes an agent out of their department. First they get no new tickets, then theirs go back into line, and only without
 * any do they leave, in one transaction. One that breaks off half-way leaves them idle, until it is repeated, their
 * presence changes, or `endBrokenLeave` finds them.
 *
 * @returns the user afterwards; undefined when they are where they move to, as another request for the same leaves them
 * @throws RefusedError `agent_unknown`; `unavailable` when tickets come faster than they go
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
 * Gives an agent new tickets again whose leaving broke off: their department believes them offline, and they do not know.
 *
 * @returns whether that was so
 */
export const endBrokenLeave = async (agent: AgentState): Promise<boolean> => {
  const user = await findUser(agent.id)
  if (user?.department_id !== agent.department_id || user.presence === agent.presence) return false
  return (await writeTogether([unchangedUser(user), showPresence(agent, user.presence)])) === undefined
}
