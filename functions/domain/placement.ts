import type { DepartmentSettings } from '../contracts/department.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { Category } from '../contracts/triage.ts'
import { slaClocks } from './sla.ts'

/** A way to a department: by the category that it serves, or by name. */
export interface DepartmentChoice {
  readonly category?: Category
  readonly department_id?: string
}

/** The department that a choice leads to. */
export type DepartmentOf = (choice: DepartmentChoice) => DepartmentSettings

/**
 * A ticket in the department where it belongs now. Its clocks follow from its priority and its department, and begin to
 * announce anew when one of them has changed. A ticket that moves from an agent of another department goes into line; one
 * that is done remembers where it was resolved.
 *
 * @param before the ticket as it was
 * @param edited the same with what has changed, apart from the department
 */
export const placed = (before: TicketState, edited: TicketState, department: DepartmentSettings): TicketState => {
  const moves = department.id !== before.department_id
  if (!moves && edited.priority === before.priority) return edited
  const clocked: TicketState = {
    ...edited,
    ...slaClocks(before.created_at, edited.priority, department),
    sla_notice: 'none',
  }
  if (!moves) return clocked
  return {
    ...clocked,
    department_id: department.id,
    returns_to: null,
    ...(before.queue_state === 'done' && { resolved_in: before.resolved_in ?? before.department_id }),
    ...(before.queue_state === 'assigned' && { queue_state: 'waiting', assignee: null, assigned_at: null }),
  }
}
