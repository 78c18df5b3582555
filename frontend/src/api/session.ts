import { useSyncExternalStore } from 'react'
import type { Session as SessionAnswer, User } from '../../../functions/contracts/people.ts'
import { hasStatus, ProblemError } from './problem.ts'
import { send } from './send.ts'
import { isText, objectOf, oneOf, readShape } from './shape.ts'
import { deviceStorage, listenElsewhere } from './storage.ts'

/** The session of the signed-in person: one per browser, shared by the portal, the console and all tabs. */
interface Session {
  readonly access_token: string
  readonly refresh_token: string
  /** Milliseconds since 1970. */
  readonly expires_at: number
  readonly user: User
}

const KEY = 'plimsoll.session'
/** Renew this long before the token expires, so that no request arrives with an expired one. */
const EARLY_MS = 30_000

const listeners = new Set<() => void>()
let seen: { readonly text: string | null; readonly session: Session | null } = { text: null, session: null }
let wasRefused = false

const isSession = objectOf<Session>({
  access_token: isText,
  refresh_token: isText,
  expires_at: Number.isFinite,
  user: objectOf<User>({
    id: isText,
    email: isText,
    name: isText,
    role: oneOf('customer', 'agent', 'admin'),
    presence: oneOf('online', 'dnd', 'offline'),
    department_id: (id) => id === null || isText(id),
    created_at: isText,
  }),
})

/** The session as stored; the same object until it changes. Null for one of another shape. */
export const currentSession = (): Session | null => {
  const text = deviceStorage.read(KEY)
  if (text !== seen.text) seen = { text, session: readShape(text, isSession) }
  return seen.session
}

const store = (session: Session | null, refused = false) => {
  wasRefused = refused
  if (session) deviceStorage.write(KEY, JSON.stringify(session))
  else deviceStorage.forget(KEY)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  const stop = listenElsewhere(listener)
  return () => {
    listeners.delete(listener)
    stop()
  }
}

export const useSession = (): Session | null => useSyncExternalStore(subscribe, currentSession)

/** Whether the host ended this page's session, without a sign-out, and nobody has signed in since. */
export const useSessionRefused = (): boolean =>
  useSyncExternalStore(subscribe, () => wasRefused && currentSession() === null)

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** @param check called once the host has answered; throws if the sign-in should no longer take effect */
export const signIn = async (credentials: Credentials, check?: () => void): Promise<User> => {
  const answer = await send('login', { body: credentials })
  check?.()
  keep(answer, answer.refresh_token)
  return answer.user
}

const keep = (answer: Omit<SessionAnswer, 'refresh_token'>, refresh_token: string) => {
  const { access_token, expires_in, user } = answer
  store({ access_token, refresh_token, expires_at: Date.now() + expires_in * 1_000, user })
}

/** Ends the session here at once, and then at the host if it can be reached. */
export const signOut = async (): Promise<void> => {
  const session = currentSession()
  store(null)
  if (!session) return
  const { access_token, refresh_token } = session
  await send('logout', { body: { refresh_token }, headers: { authorization: `Bearer ${access_token}` } }).catch(
    () => undefined,
  )
}

/** Stores the user as the host returned it, such as with a new presence, if that user is still signed in. */
export const keepUser = (user: User): void => {
  const session = currentSession()
  if (session?.user.id === user.id) store({ ...session, user })
}

/**
 * Throws a refusal unless this person is still signed in.
 *
 * @param id undefined for nobody
 */
export const checkPerson = (id: string | undefined): void => {
  if (currentSession()?.user.id !== id) throw new ProblemError({ status: 401, code: 'unauthenticated' })
}

/** Whether this is still the browser's session: nobody has signed out or in since, here or in another tab. */
const isCurrent = ({ access_token }: Session): boolean => currentSession()?.access_token === access_token

/** Runs in one tab at a time. A browser that forbids locks forbids storage too: there each tab has its own session. */
const inTurn = async (work: () => Promise<void>): Promise<void> => {
  let begun = false
  const begin = () => {
    begun = true
    return work()
  }
  try {
    await navigator.locks.request(KEY, begin)
  } catch (error) {
    if (begun) throw error
    await begin()
  }
}

/**
 * Renews a session whose token was refused or is about to expire; one tab does it for all. A late answer does not undo
 * a sign-out or sign-in that happened meanwhile.
 *
 * @returns null if the same person is no longer signed in
 */
export const renewSession = async (stale: Session): Promise<Session | null> => {
  await inTurn(async () => {
    if (!isCurrent(stale)) return
    try {
      const answer = await send('refreshSession', { body: { refresh_token: stale.refresh_token } })
      if (isCurrent(stale)) keep(answer, answer.refresh_token ?? stale.refresh_token)
    } catch (error) {
      if (!hasStatus(error, 401) && !hasStatus(error, 422)) throw error
      if (isCurrent(stale)) store(null, true)
    }
  })
  const session = currentSession()
  return session?.user.id === stale.user.id ? session : null
}

/** A session whose token is good for the next request, or null for a guest. */
export const freshSession = async (): Promise<Session | null> => {
  const session = currentSession()
  if (!session || session.expires_at - EARLY_MS > Date.now()) return session
  return renewSession(session)
}
