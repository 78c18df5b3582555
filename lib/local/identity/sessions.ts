import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { AwsError } from '../aws-service.ts'
import type { JsonRecord } from '../json-record.ts'
import { accessClaims, idClaims, overridesIn, preTokenEvent, type TokenGrounds, type TokenOccasion } from './claims.ts'
import {
  attributeList,
  type Client,
  callTrigger,
  clientNamed,
  type Directory,
  notAuthorized,
  notEmulated,
  type Operation,
  poolNamed,
  userNamed,
  userUnknown,
} from './directory.ts'
import { isPassword } from './passwords.ts'
import type { UserPool } from './pool.ts'
import { invalidParameter, requiredText, structure } from './request.ts'
import type { StoredSession, StoredUser } from './rows.ts'

/** Password flows, each with the entry that the client's list of flows needs for it. */
const PASSWORD_FLOWS: Readonly<Record<string, string>> = {
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
  ADMIN_USER_PASSWORD_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
}
const REFRESH_FLOWS: readonly string[] = ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN']
const REFRESH_TOKEN_BYTES = 48

const nowInSeconds = ({ now }: Directory): number => Math.floor(now().getTime() / 1000)

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

const makeTokens = async (
  directory: Directory,
  { pool, client }: Client,
  user: StoredUser,
  session: StoredSession,
  occasion: TokenOccasion,
): Promise<object> => {
  const grounds: TokenGrounds = {
    pool,
    client,
    user,
    groups: directory.store.listGroups(pool.poolId, user.sub),
    issuer: directory.issuerOf(pool),
    originJti: session.originJti,
    eventId: randomUUID(),
    accessJti: randomUUID(),
    idJti: randomUUID(),
    authTime: session.authTime,
    now: nowInSeconds(directory),
  }
  const trigger = pool.triggers.preTokenGeneration
  const overrides = trigger
    ? overridesIn(await callTrigger(directory, 'PreTokenGeneration', trigger, preTokenEvent(grounds, occasion)))
    : {}
  return {
    AccessToken: directory.signer.sign(accessClaims(grounds, overrides)),
    IdToken: directory.signer.sign(idClaims(grounds, overrides)),
    ExpiresIn: client.accessTokenSeconds,
    TokenType: 'Bearer',
  }
}

/** @throws AwsError unless the password is right and the user may sign in */
const admit = async ({ store }: Directory, { pool, client }: Client, members: JsonRecord): Promise<StoredUser> => {
  const user = store.findUser(pool.poolId, requiredText(members, 'USERNAME'))
  if (!user && !client.hidesUnknownUsers) throw userUnknown()
  const isRight = await isPassword(requiredText(members, 'PASSWORD'), user?.passwordHash)
  if (!user || !isRight) throw notAuthorized('Incorrect username or password.')
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (user.status === 'UNCONFIRMED') throw new AwsError(400, 'UserNotConfirmedException', 'User is not confirmed.')
  if (user.status === 'FORCE_CHANGE_PASSWORD') throw notEmulated('the challenge NEW_PASSWORD_REQUIRED')
  return user
}

const signIn = async (directory: Directory, named: Client, members: JsonRecord): Promise<object> => {
  const { pool, client } = named
  const user = await admit(directory, named, members)
  const refreshToken = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url')
  const session: StoredSession = {
    clientId: client.clientId,
    sub: user.sub,
    originJti: randomUUID(),
    authTime: nowInSeconds(directory),
    expiresAt: directory.now().getTime() + client.refreshTokenSeconds * 1000,
    revoked: false,
  }
  const tokens = await makeTokens(directory, named, user, session, 'TokenGeneration_Authentication')
  directory.store.addSession(pool.poolId, hashOf(refreshToken), session)
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: refreshToken } }
}

const refresh = async (directory: Directory, named: Client, refreshToken: string): Promise<object> => {
  const { store } = directory
  const { pool, client } = named
  const session = store.findSession(pool.poolId, hashOf(refreshToken))
  if (session?.clientId !== client.clientId) throw notAuthorized('Invalid Refresh Token')
  if (session.revoked) throw notAuthorized('Refresh Token has been revoked')
  if (session.expiresAt <= directory.now().getTime()) throw notAuthorized('Refresh Token has expired')
  const user = store.findUser(pool.poolId, session.sub)
  if (!user) throw userUnknown()
  const tokens = await makeTokens(directory, named, user, session, 'TokenGeneration_RefreshTokens')
  return { ChallengeParameters: {}, AuthenticationResult: tokens }
}

/** InitiateAuth or AdminInitiateAuth; each refuses the other's password flow as an invalid parameter, as on AWS. */
const authenticate = async (
  directory: Directory,
  named: Client,
  members: JsonRecord,
  passwordFlow: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH',
): Promise<object> => {
  const flow = requiredText(members, 'AuthFlow')
  const parameters = structure(members, 'AuthParameters')
  const isRefresh = REFRESH_FLOWS.includes(flow)
  if (!isRefresh && !(flow in PASSWORD_FLOWS)) throw notEmulated(`the flow ${flow}`)
  if (!isRefresh && flow !== passwordFlow) throw invalidParameter('Initiate Auth method not supported.')
  const needed = isRefresh ? 'ALLOW_REFRESH_TOKEN_AUTH' : (PASSWORD_FLOWS[flow] ?? '')
  if (!named.client.authFlows.includes(needed)) throw invalidParameter(`${flow} flow not enabled for this client`)
  return isRefresh
    ? refresh(directory, named, requiredText(parameters, 'REFRESH_TOKEN'))
    : signIn(directory, named, parameters)
}

/** @throws AwsError NotAuthorizedException unless the access token is genuine, unexpired and not revoked */
const bearerOf = (directory: Directory, members: JsonRecord): { pool: UserPool; user: StoredUser } => {
  const { store, signer } = directory
  const claims = signer.read(requiredText(members, 'AccessToken'))
  const pool = directory.pools.find((candidate) => directory.issuerOf(candidate) === claims?.iss)
  if (!claims || !pool || claims.token_use !== 'access') throw notAuthorized('Invalid Access Token')
  if (Number(claims.exp) <= nowInSeconds(directory)) throw notAuthorized('Access Token has expired')
  if (!store.isLiveOrigin(String(claims.origin_jti))) throw notAuthorized('Access Token has been revoked')
  const user = store.findUser(pool.poolId, String(claims.sub))
  if (!user) throw userUnknown()
  return { pool, user }
}

/** Signing in, staying signed in, and signing out. */
export const sessionOperations = (directory: Directory): Readonly<Record<string, Operation>> => {
  const { store } = directory
  return {
    InitiateAuth: async (members) =>
      authenticate(directory, clientNamed(directory, members), members, 'USER_PASSWORD_AUTH'),

    AdminInitiateAuth: async (members) => {
      const named = clientNamed(directory, members)
      if (named.pool !== poolNamed(directory, members)) {
        throw new AwsError(
          400,
          'ResourceNotFoundException',
          `User pool client ${named.client.clientId} does not exist.`,
        )
      }
      return authenticate(directory, named, members, 'ADMIN_USER_PASSWORD_AUTH')
    },

    /** An unknown token counts as revoked, as in RFC 7009. */
    RevokeToken: async (members) => {
      const { pool, client } = clientNamed(directory, members)
      const tokenHash = hashOf(requiredText(members, 'Token'))
      const session = store.findSession(pool.poolId, tokenHash)
      if (session?.clientId === client.clientId) store.revokeSession(pool.poolId, tokenHash)
      return {}
    },

    GlobalSignOut: async (members) => {
      const { pool, user } = bearerOf(directory, members)
      store.revokeSessionsOf(pool.poolId, user.sub)
      return {}
    },

    AdminUserGlobalSignOut: async (members) => {
      const pool = poolNamed(directory, members)
      store.revokeSessionsOf(pool.poolId, userNamed(directory, pool, members).sub)
      return {}
    },

    GetUser: async (members) => {
      const { user } = bearerOf(directory, members)
      return { Username: user.sub, UserAttributes: attributeList(user) }
    },
  }
}
