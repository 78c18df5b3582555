import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Presence } from '../contracts/people.ts'
import { AgentState } from '../contracts/people-state.ts'
import type { AgentTraits } from '../domain/people.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { queryAll } from './queries.ts'
import { AGENT_PREFIX, peopleKeys } from './tables.ts'

/** Shape without strictness: rows carry keys that records do not. */
const Row = AgentState.strip().extend({
  // Rows of people who never left, never took a ticket or never resolved one may not say so.
  left_at: AgentState.shape.left_at.default(null),
  last_assigned_at: AgentState.shape.last_assigned_at.default(null),
  resolved_total: AgentState.shape.resolved_total.default(0),
  resolution_hours: AgentState.shape.resolution_hours.default(0),
})

/** Holds for rows of people who have not left, whether these say so or say nothing; `:text` is `S`. */
export const STILL_HERE = 'NOT attribute_type(left_at, :text)'

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
  const rows = await queryAll({
    TableName: tableNamed('AgentLoad'),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': peopleKeys.department(departmentId).pk, ':prefix': AGENT_PREFIX },
    ConsistentRead: true,
  })
  return rows.map((row) => Row.parse(row)).filter(({ left_at }) => left_at === null)
}

/** A new colleague's row before its first ticket. */
export type Newcomer = Pick<AgentState, 'id' | 'name' | 'department_id' | 'skills' | 'capacity' | 'presence' | 'role'> &
  Partial<Pick<AgentState, 'last_assigned_at' | 'resolved_total' | 'resolution_hours'>>

/**
 * Puts an agent into a department, with the record that they bring along. Somebody who was there before gets their row
 * back; refused if they are there now.
 */
export const joinDepartment = ({ last_assigned_at, resolved_total, resolution_hours, ...agent }: Newcomer): Write => ({
  Update: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.agent(agent.department_id, agent.id),
    UpdateExpression: [
      'SET id = :id, #name = :name, department_id = :department, skills = :skills, #capacity = :capacity',
      ', presence = :presence, #role = :role',
      last_assigned_at ? ', last_assigned_at = :assigned_at' : '',
      ' REMOVE left_at ADD active :none, resolved_total :resolved, resolution_hours :hours',
    ].join(''),
    ConditionExpression: 'attribute_not_exists(pk) OR attribute_type(left_at, :text)',
    ExpressionAttributeNames: { '#name': 'name', '#capacity': 'capacity', '#role': 'role' },
    ExpressionAttributeValues: {
      ':id': agent.id,
      ':name': agent.name,
      ':department': agent.department_id,
      ':skills': agent.skills,
      ':capacity': agent.capacity,
      ':presence': agent.presence,
      ':role': agent.role,
      ...(last_assigned_at && { ':assigned_at': last_assigned_at }),
      ':text': 'S',
      ':none': 0,
      ':resolved': resolved_total ?? 0,
      ':hours': resolution_hours ?? 0,
    },
  },
})

/** Takes an agent out of a department: only without work, and with the record that was read. */
export const leaveDepartment = (agent: AgentState, now: Date, takesRecord: boolean): Write => ({
  Update: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.agent(agent.department_id, agent.id),
    UpdateExpression: `SET left_at = :now, presence = :offline${takesRecord ? ', resolved_total = :none, resolution_hours = :none' : ''}`,
    ConditionExpression: `active = :none AND ${STILL_HERE}${takesRecord ? ' AND resolved_total = :resolved' : ''}`,
    ExpressionAttributeValues: {
      ':now': now.toISOString(),
      ':offline': 'offline',
      ':none': 0,
      ':text': 'S',
      ...(takesRecord && { ':resolved': agent.resolved_total }),
    },
  },
})

/** Gives an agent other skills or another capacity. */
export const setTraits = (agent: AgentState, { skills, capacity }: AgentTraits): Write => ({
  Update: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.agent(agent.department_id, agent.id),
    UpdateExpression: 'SET skills = :skills, #capacity = :capacity',
    ConditionExpression: `attribute_exists(pk) AND ${STILL_HERE}`,
    ExpressionAttributeNames: { '#capacity': 'capacity' },
    ExpressionAttributeValues: { ':skills': skills, ':capacity': capacity, ':text': 'S' },
  },
})

/** What a department's row says of an agent's presence: who is offline there gets no new tickets. */
export const showPresence = (
  { department_id, id }: Pick<AgentState, 'department_id' | 'id'>,
  presence: Presence,
): Write => ({
  Update: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.agent(department_id, id),
    UpdateExpression: 'SET presence = :presence',
    ConditionExpression: `attribute_exists(pk) AND ${STILL_HERE}`,
    ExpressionAttributeValues: { ':presence': presence, ':text': 'S' },
  },
})
