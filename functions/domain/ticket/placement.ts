import type { DepartmentSettings } from '../../contracts/department.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import type { Category } from '../../contracts/triage.ts'
import { slaClocks } from '../sla.ts'

/** How a department is chosen: by the category that it serves, or by its id. */
export interface DepartmentChoice {
  readonly category?: Category
  readonly department_id?: string
}

/** The department of a choice. */
export type DepartmentOf = (choice: DepartmentChoice) => DepartmentSettings

/**
 * Puts a changed ticket into its department. Its clocks follow from its priority and its department, and their notices
 * start anew if either has changed. A ticket that an agent carries goes back into line when it moves; a finished one
 * records where it was resolved.
 *
 * @param before the ticket as it was
 * @param edited the ticket with all changes but that of the department
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
