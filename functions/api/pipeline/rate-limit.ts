import { clientNetwork } from '../../domain/client-network.ts'
import { RefusedError } from '../../domain/errors.ts'
import { numericSetting } from '../../platform/env.ts'
import { rememberingOne } from '../../platform/remembering.ts'
import { countInWindow, type RateWindow } from '../../stores/rate-windows.ts'
import { getSettings } from '../../stores/settings.ts'

const WINDOW_SECONDS = 15 * 60
/** Signed-in users may ask this many times as often; counted per instance, which is why it is approximate. */
const SIGNED_IN_FACTOR = 10

type Headers = Readonly<Record<string, string>>

const limitHeaders = (limit: number, hits: number, secondsLeft: number): Headers => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(Math.max(0, limit - hits)),
  'ratelimit-reset': String(secondsLeft),
})

const judge = (limit: number, hits: number, endsAt: number, now: number): Headers => {
  const secondsLeft = Math.max(1, Math.ceil(endsAt - now))
  const headers = limitHeaders(limit, hits, secondsLeft)
  if (hits <= limit) return headers
  throw new RefusedError('limited', 'rate_limited', `please try again in ${secondsLeft} seconds`, {
    headers: { ...headers, 'retry-after': String(secondsLeft) },
  })
}

/** Requests that an address may send in a window, as admins set it; 0, no limit, if the deployment sets 0. */
const limitOfGuests = async (): Promise<number> =>
  numericSetting('RATE_LIMIT') === 0 ? 0 : (await getSettings()).rate_limit

/**
 * How long an instance remembers the limit of signed-in users, so that their requests cost no call: after `putSettings`
 * has resolved, the former limit may hold for this time.
 */
const LIMIT_LIFETIME_MS = 10_000

const limitOfUsers = rememberingOne(LIMIT_LIFETIME_MS, async () => (await limitOfGuests()) * SIGNED_IN_FACTOR)

/**
 * Counts a request of an address in its window, the 15 minutes from its first request; exact, at the cost of one write.
 *
 * @returns the headers that tell the client where it stands; none if the limit is 0 (off)
 * @throws RefusedError `limited` with `Retry-After`
 */
export const countAddress = async (address: string): Promise<Headers> => {
  const limit = await limitOfGuests()
  if (limit === 0) return {}
  const now = Date.now() / 1_000
  const { hits, ends_at } = await countInWindow(clientNetwork(address), now, WINDOW_SECONDS)
  return judge(limit, hits, ends_at, now)
}

/** Windows by user id, in the order of their ends: all are equally long, and a new one goes to the end of the map. */
const windows = new Map<string, RateWindow>()

const forgetEnded = (now: number): void => {
  for (const [userId, { ends_at }] of windows) {
    if (ends_at > now) return
    windows.delete(userId)
  }
}

/**
 * Counts a request of a signed-in user in this instance's memory, against a limit that may be ten seconds old:
 * approximate, without an extra call.
 *
 * @returns the headers that tell the client where it stands; none if the limit is 0 (off)
 * @throws RefusedError `limited` with `Retry-After`
 */
export const countUser = async (userId: string): Promise<Headers> => {
  const limit = await limitOfUsers.get()
  if (limit === 0) return {}
  const now = Date.now() / 1_000
  forgetEnded(now)
  const running = windows.get(userId) ?? { hits: 0, ends_at: now + WINDOW_SECONDS }
  const window = { hits: running.hits + 1, ends_at: running.ends_at }
  windows.set(userId, window)
  return judge(limit, window.hits, window.ends_at, now)
}
