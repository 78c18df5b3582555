import type { Agent } from '../../contracts/people.ts'
import type { AgentState } from '../../contracts/people-state.ts'
import type { Candidate } from './suitability.ts'

/** Mean hours from opening to resolution; null before the first. */
const averageHours = ({ resolved_total, resolution_hours }: AgentState): number | null =>
  resolved_total > 0 ? Math.max(0, resolution_hours) / resolved_total : null

/** An agent as the wire shows them. */
export const agentOf = (state: AgentState): Agent => ({
  id: state.id,
  name: state.name,
  department_id: state.department_id,
  skills: state.skills,
  capacity: state.capacity,
  active: state.active,
  presence: state.presence,
  resolved_total: Math.max(0, state.resolved_total),
  avg_resolution_hours: averageHours(state),
  last_assigned_at: state.last_assigned_at,
})

/** An agent as routing sees them. */
export const candidateOf = (state: AgentState): Candidate => {
  const { id, ...agent } = agentOf(state)
  return { agent_id: id, ...agent }
}
