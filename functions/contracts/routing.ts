import * as z from 'zod'
import { Id, Share, Timestamp } from './basics.ts'
import { Strategy } from './department.ts'
import { Priority } from './triage.ts'

/** One agent as a routing decision saw them. */
export const ConsideredAgent = z.strictObject({
  agent_id: z.string(),
  name: z.string(),
  eligible: z.boolean(),
  excluded_because: z.string().nullable(),
  skill: Share,
  availability: Share,
  performance: Share,
  /** Only the weighted strategy scores. */
  score: z.number().nullable(),
  active: z.int(),
  capacity: z.int(),
  last_assigned_at: z.string().nullable(),
})
export type ConsideredAgent = z.infer<typeof ConsideredAgent>

/** Why a ticket went where it went, complete enough to be recomputed by hand. */
export const RoutingDecision = z.strictObject({
  decided_at: Timestamp,
  outcome: z.enum(['assigned', 'queued', 'moved', 'manual']),
  strategy: Strategy,
  policy_version: z.int(),
  reason: z.string(),
  chosen: z.string().nullable(),
  candidates: z.array(ConsideredAgent),
})
export type RoutingDecision = z.infer<typeof RoutingDecision>

export const AssignmentChange = z.union([
  z.strictObject({ agent_id: Id, override: z.boolean().exactOptional() }),
  z.strictObject({ auto: z.literal(true) }),
  z.strictObject({ unassign: z.literal(true) }),
])
export type AssignmentChange = z.infer<typeof AssignmentChange>

export const QueuedTicket = z.strictObject({
  ticket_id: Id,
  number: z.string(),
  department_id: Id,
  priority: Priority,
  position: z.int().min(1),
  waiting_seconds: z.int().min(0),
})
export type QueuedTicket = z.infer<typeof QueuedTicket>

export const FairnessReport = z.strictObject({
  agents: z.array(
    z.strictObject({
      agent_id: Id,
      name: z.string(),
      assignments: z.int().min(0),
      active: z.int().min(0),
      resolved: z.int().min(0),
      busy_share: Share,
    }),
  ),
  jain: Share,
  gini: Share,
  longest_wait_seconds: z.int().min(0),
})
export type FairnessReport = z.infer<typeof FairnessReport>
