import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { AgentState } from '../../functions/contracts/people-state.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { newDepartment, type StoredDepartment } from '../../functions/domain/department.ts'
import { peopleKeys } from '../../functions/stores/tables.ts'
import { ticketRow } from '../../functions/stores/ticket-rows.ts'
import { NOW } from './clock.ts'
import { aStoredTicket, namedId } from './tickets.ts'

/** A department as it is stored, with its version. */
export const aStoredDepartment = (name: string, settings: Partial<StoredDepartment> = {}): StoredDepartment => ({
  ...newDepartment({ name }, namedId(name)),
  version: 1,
  ...settings,
})

/** An agent of a department, online and with nothing to do. */
export const aStoredAgent = (name: string, department_id: string, given: Partial<AgentState> = {}): AgentState => ({
  id: namedId(name),
  name,
  department_id,
  skills: [],
  capacity: 3,
  active: 0,
  presence: 'online',
  role: 'agent',
  resolved_total: 0,
  resolution_hours: 0,
  last_assigned_at: null,
  left_at: null,
  ...given,
})

/** The n-th waiting ticket of a department, created n minutes after `NOW`. */
export const aWaitingTicket = (n: number, department_id: string, given: Partial<TicketState> = {}): TicketState =>
  aStoredTicket({
    id: namedId(`T${String(n).padStart(5, '0')}`),
    number: `PL-${String(n).padStart(8, '0')}`,
    department_id,
    created_at: new Date(NOW.getTime() + n * 60_000).toISOString(),
    version: 1,
    ...given,
  })

const agentRow = ({ left_at, ...agent }: AgentState): Record<string, unknown> => ({
  ...peopleKeys.agent(agent.department_id, agent.id),
  ...agent,
  ...(left_at !== null && { left_at }),
})

const userRow = ({ id, name, department_id, presence }: AgentState): Record<string, unknown> => ({
  ...peopleKeys.user(id),
  id,
  email: `${name.toLowerCase()}@example.org`,
  name,
  role: 'agent',
  presence,
  department_id,
  created_at: NOW.toISOString(),
  version: 1,
})

const departmentRow = (department: StoredDepartment): Record<string, unknown> => ({
  ...peopleKeys.department(department.id),
  ...department,
  by_kind_key: 'DEPARTMENT',
  by_kind_order: department.id,
})

export interface Desk {
  readonly departments?: readonly StoredDepartment[]
  readonly agents?: readonly AgentState[]
  readonly tickets?: readonly TicketState[]
}

/** Puts a desk into the tables as it stands, without the history that led to it. */
export const storeDesk = async (
  documents: DynamoDBDocumentClient,
  { departments = [], agents = [], tickets = [] }: Desk,
): Promise<void> => {
  const people = [...departments.map(departmentRow), ...agents.map(agentRow), ...agents.map(userRow)]
  for (const [table, rows] of [
    ['AgentLoad', people],
    ['Tickets', tickets.map(ticketRow)],
  ] as const) {
    for (let from = 0; from < rows.length; from += 25) {
      const puts = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }))
      await documents.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }))
    }
  }
}
