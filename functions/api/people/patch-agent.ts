import type { AgentPatch } from '../../contracts/people.ts'
import type { AgentState } from '../../contracts/people-state.ts'
import { type AgentTraits, changeAgent } from '../../domain/people.ts'
import { agentOf } from '../../domain/roster.ts'
import { actorOf } from '../../domain/ticket.ts'
import type { Happening } from '../../domain/ticket-change.ts'
import { route } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { joinDepartment, setTraits } from '../../stores/agents.ts'
import { getAgent, leave } from '../../stores/leaving.ts'
import { getUser, updateUser } from '../../stores/people.ts'
import { assertDepartment } from './assert-department.ts'

const traitsAfter = (agent: AgentState, { skills, capacity }: AgentPatch): AgentTraits => ({
  skills: skills ? [...new Set(skills)] : agent.skills,
  capacity: capacity ?? agent.capacity,
})

type Doing = Omit<Happening, 'event_id'>

/** Other skills or another capacity; nothing happens to the tickets that they have. */
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
 * Another department: their tickets stay where they belong, their record goes along.
 *
 * @returns whether this request was it that moved them; another one may have come first
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

export const patchAgent = route('patchAgent', async ({ caller, params, body }) => {
  const doing: Doing = { actor: actorOf(signedIn(caller)), now: new Date() }
  const { department_id } = await getAgent(await getUser(params.id))
  const wanted = body.department_id ?? department_id
  if (wanted !== department_id) await assertDepartment(wanted)
  const hasMoved = wanted !== department_id && (await move(params.id, wanted, body, doing))
  if (!hasMoved) await change(params.id, body, doing)
  return agentOf(await getAgent(await getUser(params.id)))
})
