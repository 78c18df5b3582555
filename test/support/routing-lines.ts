import type { AgentState } from '../../functions/contracts/people-state.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { StoredDepartment } from '../../functions/domain/department.ts'
import { aStoredAgent, aStoredDepartment, aWaitingTicket } from './routing-records.ts'

let departments = 0
/** A department that no other test uses; its tickets do not overflow unless the test enables that. */
export const ownDepartment = (settings: Partial<StoredDepartment> = {}): StoredDepartment => {
  departments += 1
  return aStoredDepartment(`D${departments}`, { overflow: { enabled: false, after_minutes: 10 }, ...settings })
}

let numbers = 0
/** Tickets that no other test has, waiting in a department's line in this order. */
export const inLine = (count: number, departmentId: string, given: Partial<TicketState> = {}): TicketState[] =>
  Array.from({ length: count }, () => {
    numbers += 1
    return aWaitingTicket(numbers, departmentId, given)
  })

/** This many agents of a department. */
export const onDuty = (count: number, { id, name }: StoredDepartment, given: Partial<AgentState> = {}): AgentState[] =>
  Array.from({ length: count }, (_none, n) => aStoredAgent(`${name}A${n}`, id, given))
