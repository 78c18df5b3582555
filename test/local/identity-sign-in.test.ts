import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { describe, expect, it } from 'vitest'
import { readUserPool } from '../../lib/local/identity/pool.ts'
import {
  aPool,
  ClientId,
  clientProperties,
  email,
  oneUserPool,
  password,
  poolArn,
  poolId,
  poolProperties,
} from './one-user-pool.ts'

const pool = oneUserPool()
const { refresh, reopen, seedAnn, signIn, verified } = pool

describe('signing in', () => {
  it('gives tokens that verify against the published key and carry Cognito’s claims', async () => {
    const subs = await seedAnn(['agents'])
    const { accessToken, idToken, expiresIn } = await signIn()
    const iat = Math.floor(pool.now.getTime() / 1000)
    const shared = {
      iss: `${pool.service.url}/${poolId}`,
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
    const issuer = `${pool.service.url}/${poolId}`
    const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
    expect(document).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` })
    const keySet = await (await fetch(`${issuer}/.well-known/jwks.json`)).json()
    expect(Object.keys(keySet.keys[0]).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    expect(pool.identity.publicDocument('/us-east-1_Other/.well-known/jwks.json')).toBeUndefined()
    expect(pool.identity.publicDocument(`/${poolId}/.well-known/identity-key.pem`)).toBeUndefined()
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
    await pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }))
    await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'User is disabled.' })
    await pool.cognito.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: email }))
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
    await expect(pool.cognito.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' })

    await reopen(aPool({ client: { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] } }))
    await expect(signIn()).rejects.toMatchObject({ name: 'InvalidParameterException' })
    const elsewhere = new AdminInitiateAuthCommand({ ...command.input, UserPoolId: 'us-east-1_Other' })
    await expect(pool.cognito.send(elsewhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    const unsigned = new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: command.input.AuthParameters,
    })
    await expect(pool.cognito.send(unsigned)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    const answer = await pool.cognito.send(command)
    expect(await verified(answer.AuthenticationResult?.AccessToken ?? '')).toMatchObject({ token_use: 'access' })
    expect(pool.service.rights).toContainEqual({ action: 'cognito-idp:AdminInitiateAuth', resource: poolArn })
  })
})

describe('a session', () => {
  it('is refreshed with new tokens of the same origin, and keeps its refresh token', async () => {
    await seedAnn()
    const first = await signIn()
    pool.passTime(60_000)
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
    pool.passTime(30 * days - 1)
    await refresh(refreshToken)
    pool.passTime(1)
    await expect(refresh(refreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('ends when its token is revoked, and no other session with it', async () => {
    await seedAnn()
    const [revoked, other] = [await signIn(), await signIn()]
    await pool.cognito.send(new RevokeTokenCommand({ ClientId, Token: revoked.refreshToken }))
    await expect(refresh(revoked.refreshToken)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' })
    const asked = new GetUserCommand({ AccessToken: revoked.accessToken })
    await expect(pool.cognito.send(asked)).rejects.toMatchObject({ message: 'Access Token has been revoked' })
    await refresh(other.refreshToken)
  })

  it.each([
    ['the user', (accessToken: string) => pool.cognito.send(new GlobalSignOutCommand({ AccessToken: accessToken }))],
    ['an admin', () => pool.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: email }))],
  ])('ends everywhere when %s signs out globally', async (_who, signOut) => {
    await seedAnn()
    const [here, there] = [await signIn(), await signIn()]
    await signOut(here.accessToken)
    await expect(refresh(here.refreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
    await expect(refresh(there.refreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  it('is refreshed only by the client that began it', async () => {
    const clients = ['UserPoolClient', 'OtherClient'].map((clientId) => ({ clientId, client: clientProperties }))
    await reopen(readUserPool({ poolId, pool: poolProperties, clients, groups: [] }))
    await seedAnn()
    const { refreshToken } = await signIn()
    const command = new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: 'OtherClient',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    })
    await expect(pool.cognito.send(command)).rejects.toMatchObject({ message: 'Invalid Refresh Token' })
  })

  it('ends when the user is disabled', async () => {
    await seedAnn()
    const { refreshToken } = await signIn()
    await pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }))
    await expect(refresh(refreshToken)).rejects.toMatchObject({ message: 'Refresh Token has been revoked' })
  })

  it('is not opened by an altered, a foreign or an expired access token', async () => {
    await seedAnn()
    const { accessToken, idToken } = await signIn()
    const [head, payload = '', signature] = accessToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const raised = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['admins'] })).toString('base64url')
    for (const token of [`${head}.${raised}.${signature}`, idToken, 'nonsense']) {
      await expect(pool.cognito.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
        message: 'Invalid Access Token',
      })
    }
    expect((await pool.cognito.send(new GetUserCommand({ AccessToken: accessToken }))).UserAttributes).toContainEqual({
      Name: 'name',
      Value: 'Ann',
    })
    pool.passTime(3_600_000)
    await expect(pool.cognito.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toMatchObject({
      message: 'Access Token has expired',
    })
  })
})
