import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { RouteContract } from '../../contracts/route-contract.ts'
import { RefusedError } from '../../domain/errors.ts'
import type { Caller, SignedIn } from '../../domain/permissions.ts'
import { callerOf } from '../../platform/identity.ts'
import { isFromFrontDoor } from '../../platform/origin-secret.ts'
import { countAddress, countUser } from './rate-limit.ts'

/** The caller of an admitted request, and the rate limit headers of its answer. */
export interface Gate {
  readonly caller: Caller
  readonly headers: Readonly<Record<string, string>>
}

const GUEST: Caller = { kind: 'guest', ticket_id: null }

const assertFrontDoor = async (event: APIGatewayProxyEventV2): Promise<void> => {
  if (!(await isFromFrontDoor(event.headers['x-origin-secret']))) {
    throw new RefusedError('forbidden', 'wrong_door', 'please use the address of the site')
  }
}

const bearerOf = (header: string): string => {
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1]
  if (!token) throw new RefusedError('unauthenticated', 'token_invalid', 'the authorization must be a bearer token')
  return token
}

/** What a route's contract says about admission. */
type Admission = Pick<RouteContract, 'counts' | 'ignoresToken'>

/** The user whom a header identifies; undefined if it is not valid. */
const validCallerOf = async (authorization: string): Promise<SignedIn | undefined> => {
  try {
    return await callerOf(bearerOf(authorization))
  } catch (error) {
    if (error instanceof RefusedError) return undefined
    throw error
  }
}

/**
 * The user who sends a request; undefined without a token, or where only the address counts.
 *
 * @throws RefusedError `unauthenticated`
 */
const senderOf = async (
  authorization: string | undefined,
  { counts, ignoresToken }: Admission,
): Promise<SignedIn | undefined> => {
  if (authorization === undefined || counts === 'address') return undefined
  return ignoresToken ? validCallerOf(authorization) : callerOf(bearerOf(authorization))
}

/** Lets a request in. @throws RefusedError `forbidden`, `unauthenticated`, `limited` */
const admit = async (event: APIGatewayProxyEventV2, admission: Admission): Promise<Gate> => {
  await assertFrontDoor(event)
  const sender = await senderOf(event.headers.authorization, admission)
  const caller = sender ?? GUEST
  if (admission.counts === 'none') return { caller, headers: {} }
  const address = event.headers['x-viewer-address'] ?? event.requestContext.http.sourceIp
  return { caller, headers: await (sender ? countUser(sender.id) : countAddress(address)) }
}

/** Adds the rate limit headers to a refusal: every answer carries them. */
const withHeaders = (error: RefusedError, headers: Gate['headers']): RefusedError =>
  new RefusedError(error.refusal, error.code, error.message, {
    cause: error,
    headers: { ...headers, ...error.headers },
    ...(error.fields && { fields: error.fields }),
  })

/**
 * Serves a request that may come in: through the front door only, within its rate limit, with a valid token or none.
 *
 * @throws RefusedError `forbidden`, `unauthenticated`, `limited`, and what `serve` refuses
 */
export const behindFrontDoor = async <Answer>(
  event: APIGatewayProxyEventV2,
  admission: Admission,
  serve: (gate: Gate) => Promise<Answer>,
): Promise<Answer> => {
  const gate = await admit(event, admission)
  try {
    return await serve(gate)
  } catch (error) {
    throw error instanceof RefusedError ? withHeaders(error, gate.headers) : error
  }
}
