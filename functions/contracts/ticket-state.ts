import * as z from 'zod'
import { Id, Timestamp } from './basics.ts'
import { Ticket } from './ticket.ts'

/** Who gave a field its value: a machine never replaces what a person chose. */
export const SetBy = z.enum(['default', 'policy', 'person'])
export type SetBy = z.infer<typeof SetBy>

/**
 * The agent who carries a ticket; `department_id` is the agent's own department, which may differ from the ticket's.
 */
export const Holder = z.strictObject({ id: Id, name: z.string(), department_id: Id })
export type Holder = z.infer<typeof Holder>

/** A ticket as stored. What the wire adds (position, presence, visibility) is derived when it is shown. */
export const TicketState = Ticket.omit({ queue_position: true, assignee: true, due_at: true }).extend({
  assignee: Holder.nullable(),
  /** When its requester was last told something: by a public comment, another status or a merge. Null until then. */
  told_at: Timestamp.nullable(),
  category_set_by: SetBy,
  priority_set_by: SetBy,
  /** `default` while the department follows from the category, `person` once somebody has named one. */
  department_set_by: SetBy.exclude(['policy']),
  first_response_due_at: Timestamp,
  resolution_due_at: Timestamp,
  /** The last notice that was given for the clock that is running. */
  sla_notice: z.enum(['none', 'at_risk', 'breached']),
  /** The last resolution credited to an agent, kept so that reopening can take back exactly that. */
  resolution: z.strictObject({ agent: Holder, hours: z.number().min(0) }).nullable(),
  /**
   * The department in which it was resolved, if it has been moved since; null otherwise, and while it is unfinished.
   */
  resolved_in: Id.nullable(),
  /** The agent who had it before it was reopened or unmerged: the first choice when it is served again. */
  returns_to: Holder.nullable(),
  /** When the minute sweep looks at this ticket next; null once nothing is due. */
  wake_at: Timestamp.nullable(),
})
export type TicketState = z.infer<typeof TicketState>
