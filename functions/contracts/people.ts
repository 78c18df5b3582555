import * as z from 'zod'
import { Email, Id, PersonName, Share, Text, Timestamp } from './basics.ts'
import { Skills } from './triage.ts'

export const Role = z.enum(['customer', 'agent', 'admin'])
export type Role = z.infer<typeof Role>

export const Presence = z.enum(['online', 'dnd', 'offline'])
export type Presence = z.infer<typeof Presence>

export const User = z.strictObject({
  id: Id,
  email: z.string(),
  name: z.string(),
  role: Role,
  presence: Presence,
  department_id: Id.nullable(),
  created_at: Timestamp,
})
export type User = z.infer<typeof User>

/** How many tickets an agent may carry at once. */
export const Capacity = z.int().min(1).max(100)

export const Agent = z.strictObject({
  id: Id,
  name: z.string(),
  department_id: Id,
  skills: z.array(z.string()),
  capacity: Capacity,
  active: z.int().min(0),
  presence: Presence,
  resolved_total: z.int().min(0),
  avg_resolution_hours: z.number().min(0).nullable(),
  last_assigned_at: Timestamp.nullable(),
})
export type Agent = z.infer<typeof Agent>

export const AgentPatch = z
  .strictObject({
    department_id: Id.exactOptional(),
    skills: Skills.exactOptional(),
    capacity: Capacity.exactOptional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')
export type AgentPatch = z.infer<typeof AgentPatch>

/** An agent's own record with the last four weeks, oldest day first. */
export const OwnAgent = Agent.extend({
  weeks: z.array(
    z.strictObject({
      from: z.iso.date(),
      resolved: z.int().min(0),
      median_first_response_hours: z.number().min(0).nullable(),
      median_resolution_hours: z.number().min(0).nullable(),
      within_sla: Share.nullable(),
    }),
  ),
})
export type OwnAgent = z.infer<typeof OwnAgent>

export const Application = z.strictObject({
  id: Id,
  user: z.strictObject({ id: Id, name: z.string(), email: z.string() }),
  motivation: z.string(),
  skills: z.array(z.string()),
  state: z.enum(['open', 'approved', 'rejected']),
  decided_by: Id.nullable(),
  decided_at: Timestamp.nullable(),
  created_at: Timestamp,
})
export type Application = z.infer<typeof Application>

export const NewApplication = z.strictObject({ motivation: Text.trim().min(1).max(2_000), skills: Skills })
export type NewApplication = z.infer<typeof NewApplication>

export const ApplicationDecision = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('approved'), department_id: Id, capacity: Capacity.exactOptional() }),
  z.strictObject({ state: z.literal('rejected') }),
])
export type ApplicationDecision = z.infer<typeof ApplicationDecision>

/** Characters of a password at least: long rather than complicated, as NIST SP 800-63B advises. */
export const MIN_PASSWORD_LENGTH = 12
export const NewPassword = Text.min(MIN_PASSWORD_LENGTH).max(128)

export const Signup = z.strictObject({ email: Email, password: NewPassword, name: PersonName })
export type Signup = z.infer<typeof Signup>

export const Login = z.strictObject({ email: Email, password: Text.min(1).max(128) })
export const RefreshRequest = z.strictObject({ refresh_token: Text.min(1).max(4_000) })
export const LogoutRequest = z.strictObject({ refresh_token: Text.min(1).max(4_000).exactOptional() })
export const ForgotPassword = z.strictObject({ email: Email })
export const ResetPassword = z.strictObject({
  email: Email,
  code: Text.trim().min(1).max(20),
  password: NewPassword,
})
export const PresenceChange = z.strictObject({ presence: Presence })

export const Session = z.strictObject({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
  /** Seconds that the access token lives. */
  expires_in: z.int(),
  user: User,
})
export type Session = z.infer<typeof Session>

export const UserAnswer = z.strictObject({ user: User })
