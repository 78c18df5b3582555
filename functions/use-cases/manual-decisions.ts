import type { RoutingDecision } from '../contracts/routing.ts'
import type { Holder, TicketState } from '../contracts/ticket-state.ts'
import { candidateOf } from '../domain/assignment/agent-views.ts'
import { chooseAgent } from '../domain/assignment.ts'
import { takersAmong } from '../domain/capacity.ts'
import type { Happening } from '../domain/ticket/change.ts'
import { listAgents } from '../stores/agents.ts'
import { departmentById } from '../stores/departments.ts'
import { routingPolicy } from './routing-policy.ts'

/** The decision that is stored for an admin's choice: the agents as routing saw them at that moment, and who chose. */
export const decideByHand = async (
  ticket: TicketState,
  agent: Pick<Holder, 'id' | 'department_id'>,
  { actor, now }: Happening,
  overridden: boolean,
): Promise<RoutingDecision> => {
  const department = await departmentById(ticket.department_id)
  const departmentIds = [...new Set([ticket.department_id, agent.department_id])]
  const [policy, members] = await Promise.all([routingPolicy(department), Promise.all(departmentIds.map(listAgents))])
  const everybody = members.flat()
  const asked = takersAmong(everybody, department).filter(({ department_id }) => department_id === department.id)
  const candidates = everybody.filter((one) => one.id === agent.id || asked.includes(one)).map(candidateOf)
  const considered = chooseAgent({ ticket, candidates, policy, now: now.toISOString() })
  const reason = `${actor.name} chose by hand${overridden ? ', over the load line' : ''}`
  return { ...considered, outcome: 'manual', chosen: agent.id, reason }
}
