import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { afterEach, beforeEach } from 'vitest'
import { readUserPool, type UserPool } from '../../lib/local/identity/pool.ts'
import { type Identity, startIdentity } from '../../lib/local/identity.ts'
import type { JsonRecord } from '../../lib/local/json-record.ts'
import { newDataDir, type OneService, removeDataDir, serve } from './one-service.ts'

export const poolId = 'us-east-1_UserPool'
export const ClientId = 'UserPoolClient'
export const poolArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`
export const email = 'ann@example.com'
export const password = 'correct horse battery'

export const poolProperties: JsonRecord = {
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  Policies: { PasswordPolicy: { MinimumLength: 12 } },
  Schema: [{ Name: 'user_id', AttributeDataType: 'String', Mutable: true }],
}
export const clientProperties: JsonRecord = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  AccessTokenValidity: 60,
  TokenValidityUnits: { AccessToken: 'minutes' },
}

/** A pool as a template declares it, with a test's changes. */
export const aPool = (changes: { pool?: JsonRecord; client?: JsonRecord } = {}): UserPool =>
  readUserPool({
    poolId,
    pool: { ...poolProperties, ...changes.pool },
    clients: [{ clientId: ClientId, client: { ...clientProperties, ...changes.client } }],
    groups: [{ GroupName: 'agents' }, { GroupName: 'admins' }],
  })

/** A code that differs from this one. */
export const another = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

const noTrigger = async (): Promise<unknown> => {
  throw new Error('no trigger is expected')
}

/** A user pool on the real AWS port, an empty one for each test of the file that calls this. */
export const oneUserPool = () => {
  let dataDir: string
  let identity: Identity
  let service: OneService
  let cognito: CognitoIdentityProviderClient

  const open = async (pool: UserPool): Promise<void> => {
    identity = await startIdentity({
      dataDir,
      pools: [pool],
      awsUrl: () => service.url,
      invoke: (functionId, event) => ours.invoke(functionId, event),
      deliver: (mail) => ours.mails.push(mail),
      now: () => ours.now,
    })
    service = await serve('cognito-idp', identity, (path) => identity.publicDocument(path))
    cognito = new CognitoIdentityProviderClient(service.client)
  }

  const ours = {
    /** What a test may set: the clock, and what a trigger of the pool calls. */
    now: new Date(),
    invoke: noTrigger as (functionId: string, event: unknown) => Promise<unknown>,
    mails: [] as { to: string; subject: string; text: string }[],
    get identity() {
      return identity
    },
    get service() {
      return service
    },
    get cognito() {
      return cognito
    },
    get dataDir() {
      return dataDir
    },
    /** Starts the host again on the same data. */
    reopen: async (pool: UserPool = aPool()): Promise<void> => {
      await service.close()
      await open(pool)
    },
    /** Starts the host again without data. */
    startAnew: async (): Promise<void> => {
      await service.close()
      removeDataDir(dataDir)
      dataDir = newDataDir()
      await open(aPool())
    },
    passTime: (milliseconds: number): void => {
      ours.now = new Date(ours.now.getTime() + milliseconds)
    },
    seedAnn: (groups: readonly string[] = []) =>
      identity.seedUsers(poolId, [{ email, password, attributes: { name: 'Ann' }, groups }]),
    signUp: (secret = password) =>
      cognito.send(
        new SignUpCommand({
          ClientId,
          Username: email,
          Password: secret,
          UserAttributes: [{ Name: 'name', Value: 'Ann' }],
        }),
      ),
    signIn: async (secret = password, name = email) => {
      const { AuthenticationResult } = await cognito.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId,
          AuthParameters: { USERNAME: name, PASSWORD: secret },
        }),
      )
      return {
        accessToken: AuthenticationResult?.AccessToken ?? '',
        idToken: AuthenticationResult?.IdToken ?? '',
        refreshToken: AuthenticationResult?.RefreshToken ?? '',
        expiresIn: AuthenticationResult?.ExpiresIn,
      }
    },
    refresh: (refreshToken: string) =>
      cognito.send(
        new InitiateAuthCommand({
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          ClientId,
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        }),
      ),
    /** A token's claims, verified as a function would, against the key set that the AWS port serves. */
    verified: (token: string) => {
      const issuer = `${service.url}/${poolId}`
      const fetcher = { fetch: async (uri: string) => (await fetch(uri)).arrayBuffer() }
      const verifier = JwtVerifier.create(
        { issuer, audience: null, jwksUri: `${issuer}/.well-known/jwks.json` },
        { jwksCache: new SimpleJwksCache({ fetcher }) },
      )
      return verifier.verify(token)
    },
    lastCode: (): string => /\d{6}/.exec(ours.mails.at(-1)?.text ?? '')?.[0] ?? '',
  }

  beforeEach(async () => {
    dataDir = newDataDir()
    ours.mails = []
    ours.now = new Date()
    ours.invoke = noTrigger
    await open(aPool())
  })

  afterEach(async () => {
    await service.close()
    removeDataDir(dataDir)
  })
  return ours
}
