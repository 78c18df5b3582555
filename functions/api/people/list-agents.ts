import { agentOf } from '../../domain/assignment/agent-views.ts'
import { listAgents as agentsIn } from '../../stores/agents.ts'
import { listDepartments } from '../../stores/departments.ts'
import { shortPage } from '../../stores/short-lists.ts'
import { route } from '../pipeline/http.ts'

/** Every agent of every department, with their load as it is now. */
export const listAgents = route('listAgents', async ({ query }) => {
  const departments = await listDepartments()
  const agents = await Promise.all(departments.map(({ id }) => agentsIn(id)))
  return shortPage('agents', agents.flat().map(agentOf), query)
})
