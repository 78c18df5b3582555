import { GetCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import { AgentState } from '../contracts/people-state.ts'
import { documents, tableNamed } from './documents.ts'
import { AGENT_PREFIX, peopleKeys } from './tables.ts'

/** Shape without strictness: rows carry keys that records do not. */
const Row = AgentState.strip().extend({
  // Rows of people who never left, never took a ticket or never resolved one may not say so.
  left_at: AgentState.shape.left_at.default(null),
  last_assigned_at: AgentState.shape.last_assigned_at.default(null),
  resolved_total: AgentState.shape.resolved_total.default(0),
  resolution_hours: AgentState.shape.resolution_hours.default(0),
})

/** An agent's row in a department at this moment, also of somebody who left. */
const findRow = async (departmentId: string, agentId: string): Promise<AgentState | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: tableNamed('AgentLoad'),
      Key: peopleKeys.agent(departmentId, agentId),
      ConsistentRead: true,
    }),
  )
  return Item && Row.parse(Item)
}

/** An agent who works in a department at this moment. */
export const findAgent = async (departmentId: string, agentId: string): Promise<AgentState | undefined> => {
  const agent = await findRow(departmentId, agentId)
  return agent?.left_at === null ? agent : undefined
}

/** All agents who work in a department at this moment, whether present or not. */
export const listAgents = async (departmentId: string): Promise<readonly AgentState[]> => {
  const agents: AgentState[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('AgentLoad'),
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': peopleKeys.department(departmentId).pk, ':prefix': AGENT_PREFIX },
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    )
    agents.push(...(page.Items ?? []).map((row) => Row.parse(row)))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return agents.filter(({ left_at }) => left_at === null)
}
