import { useSyncExternalStore } from 'react'
import type { Session as SessionAnswer, User } from '../../../functions/contracts/people.ts'
import { hasStatus } from './problem.ts'
import { send } from './send.ts'

/** Who is signed in on this browser: one for the portal and the console, and for all tabs. */
interface Session {
  readonly access_token: string
  readonly refresh_token: string
  /** Milliseconds since 1970. */
  readonly expires_at: number
  readonly user: User
}

const KEY = 'plimsoll.session'
/** Renew this long before the end, so that no request arrives too late. */
const EARLY_MS = 30_000

const listeners = new Set<() => void>()
let seen: { readonly text: string | null; readonly session: Session | null } = { text: null, session: null }

/** The session as stored; the same object until it changes. */
export const currentSession = (): Session | null => {
  const text = localStorage.getItem(KEY)
  if (text !== seen.text) seen = { text, session: text === null ? null : (JSON.parse(text) as Session) }
  return seen.session
}

const store = (session: Session | null) => {
  if (session) localStorage.setItem(KEY, JSON.stringify(session))
  else localStorage.removeItem(KEY)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

export const useSession = (): Session | null => useSyncExternalStore(subscribe, currentSession)

export const signIn = async (credentials: { email: string; password: string }): Promise<User> => {
  const answer = await send('login', { body: credentials })
  keep(answer, answer.refresh_token)
  return answer.user
}

const keep = (answer: Omit<SessionAnswer, 'refresh_token'>, refresh_token: string) => {
  const { access_token, expires_in, user } = answer
  store({ access_token, refresh_token, expires_at: Date.now() + expires_in * 1_000, user })
}

/** Ends the session here at once; the host hears of it if it can. */
export const signOut = async (): Promise<void> => {
  const session = currentSession()
  store(null)
  if (!session) return
  const { access_token, refresh_token } = session
  await send('logout', { body: { refresh_token }, headers: { authorization: `Bearer ${access_token}` } }).catch(
    () => undefined,
  )
}

/** Takes over what the host says about the user, such as a new presence. */
export const keepUser = (user: User): void => {
  const session = currentSession()
  if (session) store({ ...session, user })
}

/** Renews a token that was refused or is about to end; one tab does it for all. */
export const renewSession = (stale: string): Promise<Session | null> =>
  navigator.locks.request(KEY, async () => {
    const session = currentSession()
    if (!session || session.access_token !== stale) return session
    try {
      const answer = await send('refreshSession', { body: { refresh_token: session.refresh_token } })
      keep(answer, answer.refresh_token ?? session.refresh_token)
    } catch (error) {
      if (!hasStatus(error, 401) && !hasStatus(error, 422)) throw error
      store(null)
    }
    return currentSession()
  })

/** A token that is good for the next request, or null for a guest. */
export const freshToken = async (): Promise<string | null> => {
  const session = currentSession()
  if (!session) return null
  if (session.expires_at - EARLY_MS > Date.now()) return session.access_token
  return (await renewSession(session.access_token))?.access_token ?? null
}
