import * as z from 'zod'
import { Id, Timestamp } from './basics.ts'
import { Agent, Presence, User } from './people.ts'

/** A user as stored. */
export const UserState = User.extend({
  /** `seq` of the last event of `USER#<id>`. */
  version: z.int().min(1),
  /** Their presence before they vanished from all sockets, to which they return; null unless they vanished. */
  former_presence: Presence.nullable(),
  /** Every application they made, oldest first. */
  application_ids: z.array(Id),
  erased_at: Timestamp.nullable(),
})
export type UserState = z.infer<typeof UserState>

/**
 * An agent as stored in their department. Somebody who has left keeps a row there without work: a ticket that they
 * resolved may still be reopened, and its resolution is then subtracted from that row.
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
