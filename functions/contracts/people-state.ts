import * as z from 'zod'
import { Id, Timestamp } from './basics.ts'
import { Agent, Presence, User } from './people.ts'

/** A user as they are kept. */
export const UserState = User.extend({
  /** `seq` of the last event of `USER#<id>`. */
  version: z.int().min(1),
  /** What they were before they vanished from all sockets; what they return to. Null unless they vanished. */
  former_presence: Presence.nullable(),
  /** Every application they made, oldest first. */
  application_ids: z.array(Id),
  erased_at: Timestamp.nullable(),
})
export type UserState = z.infer<typeof UserState>

/**
 * An agent as they are kept in their department. Somebody who left keeps a row there, empty of work, because a ticket
 * that they resolved may still be reopened and takes its resolution back from it.
 */
export const AgentState = Agent.omit({ avg_resolution_hours: true }).extend({
  role: z.enum(['agent', 'admin']),
  /** May be below zero in the row of somebody who left. */
  resolved_total: z.int(),
  /** Sum over all resolutions. */
  resolution_hours: z.number(),
  left_at: Timestamp.nullable(),
})
export type AgentState = z.infer<typeof AgentState>
