import { AwsError, REGION } from '../aws-service.ts'
import type { PoolClient, UserPool } from './pool.ts'
import type { StoredUser } from './rows.ts'
import type { Claims } from './tokens.ts'

/** The only scope of tokens that are issued without the hosted pages. */
const OWN_SCOPE = 'aws.cognito.signin.user.admin'
/** Claims that a trigger may neither set nor remove. */
const RESERVED_CLAIMS = new Set([
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
  'username',
  'version',
])

/** Why tokens are issued: after a password, or for a refresh token. */
export type TokenOccasion = 'TokenGeneration_Authentication' | 'TokenGeneration_RefreshTokens'

/** What both tokens are made from before a trigger changes their claims. */
export interface TokenGrounds {
  readonly pool: UserPool
  readonly client: PoolClient
  readonly user: StoredUser
  readonly groups: readonly string[]
  readonly issuer: string
  readonly originJti: string
  readonly eventId: string
  readonly accessJti: string
  readonly idJti: string
  /** Seconds since the epoch. */
  readonly authTime: number
  /** Seconds since the epoch. */
  readonly now: number
}

/** One token's part of a trigger's answer. */
interface TokenOverride {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null
  readonly claimsToSuppress?: readonly string[] | null
  readonly scopesToAdd?: readonly string[] | null
  readonly scopesToSuppress?: readonly string[] | null
}

/** A trigger's answer: `claimsAndScopeOverrideDetails` of its event's version 2. */
interface Overrides {
  readonly idTokenGeneration?: TokenOverride | null
  readonly accessTokenGeneration?: TokenOverride | null
  readonly groupOverrideDetails?: { readonly groupsToOverride?: readonly string[] | null } | null
}

/** Attributes as triggers get them: text, with the user's status. */
const userAttributesOf = (user: StoredUser): Readonly<Record<string, string>> => ({
  sub: user.sub,
  'cognito:user_status': user.status,
  email: user.email,
  ...user.attributes,
})

/** The part of a trigger's event that all triggers share. */
export const triggerEvent = (
  pool: UserPool,
  user: StoredUser,
  clientId: string,
  trigger: { readonly version: string; readonly source: string; readonly request: object; readonly response: object },
): object => ({
  version: trigger.version,
  triggerSource: trigger.source,
  region: REGION,
  userPoolId: pool.poolId,
  userName: user.sub,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
  request: { userAttributes: userAttributesOf(user), ...trigger.request },
  response: trigger.response,
})

export const preTokenEvent = ({ pool, user, client, groups }: TokenGrounds, occasion: TokenOccasion): object =>
  triggerEvent(pool, user, client.clientId, {
    version: '2',
    source: occasion,
    request: {
      groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
      scopes: [OWN_SCOPE],
    },
    response: { claimsAndScopeOverrideDetails: null },
  })

/**
 * Reads what a pre-token-generation function returned.
 *
 * @throws AwsError InvalidLambdaResponseException if it is not the event with a response
 */
export const overridesIn = (returned: unknown): Overrides => {
  const response = (returned as { response?: unknown } | null | undefined)?.response
  if (typeof response !== 'object' || response === null) {
    throw new AwsError(400, 'InvalidLambdaResponseException', 'Unrecognizable lambda output')
  }
  return (response as { claimsAndScopeOverrideDetails?: Overrides | null }).claimsAndScopeOverrideDetails ?? {}
}

const overridden = (claims: Claims, override: TokenOverride | null | undefined): Claims => {
  const allowed = (name: string) => !RESERVED_CLAIMS.has(name) && !name.startsWith('cognito:')
  const suppressed = new Set((override?.claimsToSuppress ?? []).filter(allowed))
  const added = Object.entries(override?.claimsToAddOrOverride ?? {}).filter(([name]) => allowed(name))
  return Object.fromEntries([...Object.entries(claims).filter(([name]) => !suppressed.has(name)), ...added])
}

const scopeAfter = (override: TokenOverride | null | undefined): string => {
  const suppressed = new Set(override?.scopesToSuppress ?? [])
  return [...new Set([OWN_SCOPE, ...(override?.scopesToAdd ?? [])])].filter((scope) => !suppressed.has(scope)).join(' ')
}

const groupClaim = (groups: readonly string[]): Claims => (groups.length > 0 ? { 'cognito:groups': groups } : {})

const sharedClaims = ({ user, issuer, originJti, eventId, authTime, now }: TokenGrounds): Claims => ({
  sub: user.sub,
  iss: issuer,
  origin_jti: originJti,
  event_id: eventId,
  auth_time: authTime,
  iat: now,
})

export const accessClaims = (grounds: TokenGrounds, overrides: Overrides): Claims => {
  const { user, client, groups, now, accessJti } = grounds
  const own = {
    ...sharedClaims(grounds),
    ...groupClaim(overrides.groupOverrideDetails?.groupsToOverride ?? groups),
    client_id: client.clientId,
    token_use: 'access',
    scope: scopeAfter(overrides.accessTokenGeneration),
    exp: now + client.accessTokenSeconds,
    jti: accessJti,
    username: user.sub,
    version: 2,
  }
  return overridden(own, overrides.accessTokenGeneration)
}

/** Verified flags are booleans here, and text everywhere else. */
const profileClaims = (user: StoredUser): Claims =>
  Object.fromEntries(
    Object.entries(user.attributes).map(([name, value]) => [
      name,
      name.endsWith('_verified') ? value === 'true' : value,
    ]),
  )

export const idClaims = (grounds: TokenGrounds, overrides: Overrides): Claims => {
  const { user, client, groups, now, idJti } = grounds
  const own = {
    ...profileClaims(user),
    email: user.email,
    ...sharedClaims(grounds),
    ...groupClaim(overrides.groupOverrideDetails?.groupsToOverride ?? groups),
    'cognito:username': user.sub,
    aud: client.clientId,
    token_use: 'id',
    exp: now + client.idTokenSeconds,
    jti: idJti,
  }
  return overridden(own, overrides.idTokenGeneration)
}
