import type { Presence } from '../contracts/people.ts'
import type { UserState } from '../contracts/people-state.ts'
import { setPresence } from '../domain/people.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { newId } from '../platform/ids.ts'
import { type EndedConnection, forgetConnection, hasSocket } from '../stores/connections.ts'
import { updateUser } from '../stores/people.ts'
import { clearTimer, setTimer } from '../stores/timers.ts'

/** The kind of the timers that the minute sweep serves by `becomeOffline`. */
export const PRESENCE_TIMER = 'presence'
/** Absences up to this long do not count, such as a reload or a change of network. */
const AWAY_SECONDS = 60

/**
 * Forgets a connection that has ended. Its user goes offline unless they have another one in a minute: of several that
 * close at once, it is not yet known which was the last. The timer is set first, since once the connection's rows are
 * deleted nothing tells whose it was.
 *
 * @returns the connection; undefined if it had ended before
 */
export const endConnection = (connectionId: string, now: Date): Promise<EndedConnection | undefined> =>
  forgetConnection(connectionId, async (caller) => {
    if (caller.kind !== 'user') return
    await setTimer(PRESENCE_TIMER, caller.id, new Date(now.getTime() + AWAY_SECONDS * 1_000))
  })

/** Sets a user's presence to what `next` decides, if anything. */
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

/** Restores the presence that a user had before they vanished. */
const becomeFormer = (userId: string, now: Date): Promise<void> =>
  decide(userId, now, ({ former_presence }) =>
    former_presence === null ? undefined : { presence: former_presence, former: null },
  )

/** Ends the absence of a user who has a socket again. */
export const endAbsence = async (userId: string, now: Date): Promise<void> => {
  await clearTimer(PRESENCE_TIMER, userId)
  await becomeFormer(userId, now)
}

/**
 * Serves a user's presence timer: they become offline if no socket of theirs is open, and their former presence is
 * kept. Idempotent.
 */
export const becomeOffline = async (userId: string, now: Date): Promise<void> => {
  if (!(await hasSocket(userId, now))) {
    await decide(userId, now, ({ presence }) =>
      presence === 'offline' ? undefined : { presence: 'offline', former: presence },
    )
    // A user who came back in between found no absence to end yet.
    if (await hasSocket(userId, now)) await becomeFormer(userId, now)
  }
  await clearTimer(PRESENCE_TIMER, userId, now)
}
