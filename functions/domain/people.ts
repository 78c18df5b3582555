import type { EventRecord, EventType } from '../contracts/events.ts'
import type { Application, Presence, User } from '../contracts/people.ts'
import type { AgentState, UserState } from '../contracts/people-state.ts'
import { subjectOf } from '../contracts/subjects.ts'
import { RefusedError } from './errors.ts'
import { CUSTOMER_NAME, type EventExtras, type Happening } from './ticket/change.ts'

/** A user's next state and the event that says what happened: written together or not at all. */
export interface UserChange {
  /** Null when the user is new. */
  readonly before: UserState | null
  readonly user: UserState
  readonly event: EventRecord
}

const USER_PREFIX = subjectOf.user('')

/** The user whose history an event belongs to; undefined where it is another subject's. */
export const userIdOf = ({ subject }: Pick<EventRecord, 'subject'>): string | undefined =>
  subject.startsWith(USER_PREFIX) ? subject.slice(USER_PREFIX.length) : undefined

/** Replaces what was erased of a person's words. */
export const TOMBSTONE = '[erased]'

/**
 * Refuses a token that has outlived its account.
 *
 * @throws RefusedError `token_invalid`
 */
export const assertNotErased = ({ erased_at }: Pick<UserState, 'erased_at'>): void => {
  if (erased_at === null) return
  throw new RefusedError('unauthenticated', 'token_invalid', 'the token is invalid or has expired')
}

/** The fields whose changes an event records: nothing that names a person. */
const AUDITED = ['role', 'presence', 'department_id'] as const

/** Moves a user one event on: next version, and the event with its differences. */
export const advanceUser = (
  before: UserState | null,
  next: UserState,
  type: EventType,
  { event_id, actor, now }: Happening,
  { changes, data }: Omit<EventExtras, 'reason'> = {},
): UserChange => {
  const seq = (before?.version ?? 0) + 1
  const user = { ...next, version: seq }
  const changed = AUDITED.filter((field) => (before?.[field] ?? null) !== user[field])
  const event: EventRecord = {
    event_id,
    type,
    subject: subjectOf.user(user.id),
    seq,
    at: now.toISOString(),
    actor,
    changes: {
      ...Object.fromEntries(changed.map((field) => [field, [before?.[field] ?? null, user[field]] as const])),
      ...changes,
    },
    data: {
      user_id: user.id,
      role: user.role,
      presence: user.presence,
      department_id: user.department_id,
      ...data,
    },
  }
  return { before, user, event }
}

/** A user as the wire shows them. */
export const userOf = ({ id, email, name, role, presence, department_id, created_at }: UserState): User => ({
  id,
  email,
  name,
  role,
  presence,
  department_id,
  created_at,
})

/** A new customer; they are away until they say otherwise. */
export const signUp = (
  { id, email, name }: Pick<User, 'id' | 'email' | 'name'>,
  { event_id, now }: Omit<Happening, 'actor'>,
): UserChange => {
  const user: UserState = {
    id,
    email,
    name,
    role: 'customer',
    presence: 'offline',
    department_id: null,
    created_at: now.toISOString(),
    version: 0,
    former_presence: null,
    application_ids: [],
    erased_at: null,
  }
  const actor = { kind: 'user', id, name: CUSTOMER_NAME } as const
  return advanceUser(null, user, 'customer_signed_up', { event_id, now, actor })
}

/**
 * Changes a user's presence.
 *
 * @param former_presence the presence to which they return, if they did not choose this one but vanished; else null
 * @returns undefined if nothing changes
 */
export const setPresence = (
  user: UserState,
  presence: Presence,
  happening: Happening,
  former_presence: Presence | null = null,
): UserChange | undefined =>
  user.presence === presence && user.former_presence === former_presence
    ? undefined
    : advanceUser(user, { ...user, presence, former_presence }, 'presence_changed', happening)

/**
 * A customer asks to become an agent.
 *
 * @throws RefusedError `already_staff`
 */
export const apply = (user: UserState, application: Application, happening: Happening): UserChange => {
  if (user.role !== 'customer') {
    throw new RefusedError('conflict', 'already_staff', `user ${user.id} is ${user.role} already`)
  }
  const application_ids = [...user.application_ids, application.id]
  return advanceUser(user, { ...user, application_ids }, 'agent_applied', happening, {
    data: { application_id: application.id },
  })
}

/**
 * Makes an applicant an agent of a department; their token says so at its next refresh.
 *
 * @throws RefusedError `not_a_customer` for staff and for erased users
 */
export const approve = (
  user: UserState,
  applicationId: string,
  departmentId: string,
  happening: Happening,
): UserChange => {
  if (user.role !== 'customer' || user.erased_at !== null) {
    throw new RefusedError('conflict', 'not_a_customer', `user ${user.id} cannot become an agent`)
  }
  return advanceUser(user, { ...user, role: 'agent', department_id: departmentId }, 'agent_approved', happening, {
    data: { application_id: applicationId },
  })
}

export const reject = (user: UserState, applicationId: string, happening: Happening): UserChange =>
  advanceUser(user, user, 'application_rejected', happening, { data: { application_id: applicationId } })

/**
 * Makes a customer an admin, on behalf of an operator: nobody in the system could appoint the first one.
 *
 * @returns undefined if they are one already
 * @throws RefusedError `not_a_customer` for agents, who would leave tickets behind, and for erased users
 */
export const appointAdmin = (user: UserState, happening: Happening): UserChange | undefined => {
  if (user.role === 'admin') return undefined
  if (user.role !== 'customer' || user.erased_at !== null) {
    throw new RefusedError('conflict', 'not_a_customer', `user ${user.id} cannot become an admin`)
  }
  return advanceUser(user, { ...user, role: 'admin' }, 'agent_approved', happening)
}

/** Whether somebody is an admin who works in no department, and so may join one but leave none. */
export const isAdminOnly = ({ role, department_id }: Pick<UserState, 'role' | 'department_id'>): boolean =>
  role === 'admin' && department_id === null

/** What an admin may change of an agent beside their department. */
export type AgentTraits = Pick<AgentState, 'skills' | 'capacity'>

/**
 * An agent with other traits, or in another department; or an admin who joins one, which leaves them an admin. The
 * event names the department that they work in afterwards.
 *
 * @param traits the traits before (null for an admin who joins) and after
 */
export const changeAgent = (
  user: UserState,
  departmentId: string,
  traits: readonly [AgentTraits | null, AgentTraits],
  happening: Happening,
): UserChange => {
  const [old, next] = traits
  const changed = (['skills', 'capacity'] as const).filter(
    (trait) => JSON.stringify(old?.[trait]) !== JSON.stringify(next[trait]),
  )
  return advanceUser(user, { ...user, department_id: departmentId }, 'agent_updated', happening, {
    changes: Object.fromEntries(changed.map((trait) => [trait, [old?.[trait] ?? null, next[trait]]])),
  })
}

/**
 * An agent goes back to being a customer; an admin stays one, as present as they are, and works in no department any
 * more. The event names the department that they leave.
 */
export const leaveStaff = (user: UserState, happening: Happening): UserChange => {
  const left: UserState =
    user.role === 'admin' ? user : { ...user, role: 'customer', presence: 'offline', former_presence: null }
  return advanceUser(user, { ...left, department_id: null }, 'agent_removed', happening, {
    data: { department_id: user.department_id },
  })
}

/** Takes away everything that a user's row says of a person. */
export const eraseUser = (user: UserState, happening: Happening): UserChange =>
  advanceUser(
    user,
    {
      ...user,
      email: TOMBSTONE,
      name: TOMBSTONE,
      presence: 'offline',
      former_presence: null,
      erased_at: happening.now.toISOString(),
    },
    'user_erased',
    happening,
  )
