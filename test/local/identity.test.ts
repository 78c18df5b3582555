import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Identity, startIdentity } from '../../lib/local/identity.ts'
import { type ResolvedProperties, readUserPool, type UserPool } from '../../lib/local/identity-pool.ts'
import { newDataDir, type OneService, removeDataDir, serve } from './one-service.ts'

const poolId = 'us-east-1_UserPool'
const ClientId = 'UserPoolClient'
const poolArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`
const email = 'ann@example.com'
const password = 'correct horse battery'

const poolProperties: ResolvedProperties = {
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  Policies: { PasswordPolicy: { MinimumLength: 12 } },
  Schema: [{ Name: 'user_id', AttributeDataType: 'String', Mutable: true }],
}
const clientProperties: ResolvedProperties = {
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  AccessTokenValidity: 60,
  TokenValidityUnits: { AccessToken: 'minutes' },
}

const aPool = (changes: { pool?: ResolvedProperties; client?: ResolvedProperties } = {}): UserPool =>
  readUserPool({
    poolId,
    pool: { ...poolProperties, ...changes.pool },
    clients: [{ clientId: ClientId, client: { ...clientProperties, ...changes.client } }],
    groups: [{ GroupName: 'agents' }, { GroupName: 'admins' }],
  })

let dataDir: string
let identity: Identity
let service: OneService
let cognito: CognitoIdentityProviderClient
let mails: { to: string; subject: string; text: string }[]
let now: Date
let invoke: (functionId: string, event: unknown) => Promise<unknown>

const open = async (pool: UserPool = aPool()): Promise<void> => {
  identity = await startIdentity({
    dataDir,
    pools: [pool],
    awsUrl: () => service.url,
    invoke: (functionId, event) => invoke(functionId, event),
    deliver: (mail) => mails.push(mail),
    now: () => now,
  })
  service = await serve('cognito-idp', identity, (path) => identity.publicDocument(path))
  cognito = new CognitoIdentityProviderClient(service.client)
}

const reopen = async (pool?: UserPool): Promise<void> => {
  await service.close()
  await open(pool)
}

beforeEach(async () => {
  dataDir = newDataDir()
  mails = []
  now = new Date()
  invoke = async () => {
    throw new Error('no trigger is expected')
  }
  await open()
})

afterEach(async () => {
  await service.close()
  removeDataDir(dataDir)
})

const seedAnn = (groups: readonly string[] = []) =>
  identity.seedUsers(poolId, [{ email, password, attributes: { name: 'Ann' }, groups }])

const signIn = async (secret = password, name = email) => {
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
}

const refresh = (refreshToken: string) =>
  cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }),
  )

const signUp = (secret = password) =>
  cognito.send(
    new SignUpCommand({
      ClientId,
      Username: email,
      Password: secret,
      UserAttributes: [{ Name: 'name', Value: 'Ann' }],
    }),
  )

/** Verified as a function would, against the key set that the AWS port serves. */
const verified = (token: string) => {
  const issuer = `${service.url}/${poolId}`
  const fetcher = { fetch: async (uri: string) => (await fetch(uri)).arrayBuffer() }
  const verifier = JwtVerifier.create(
    { issuer, audience: null, jwksUri: `${issuer}/.well-known/jwks.json` },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  )
  return verifier.verify(token)
}

const lastCode = (): string => /\d{6}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? ''
const another = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('signing up', () => {
  it('lets nobody in before the account is confirmed', async () => {
    const { UserConfirmed, UserSub } = await signUp()
    expect(UserConfirmed).toBe(false)
    await expect(signIn()).rejects.toMatchObject({ name: 'UserNotConfirmedException' })

    await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: email }))
    expect((await verified((await signIn()).accessToken)).sub).toBe(UserSub)
  })

  it('confirms by the mailed code, which proves the address', async () => {
    await signUp()
    expect(mails.map(({ to }) => to)).toEqual([email])
    const wrong = new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: another(lastCode()) })
    await expect(cognito.send(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' })

    await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode() }))
    expect(await verified((await signIn()).idToken)).toMatchObject({ email, email_verified: true, name: 'Ann' })
    const again = new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode() })
    await expect(cognito.send(again)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('is refused where the template leaves it to admins', async () => {
    await reopen(aPool({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } }))
    await expect(signUp()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('refuses an address that is taken, whatever its case', async () => {
    await seedAnn()
    const taken = new SignUpCommand({ ClientId, Username: 'Ann@Example.com', Password: password })
    await expect(cognito.send(taken)).rejects.toMatchObject({ name: 'UsernameExistsException' })
  })

  it.each([
    ['a password shorter than the policy', { Password: 'short' }, 'InvalidPasswordException'],
    ['a name that is no address', { Username: 'ann' }, 'InvalidParameterException'],
    ['an unknown client', { ClientId: 'other' }, 'ResourceNotFoundException'],
    [
      'a claim that the address is verified',
      { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
      'NotAuthorizedException',
    ],
    [
      'an attribute that the pool lacks',
      { UserAttributes: [{ Name: 'custom:role', Value: 'admin' }] },
      'InvalidParameterException',
    ],
  ])('refuses %s, and makes nobody', async (_case, change, name) => {
    const command = new SignUpCommand({ ClientId, Username: email, Password: password, ...change })
    await expect(cognito.send(command)).rejects.toMatchObject({ name })
    expect((await cognito.send(new ListUsersCommand({ UserPoolId: poolId }))).Users).toEqual([])
  })

  it.each([
    ['RequireLowercase', 'ALL UPPER 123 !'],
    ['RequireUppercase', 'all lower 123 !'],
    ['RequireNumbers', 'No Numbers Here!'],
    ['RequireSymbols', 'NoSymbolsHere123'],
  ])('holds %s of the template', async (rule, weak) => {
    await reopen(aPool({ pool: { Policies: { PasswordPolicy: { [rule]: true } } } }))
    await expect(signUp(weak)).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    await expect(signUp('Good enough 123 !')).resolves.toMatchObject({ UserConfirmed: false })
  })
})

describe('signing in', () => {
  it('gives tokens that verify against the published key and say what Cognito says', async () => {
    const subs = await seedAnn(['agents'])
    const { accessToken, idToken, expiresIn } = await signIn()
    const iat = Math.floor(now.getTime() / 1000)
    const shared = {
      iss: `${service.url}/${poolId}`,
      sub: subs.get(email),
      'cognito:groups': ['agents'],
      auth_time: iat,
      iat,
      exp: iat + 3600,
    }

    const access = await verified(accessToken)
    const id = await verified(idToken)
    expect(expiresIn).toBe(3600)
    expect(access).toMatchObject({
      ...shared,
      client_id: ClientId,
      token_use: 'access',
      username: subs.get(email),
      scope: 'aws.cognito.signin.user.admin',
    })
    expect(id).toMatchObject({ ...shared, aud: ClientId, token_use: 'id', email, email_verified: true, name: 'Ann' })
    expect(id.origin_jti).toBe(access.origin_jti)
    expect(id.jti).not.toBe(access.jti)
  })

  it('publishes a discovery document that points at the key set, and no others', async () => {
    const issuer = `${service.url}/${poolId}`
    const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
    expect(document).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` })
    const keySet = await (await fetch(`${issuer}/.well-known/jwks.json`)).json()
    expect(Object.keys(keySet.keys[0]).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    expect(identity.publicDocument('/us-east-1_Other/.well-known/jwks.json')).toBeUndefined()
    expect(identity.publicDocument(`/${poolId}/.well-known/identity-key.pem`)).toBeUndefined()
  })

  it('answers a wrong password and an unknown address alike', async () => {
    await seedAnn()
    const refusal = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }
    await expect(signIn('wrong password!')).rejects.toMatchObject(refusal)
    await expect(signIn(password, 'bob@example.com')).rejects.toMatchObject(refusal)
  })

  it('names the unknown user where the client does not hide it', async () => {
    await reopen(aPool({ client: { PreventUserExistenceErrors: 'LEGACY' } }))
    await expect(signIn()).rejects.toMatchObject({ name: 'UserNotFoundException' })
  })

  it('refuses a disabled user, and a deleted one', async () => {
    await seedAnn()
    await cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }))
    await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'User is disabled.' })
    await cognito.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: email }))
    await expect(signIn()).rejects.toMatchObject({ message: 'Incorrect username or password.' })
  })

  it('refuses flows that the client was not given', async () => {
    await seedAnn()
    const command = new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    })
    await expect(cognito.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' })

    await reopen(aPool({ client: { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] } }))
    await expect(signIn()).rejects.toMatchObject({ name: 'InvalidParameterException' })
    const elsewhere = new AdminInitiateAuthCommand({ ...command.input, UserPoolId: 'us-east-1_Other' })
    await expect(cognito.send(elsewhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    const unsigned = new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: command.input.AuthParameters,
    })
    await expect(cognito.send(unsigned)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    const answer = await cognito.send(command)
    expect(await verified(answer.AuthenticationResult?.AccessToken ?? '')).toMatchObject({ token_use: 'access' })
    expect(service.rights).toContainEqual({ action: 'cognito-idp:AdminInitiateAuth', resource: poolArn })
  })
})

describe('a session', () => {
  it('is refreshed with new tokens of the same origin, and keeps its refresh token', async () => {
    await seedAnn()
    const first = await signIn()
    now = new Date(now.getTime() + 60_000)
    const { AuthenticationResult } = await refresh(first.refreshToken)
    expect(AuthenticationResult?.RefreshToken).toBeUndefined()

    const before = await verified(first.accessToken)
    const after = await verified(AuthenticationResult?.AccessToken ?? '')
    expect(after).toMatchObject({ origin_jti: before.origin_jti, auth_time: before.auth_time })
    expect(after.iat).toBe(Number(before.iat) + 60)
  })

  it('ends after 30 days', async () => {
    await seedAnn()
    const { refreshToken } = await signIn()
    const days = 24 * 3_600_000
    now = new Date(now.getTime() + 30 * days - 1)
    await refresh(refreshToken)
    now = new Date(now.getTime() + 1)
    await expect(refresh(refreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('ends when its token is revoked, and no other session with it', async () => {
    await seedAnn()
    const [revoked, other] = [await signIn(), await signIn()]
    await cognito.send(new RevokeTokenCommand({ ClientId, Token: revoked.refreshToken }))
    await expect(refresh(revoked.refreshToken)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' })
    const asked = new GetUserCommand({ AccessToken: revoked.accessToken })
    await expect(cognito.send(asked)).rejects.toMatchObject({ message: 'Access Token has been revoked' })
    await refresh(other.refreshToken)
  })

  it.each([
    ['the user', (accessToken: string) => cognito.send(new GlobalSignOutCommand({ AccessToken: accessToken }))],
    ['an admin', () => cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: email }))],
  ])('ends everywhere when %s signs out globally', async (_who, signOut) => {
    await seedAnn()
    const [here, there] = [await signIn(), await signIn()]
    await signOut(here.accessToken)
    await expect(refresh(here.refreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    await expect(refresh(there.refreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('is refreshed by the client that began it alone', async () => {
    const clients = ['UserPoolClient', 'OtherClient'].map((clientId) => ({ clientId, client: clientProperties }))
    await reopen(readUserPool({ poolId, pool: poolProperties, clients, groups: [] }))
    await seedAnn()
    const { refreshToken } = await signIn()
    const command = new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: 'OtherClient',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    })
    await expect(cognito.send(command)).rejects.toMatchObject({ message: 'Invalid Refresh Token' })
  })

  it('ends when the user is disabled', async () => {
    await seedAnn()
    const { refreshToken } = await signIn()
    await cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }))
    await expect(refresh(refreshToken)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' })
  })

  it('is not opened by an altered, a foreign or an expired access token', async () => {
    await seedAnn()
    const { accessToken, idToken } = await signIn()
    const [head, payload = '', signature] = accessToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const raised = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admins'] })).toString('base64url')
    for (const token of [`${head}.${raised}.${signature}`, idToken, 'nonsense']) {
      await expect(cognito.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
        message: 'Invalid Access Token',
      })
    }
    expect((await cognito.send(new GetUserCommand({ AccessToken: accessToken }))).UserAttributes).toContainEqual({
      Name: 'name',
      Value: 'Ann',
    })
    now = new Date(now.getTime() + 3_600_000)
    await expect(cognito.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject({
      message: 'Access Token has expired',
    })
  })
})

describe('the pre-token-generation trigger', () => {
  const triggered = aPool({
    pool: {
      LambdaConfig: {
        PreTokenGenerationConfig: {
          LambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:StampToken',
          LambdaVersion: 'V2_0',
        },
      },
    },
  })

  it('gets version 2 of its event, and its claims, scopes and groups are in the tokens', async () => {
    await reopen(triggered)
    const subs = await seedAnn(['agents'])
    const calls: unknown[] = []
    invoke = async (functionId, event) => {
      calls.push([functionId, event])
      const claimsAndScopeOverrideDetails = {
        idTokenGeneration: { claimsToAddOrOverride: { role: 'admin' }, claimsToSuppress: ['name'] },
        accessTokenGeneration: {
          claimsToAddOrOverride: {
            plimsoll_role: 'admin',
            teams: ['a', 'b'],
            sub: 'someone else',
            exp: 1,
            'cognito:groups': ['owners'],
          },
          scopesToAdd: ['tickets'],
          scopesToSuppress: ['aws.cognito.signin.user.admin'],
        },
        groupOverrideDetails: { groupsToOverride: ['admins'] },
      }
      return { ...(event as object), response: { claimsAndScopeOverrideDetails } }
    }

    const { accessToken, idToken, refreshToken } = await signIn()
    const access = await verified(accessToken)
    const id = await verified(idToken)
    expect(access).toMatchObject({
      plimsoll_role: 'admin',
      teams: ['a', 'b'],
      sub: subs.get(email),
      scope: 'tickets',
      'cognito:groups': ['admins'],
    })
    expect(id).toMatchObject({ role: 'admin', 'cognito:groups': ['admins'] })
    expect(id).not.toHaveProperty('name')
    expect(calls).toEqual([
      [
        'StampToken',
        {
          version: '2',
          triggerSource: 'TokenGeneration_Authentication',
          region: 'us-east-1',
          userPoolId: poolId,
          userName: subs.get(email),
          callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId },
          request: {
            userAttributes: {
              sub: subs.get(email),
              email,
              email_verified: 'true',
              name: 'Ann',
              'cognito:user_status': 'CONFIRMED',
            },
            groupConfiguration: { groupsToOverride: ['agents'], iamRolesToOverride: [], preferredRole: null },
            scopes: ['aws.cognito.signin.user.admin'],
          },
          response: { claimsAndScopeOverrideDetails: null },
        },
      ],
    ])

    await refresh(refreshToken)
    expect(calls.at(-1)).toMatchObject(['StampToken', { triggerSource: 'TokenGeneration_RefreshTokens' }])
  })

  it('keeps everybody out while it fails', async () => {
    await reopen(triggered)
    await seedAnn()
    invoke = async () => {
      throw new Error('table is gone')
    }
    await expect(signIn()).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error table is gone.',
    })
    invoke = async () => null
    await expect(signIn()).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' })
  })
})

describe('the post-confirmation trigger', () => {
  it('hears of everyone who is confirmed', async () => {
    await reopen(aPool({ pool: { LambdaConfig: { PostConfirmation: 'WelcomeUser' } } }))
    const calls: unknown[] = []
    invoke = async (...call) => calls.push(call)
    await signUp()
    await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode() }))
    expect(calls).toMatchObject([
      ['WelcomeUser', { triggerSource: 'PostConfirmation_ConfirmSignUp', request: { userAttributes: { email } } }],
    ])
  })
})

describe('a forgotten password', () => {
  const forgot = (Username = email) => cognito.send(new ForgotPasswordCommand({ ClientId, Username }))
  const reset = (ConfirmationCode: string, Password = 'another long password') =>
    cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username: email, ConfirmationCode, Password }))

  it('is replaced with the mailed code, once', async () => {
    await seedAnn()
    await forgot()
    await reset(lastCode())
    await signIn('another long password')
    await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    await expect(reset(lastCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  })

  it('is answered alike for an unknown address, which gets no mail', async () => {
    await seedAnn()
    const known = await forgot()
    const unknown = await forgot('abe@elsewhere.example')
    expect(unknown.CodeDeliveryDetails).toEqual(known.CodeDeliveryDetails)
    expect(mails).toHaveLength(1)
  })

  it('mails nothing to an address that nobody has verified', async () => {
    await signUp()
    await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: email }))
    mails = []
    await forgot()
    expect(mails).toEqual([])
    const UserAttributes = [{ Name: 'email_verified', Value: 'true' }]
    await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId: poolId, Username: email, UserAttributes }))
    await forgot()
    expect(mails.map(({ to }) => to)).toEqual([email])
  })

  it('cannot be guessed: after five wrong codes the right one is refused too', async () => {
    await seedAnn()
    await forgot()
    for (let tries = 0; tries < 5; tries++) {
      await expect(reset(another(lastCode()))).rejects.toMatchObject({ name: 'CodeMismatchException' })
    }
    await expect(reset(lastCode())).rejects.toMatchObject({ name: 'LimitExceededException' })
    await signIn()
  })

  it('sends at most five codes an hour', async () => {
    await seedAnn()
    for (let sends = 0; sends < 5; sends++) await forgot()
    await expect(forgot()).rejects.toMatchObject({ name: 'LimitExceededException' })
    now = new Date(now.getTime() + 3_600_000)
    await forgot()
    expect(mails).toHaveLength(6)
  })

  it('takes no code that is an hour old, and no weak password', async () => {
    await seedAnn()
    await forgot()
    await expect(reset(lastCode(), 'weak')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    now = new Date(now.getTime() + 3_600_000)
    await expect(reset(lastCode())).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  })
})

describe('administration', () => {
  const named = { UserPoolId: poolId, Username: email }

  it('creates, equips, finds, regroups and removes a user, each step by a right of its own on the pool', async () => {
    const created = await cognito.send(
      new AdminCreateUserCommand({
        ...named,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'custom:user_id', Value: '01J' }],
      }),
    )
    const sub = created.User?.Username
    expect(created.User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' })
    await cognito.send(new AdminSetUserPasswordCommand({ ...named, Password: password, Permanent: true }))
    await cognito.send(new AdminAddUserToGroupCommand({ ...named, GroupName: 'agents' }))
    await cognito.send(new AdminAddUserToGroupCommand({ ...named, GroupName: 'admins' }))
    await cognito.send(new AdminRemoveUserFromGroupCommand({ ...named, GroupName: 'agents' }))
    const { Groups } = await cognito.send(new AdminListGroupsForUserCommand(named))
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins'])

    const found = await cognito.send(new AdminGetUserCommand({ ...named, Username: sub }))
    expect(found.UserStatus).toBe('CONFIRMED')
    expect(Math.abs((found.UserCreateDate?.getTime() ?? 0) - now.getTime())).toBeLessThan(1000)
    expect(found.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'sub', Value: sub },
        { Name: 'email', Value: email },
        { Name: 'custom:user_id', Value: '01J' },
      ]),
    )
    for (const Filter of [`email = "${email}"`, `sub = "${sub}"`]) {
      const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter }))
      expect(Users?.map(({ Username }) => Username)).toEqual([sub])
    }
    await cognito.send(new AdminDeleteUserCommand(named))
    await expect(cognito.send(new AdminGetUserCommand(named))).rejects.toMatchObject({ name: 'UserNotFoundException' })

    expect(service.rights.map(({ resource }) => resource)).toEqual(service.rights.map(() => poolArn))
    expect([...new Set(service.rights.map(({ action }) => action))]).toEqual([
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminSetUserPassword',
      'cognito-idp:AdminAddUserToGroup',
      'cognito-idp:AdminRemoveUserFromGroup',
      'cognito-idp:AdminListGroupsForUser',
      'cognito-idp:AdminGetUser',
      'cognito-idp:ListUsers',
      'cognito-idp:AdminDeleteUser',
    ])
  })

  it('finds nobody by half an address, nor by a sub in place of an address', async () => {
    const subs = await seedAnn()
    for (const Filter of ['email = "ann"', `email = "${subs.get(email)}"`, `sub = "${email}"`]) {
      expect((await cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter }))).Users).toEqual([])
    }
  })

  it('pages through all users', async () => {
    const emails = ['a@example.com', 'b@example.com', 'c@example.com']
    await identity.seedUsers(
      poolId,
      emails.map((each) => ({ email: each, password, attributes: {}, groups: [] })),
    )
    const first = await cognito.send(new ListUsersCommand({ UserPoolId: poolId, Limit: 2 }))
    const { PaginationToken } = first
    const second = await cognito.send(new ListUsersCommand({ UserPoolId: poolId, Limit: 2, PaginationToken }))
    const found = [...(first.Users ?? []), ...(second.Users ?? [])].flatMap(({ Attributes }) =>
      Attributes?.filter(({ Name }) => Name === 'email').map(({ Value }) => Value),
    )
    expect(found.toSorted()).toEqual(emails)
    expect(second.PaginationToken).toBeUndefined()
  })

  it('holds a new address for unproven, and a sub for good', async () => {
    await seedAnn()
    const change = (Name: string, Value: string) =>
      cognito.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes: [{ Name, Value }] }))
    await expect(change('sub', 'another')).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await change('email', 'ann@new.example')
    const { UserAttributes } = await cognito.send(new AdminGetUserCommand({ ...named, Username: 'ann@new.example' }))
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' })
  })

  it('gives nobody the address of another', async () => {
    await seedAnn()
    await identity.seedUsers(poolId, [{ email: 'bob@example.com', password, attributes: {}, groups: [] }])
    const UserAttributes = [{ Name: 'email', Value: 'bob@example.com' }]
    const command = new AdminUpdateUserAttributesCommand({ ...named, UserAttributes })
    await expect(cognito.send(command)).rejects.toMatchObject({ name: 'AliasExistsException' })
  })

  it('refuses a group that the template does not have, and what it does not emulate', async () => {
    await seedAnn()
    const stranger = new AdminAddUserToGroupCommand({ ...named, GroupName: 'owners' })
    await expect(cognito.send(stranger)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(cognito.send(new AdminCreateUserCommand(named))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    })
    await expect(cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    })
  })
})

describe('the data directory', () => {
  it('keeps users, sessions and the signing key over a restart', async () => {
    await seedAnn(['agents'])
    const { refreshToken } = await signIn()
    const keyOf = () => identity.publicDocument(`/${poolId}/.well-known/jwks.json`)?.body
    const key = keyOf()
    await reopen()
    expect(keyOf()).toBe(key)
    await refresh(refreshToken)
    expect(await verified((await signIn()).accessToken)).toMatchObject({ 'cognito:groups': ['agents'] })
  })

  it('holds no password, code or refresh token in the clear, and is for its owner only', async () => {
    await seedAnn()
    const { refreshToken } = await signIn()
    const files = ['identity.sqlite', 'identity.sqlite-wal', 'identity-key.pem'].map((name) => join(dataDir, name))
    for (const file of files) {
      expect(statSync(file).mode & 0o077).toBe(0)
      expect(readFileSync(file).includes(password)).toBe(false)
      expect(readFileSync(file).includes(refreshToken)).toBe(false)
    }
  })

  it('has another key than any other directory', async () => {
    const key = identity.publicDocument(`/${poolId}/.well-known/jwks.json`)?.body
    removeDataDir(dataDir)
    dataDir = newDataDir()
    await reopen()
    expect(identity.publicDocument(`/${poolId}/.well-known/jwks.json`)?.body).not.toBe(key)
  })
})

it('seeds a demo’s 33 users without doing so twice', async () => {
  const users = Array.from({ length: 33 }, (_, index) => ({
    email: `user${index}@demo.example`,
    password,
    attributes: { name: `User ${index}` },
    groups: index < 12 ? ['agents'] : [],
  }))
  const first = await identity.seedUsers(poolId, users)
  expect(new Set(first.values()).size).toBe(33)
  expect(await identity.seedUsers(poolId, users)).toEqual(first)
  await signIn(password, 'user32@demo.example')
})

it.each([
  ['multi-factor sign-in', { pool: { MfaConfiguration: 'ON' } }, 'MfaConfiguration'],
  ['a trigger it does not call', { pool: { LambdaConfig: { CustomMessage: 'Fn' } } }, 'CustomMessage'],
  ['a property it does not know', { pool: { DeviceConfiguration: {} } }, 'DeviceConfiguration'],
  ['a client secret', { client: { GenerateSecret: true } }, 'secret'],
  ['a flow it does not speak', { client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } }, 'ALLOW_USER_SRP_AUTH'],
])('refuses a template that asks for %s', (_case, change, named) => {
  expect(() => aPool(change)).toThrow(named)
})
