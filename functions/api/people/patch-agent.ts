import type { AgentPatch } from '../../contracts/people.ts'
import { agentOf } from '../../domain/assignment/agent-views.ts'
import { DEFAULT_CAPACITY } from '../../domain/department.ts'
import { type AgentTraits, changeAgent, isAdminOnly } from '../../domain/people.ts'
import type { Happening } from '../../domain/ticket/change.ts'
import { actorOf } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { joinDepartment, setTraits } from '../../stores/agents.ts'
import { getUser, updateUser } from '../../stores/people.ts'
import { getAgent, leave } from '../../use-cases/leaving.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'
import { assertDepartment } from './assert-department.ts'

/** The traits of an admin who joins a department, unless the request says otherwise. */
const NEWCOMER: AgentTraits = { skills: [], capacity: DEFAULT_CAPACITY }

const traitsAfter = (agent: AgentTraits, { skills, capacity }: AgentPatch): AgentTraits => ({
  skills: skills ? [...new Set(skills)] : agent.skills,
  capacity: capacity ?? agent.capacity,
})

type Doing = Omit<Happening, 'event_id'>

/**
 * An admin becomes a member of a department, and stays an admin.
 *
 * @returns whether this request made them join; another one may have come first
 */
const join = async (adminId: string, departmentId: string, patch: AgentPatch, doing: Doing): Promise<boolean> => {
  const traits = traitsAfter(NEWCOMER, patch)
  let joins = false
  await updateUser(adminId, (user) => {
    joins = user.department_id === null
    if (!joins) return undefined
    const { id, name, presence } = user
    return {
      change: changeAgent(user, departmentId, [null, traits], { ...doing, event_id: newId() }),
      extra: [joinDepartment({ id, name, presence, role: 'admin', department_id: departmentId, ...traits })],
    }
  })
  return joins
}

/** Changes an agent's skills or capacity; the tickets that they have stay with them. */
const change = async (userId: string, patch: AgentPatch, doing: Doing): Promise<void> => {
  await updateUser(userId, async (user) => {
    const agent = await getAgent(user)
    const traits = traitsAfter(agent, patch)
    return {
      change: changeAgent(user, agent.department_id, [agent, traits], { ...doing, event_id: newId() }),
      extra: [setTraits(agent, traits)],
    }
  })
}

/**
 * Moves an agent to another department: their tickets go back into line, their record goes along.
 *
 * @returns whether this request moved them; another one may have come first
 */
const move = async (userId: string, departmentId: string, patch: AgentPatch, doing: Doing): Promise<boolean> => {
  const moved = await leave(
    userId,
    {
      reason: 'the agent moves to another department',
      to: departmentId,
      decide: (user, agent) => {
        const traits = traitsAfter(agent, patch)
        return {
          change: changeAgent(user, departmentId, [agent, traits], { ...doing, event_id: newId() }),
          extra: [joinDepartment({ ...agent, ...traits, department_id: departmentId, presence: user.presence })],
        }
      },
    },
    doing,
  )
  return moved !== undefined
}

/** Changes or moves an agent; has an admin who works in no department join one. */
const apply = async (userId: string, patch: AgentPatch, doing: Doing): Promise<void> => {
  if (patch.department_id !== undefined && isAdminOnly(await getUser(userId))) {
    await assertDepartment(patch.department_id)
    if (await join(userId, patch.department_id, patch, doing)) return
  }
  const { department_id } = await getAgent(await getUser(userId))
  const wanted = patch.department_id ?? department_id
  if (wanted !== department_id) await assertDepartment(wanted)
  const hasMoved = wanted !== department_id && (await move(userId, wanted, patch, doing))
  if (!hasMoved) await change(userId, patch, doing)
}

export const patchAgent = route('patchAgent', async ({ caller, params, body }) => {
  await apply(params.id, body, { actor: actorOf(signedIn(caller)), now: new Date() })
  return agentOf(await getAgent(await getUser(params.id)))
})
