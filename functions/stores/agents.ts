import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Presence } from '../contracts/people.ts'
import { AgentState } from '../contracts/people-state.ts'
import type { AgentTraits } from '../domain/people.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { queryAll } from './queries.ts'
import { AGENT_PREFIX, peopleKeys } from './tables.ts'

/** Not strict: rows carry key attributes that records do not. */
const Row = AgentState.strip().extend({
  // May be missing from rows of agents who have never left, taken a ticket or resolved one.
  left_at: AgentState.shape.left_at.default(null),
  last_assigned_at: AgentState.shape.last_assigned_at.default(null),
  resolved_total: AgentState.shape.resolved_total.default(0),
  resolution_hours: AgentState.shape.resolution_hours.default(0),
})

/**
 * The condition that an agent has not left: `left_at` is null or missing. Expressions that use it set `:text` to `S`.
 */
export const STILL_HERE = 'NOT attribute_type(left_at, :text)'

/** An agent's row in a department at this moment, even if the agent has left. */
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
 * Adds an agent to a department, with the record that they bring along. Somebody who has worked there before gets their
 * old row back; refused if they work there now.
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

/**
 * Takes an agent out of a department; refused while they have tickets. `takesRecord` also clears their record there,
 * and refuses if it has changed since it was read.
 */
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

/** Sets an agent's skills and capacity. */
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

/** Copies an agent's presence to their row in the department; agents offline there get no tickets automatically. */
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
