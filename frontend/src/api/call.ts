import type { RouteName } from '../../../functions/contracts/paths.ts'
import type { Answer } from '../../../functions/contracts/routes.ts'
import { hasStatus } from './problem.ts'
import { type ArgumentsOf, type PlainRequest, sendPlain } from './send.ts'
import { freshSession, renewSession } from './session.ts'

const TRACKING_HEADER = 'x-tracking-token'

/** The header with which a guest's tracking link opens its ticket. */
export const tracking = (token: string) => ({ [TRACKING_HEADER]: token })

/** Makes the host accept a write only if the ticket has not changed since `version`. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })

/** Makes the host answer a repeated submission with the answer to the first. */
export const idempotency = (key: string) => ({ 'idempotency-key': key })

/**
 * Calls a route by its name, typed by its contract, as the person who is signed in.
 *
 * A token about to expire is renewed first, a refused one once. A request with a tracking token is sent as a guest.
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
