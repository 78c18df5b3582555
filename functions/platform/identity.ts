import { FetchError } from 'aws-jwt-verify/error'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier'
import * as z from 'zod'
import { Role } from '../contracts/people.ts'
import { RefusedError } from '../domain/errors.ts'
import type { SignedIn } from '../domain/permissions.ts'
import { setting } from './env.ts'

/** The claims that the pool's pre-token-generation trigger adds from the user's row. */
const Claims = z.object({
  plimsoll_id: z.string(),
  plimsoll_role: Role,
  plimsoll_name: z.string(),
  plimsoll_email: z.string(),
  plimsoll_department: z.string().optional(),
  /** Seconds since 1970. */
  exp: z.number(),
})

const identityEndpoint = (): string =>
  process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ?? `https://cognito-idp.${setting('AWS_REGION')}.amazonaws.com`

/**
 * The library's own fetcher supports only https; this one also fetches from endpoints without it, such as a local one.
 */
const fetchKeys = async (uri: string): Promise<ArrayBuffer> => {
  try {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(3_000) })
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    return await answer.arrayBuffer()
  } catch (cause) {
    throw new FetchError(uri, cause)
  }
}

const newVerifier = () => {
  const issuer = `${identityEndpoint()}/${setting('USER_POOL_ID')}`
  return JwtVerifier.create(
    {
      issuer,
      audience: null,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ payload }) => {
        if (payload.token_use !== 'access') throw new Error('it is not an access token')
        if (payload.client_id !== setting('USER_POOL_CLIENT_ID')) throw new Error('it is for another client')
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }) },
  )
}

let verifier: ReturnType<typeof newVerifier> | undefined

interface Verified {
  readonly caller: SignedIn
  /** ms since 1970. */
  readonly expiresAt: number
}

const MOST_REMEMBERED = 1_000
/**
 * Tokens that this instance has verified, the oldest first: checking a signature costs more than the rest of most
 * requests.
 */
const verified = new Map<string, Verified>()

const remember = (token: string, found: Verified): void => {
  const [oldest] = verified.keys()
  if (verified.size >= MOST_REMEMBERED && oldest !== undefined) verified.delete(oldest)
  verified.set(token, found)
}

/**
 * The caller whom a bearer token identifies. Checks signature, issuer, client, use and expiry, all but the expiry only
 * once per token and instance.
 *
 * @throws RefusedError `unauthenticated` if the token is not valid now; `unavailable` if the pool's keys cannot be
 *   fetched
 */
export const callerOf = async (token: string): Promise<SignedIn> => {
  const known = verified.get(token)
  if (known && known.expiresAt > Date.now()) return known.caller
  verifier ??= newVerifier()
  try {
    const claims = Claims.parse(await verifier.verify(token))
    const caller: SignedIn = {
      kind: 'user',
      id: claims.plimsoll_id,
      role: claims.plimsoll_role,
      name: claims.plimsoll_name,
      email: claims.plimsoll_email,
      department_id: claims.plimsoll_department ?? null,
    }
    remember(token, { caller, expiresAt: claims.exp * 1_000 })
    return caller
  } catch (cause) {
    if (cause instanceof FetchError) {
      throw new RefusedError('unavailable', 'identity_unavailable', 'sign-in is not available at the moment', {
        cause,
        headers: { 'retry-after': '5' },
      })
    }
    throw new RefusedError('unauthenticated', 'token_invalid', 'the token is invalid or has expired', { cause })
  }
}
