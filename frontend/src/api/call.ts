import type { RouteName } from '../../../functions/contracts/paths.ts'
import type { Answer } from '../../../functions/contracts/routes.ts'
import { hasStatus } from './problem.ts'
import { type ArgumentsOf, type PlainRequest, sendPlain } from './send.ts'
import { freshSession, renewSession } from './session.ts'

const TRACKING_HEADER = 'x-tracking-token'

/** The header by which a guest's tracking link opens one ticket. */
export const tracking = (token: string) => ({ [TRACKING_HEADER]: token })

/** Lets a write pass only if nobody changed the ticket since `version`. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })

/** Makes a repeated submission answer as the first did. */
export const idempotency = (key: string) => ({ 'idempotency-key': key })

/**
 * Calls a route by its name, typed by its contract, as the person who is signed in.
 *
 * A token at its end is renewed first, and a refused one once; a tracking link is followed as a guest.
 *
 * @throws ProblemError for every refusal, with the host's stable code
 */
export function call<Name extends RouteName>(...given: ArgumentsOf<Name>): Promise<Answer<Name>>
export async function call(name: RouteName, request: PlainRequest = {}): Promise<unknown> {
  const asGuest = request.headers?.[TRACKING_HEADER] !== undefined
  const session = asGuest ? null : await freshSession()
  try {
    return await sendAs(session?.access_token, name, request)
  } catch (error) {
    if (!session || !hasStatus(error, 401)) throw error
    const renewed = await renewSession(session)
    if (!renewed) throw error
    return sendAs(renewed.access_token, name, request)
  }
}

const sendAs = (token: string | undefined, name: RouteName, request: PlainRequest) =>
  sendPlain(name, token ? { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } } : request)
