import type { Presence } from '../contracts/people.ts'
import type { UserState } from '../contracts/people-state.ts'
import { setPresence } from '../domain/people.ts'
import { SYSTEM } from '../domain/ticket-change.ts'
import { newId } from '../platform/ids.ts'
import { type EndedConnection, forgetConnection, hasSocket } from '../stores/connections.ts'
import { updateUser } from '../stores/people.ts'
import { clearTimer, setTimer } from '../stores/timers.ts'

/** The kind of the timers that the minute sweep serves by `becomeOffline`. */
export const PRESENCE_TIMER = 'presence'
/** A reload or a change of network is no absence. */
const AWAY_SECONDS = 60

/**
 * A connection is no more. Unless its user has another one in a minute, they become offline: which of several that close
 * at once was the last, nobody can tell yet. The timer comes first, as without the connection's rows nothing would bring
 * it.
 *
 * @returns what it was; undefined if it had ended before
 */
export const endConnection = (connectionId: string, now: Date): Promise<EndedConnection | undefined> =>
  forgetConnection(connectionId, async (caller) => {
    if (caller.kind !== 'user') return
    await setTimer(PRESENCE_TIMER, caller.id, new Date(now.getTime() + AWAY_SECONDS * 1_000))
  })

/** Moves a user to the presence that is decided for them, if any. */
const decide = async (
  userId: string,
  now: Date,
  next: (user: UserState) => { readonly presence: Presence; readonly former: Presence | null } | undefined,
): Promise<void> => {
  await updateUser(userId, (user) => {
    const decided = next(user)
    const change =
      decided && setPresence(user, decided.presence, { event_id: newId(), actor: SYSTEM, now }, decided.former)
    return change && { change }
  })
}

/** What a user was before they vanished, they are again. */
const becomeFormer = (userId: string, now: Date): Promise<void> =>
  decide(userId, now, ({ former_presence }) =>
    former_presence === null ? undefined : { presence: former_presence, former: null },
  )

/** A user has a socket again. */
export const endAbsence = async (userId: string, now: Date): Promise<void> => {
  await clearTimer(PRESENCE_TIMER, userId)
  await becomeFormer(userId, now)
}

/**
 * Serves a user's presence timer: they become offline if no socket of theirs is open, and keep in mind what they were.
 * Twice is once.
 */
export const becomeOffline = async (userId: string, now: Date): Promise<void> => {
  if (!(await hasSocket(userId, now))) {
    await decide(userId, now, ({ presence }) =>
      presence === 'offline' ? undefined : { presence: 'offline', former: presence },
    )
    // Who came back in between looked for an absence before there was one.
    if (await hasSocket(userId, now)) await becomeFormer(userId, now)
  }
  await clearTimer(PRESENCE_TIMER, userId, now)
}
