import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  InvalidPasswordException,
  NotAuthorizedException,
  RevokeTokenCommand,
  UserLambdaValidationException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eraseUser } from '../../functions/domain/people.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { tokenFor } from '../support/access-tokens.ts'
import { callApi } from '../support/call-api.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { namedId } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
afterAll(stopTables)
const { handler } = await import('../../functions/api/session.ts')
const { findUserByEmail, updateUser } = await import('../../functions/stores/people.ts')
const { listEvents } = await import('../../functions/stores/events.ts')

const pool = mockClient(CognitoIdentityProviderClient)
const $metadata = {}
const told = { message: 'told by the pool', $metadata }
const PASSWORD = 'correct horse battery'

let number = 0
const anEmail = (): string => {
  number += 1
  return `person${number}@example.org`
}

beforeEach(() => {
  pool.reset()
  pool.onAnyCommand().rejects(new Error('not expected'))
  pool.on(AdminCreateUserCommand).resolves({ User: { Username: 'sub-1' } })
  pool.on(AdminSetUserPasswordCommand).resolves({})
})

const signUp = (email: string, given: object = {}) =>
  callApi(handler, { route: 'signup', body: { email, password: PASSWORD, name: 'Lena Krause', ...given } })

/** Somebody who has signed up. */
const aCustomer = async (): Promise<SignedIn> => {
  const email = anEmail()
  await signUp(email)
  const user = await findUserByEmail(email)
  if (!user) throw new Error('the signup left no user')
  return { kind: 'user', id: user.id, role: 'customer', name: user.name, email, department_id: null }
}

const tokensFor = (user: SignedIn) => ({
  AuthenticationResult: { AccessToken: tokenFor(user), IdToken: 'id', RefreshToken: 'refresh', ExpiresIn: 3_600 },
})

it('makes a customer with an account that can sign in at once, and says so in an event', async () => {
  const email = anEmail()
  const { status, body } = await signUp(email.toUpperCase())

  expect(status).toBe(201)
  expect(body.user).toMatchObject({ email, name: 'Lena Krause', role: 'customer', presence: 'offline' })
  expect(pool.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toMatchObject({
    Username: email,
    MessageAction: 'SUPPRESS',
  })
  expect(pool.commandCalls(AdminSetUserPasswordCommand)[0]?.args[0].input).toMatchObject({
    Username: 'sub-1',
    Password: PASSWORD,
    Permanent: true,
  })
  const user = await findUserByEmail(email)
  const events = await listEvents(`USER#${user?.id}`)
  expect(events.map(({ type, seq }) => [type, seq])).toEqual([['customer_signed_up', 1]])
  expect(JSON.stringify(events)).not.toContain(email)
})

it.each([
  ['a short password', { password: 'short' }, 'password'],
  ['no address', { email: 'nobody' }, 'email'],
  ['a name of two lines', { name: 'Lena\nBcc: all@example.org' }, 'name'],
  ['a role of their own choice', { role: 'admin' }, 'role'],
])('refuses a signup with %s, and asks the pool for nothing', async (_case, given, named) => {
  const { status, body } = await signUp(anEmail(), given)

  expect(status).toBe(422)
  expect(JSON.stringify(body.errors)).toContain(named)
  expect(pool.calls()).toHaveLength(0)
})

it('refuses an address that a user has, and leaves their account alone', async () => {
  const { email } = await aCustomer()
  pool.resetHistory()

  expect(await signUp(email)).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  expect(pool.calls()).toHaveLength(0)
})

it('completes an interrupted signup whose user was not yet written, if the password is right', async () => {
  const email = anEmail()
  pool.on(AdminCreateUserCommand).rejects(new UsernameExistsException(told))
  pool.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: { AccessToken: 'a', IdToken: 'i', ExpiresIn: 1 } })

  expect((await signUp(email)).status).toBe(201)
  expect(await findUserByEmail(email)).toMatchObject({ email })
})

it('does not touch an account that another signup is making at this moment', async () => {
  const email = anEmail()
  pool.on(AdminCreateUserCommand).rejects(new UsernameExistsException(told))
  pool.on(AdminInitiateAuthCommand).rejects(new NotAuthorizedException(told))
  pool.on(AdminGetUserCommand).resolves({ Username: 'sub-0', UserCreateDate: new Date() })

  expect(await signUp(email)).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  expect(pool.commandCalls(AdminDeleteUserCommand)).toHaveLength(0)
  expect(pool.commandCalls(AdminSetUserPasswordCommand)).toHaveLength(0)
})

it('replaces the remains of a signup that was interrupted long ago, under the old account’s user name', async () => {
  pool
    .on(AdminCreateUserCommand)
    .rejectsOnce(new UsernameExistsException(told))
    .resolves({ User: { Username: 'sub-2' } })
  pool.on(AdminInitiateAuthCommand).rejects(new NotAuthorizedException(told))
  pool.on(AdminGetUserCommand).resolves({ Username: 'sub-0', UserCreateDate: new Date(Date.now() - 3_600_000) })
  pool.on(AdminDeleteUserCommand).resolves({})

  expect((await signUp(anEmail())).status).toBe(201)
  expect(pool.commandCalls(AdminDeleteUserCommand).map(({ args }) => args[0].input.Username)).toEqual(['sub-0'])
  expect(pool.commandCalls(AdminSetUserPasswordCommand)[0]?.args[0].input.Username).toBe('sub-2')
})

it('removes the new account again if the pool refuses its password', async () => {
  const email = anEmail()
  pool.on(AdminSetUserPasswordCommand).rejects(new InvalidPasswordException(told))
  pool.on(AdminDeleteUserCommand).resolves({})

  expect(await signUp(email)).toMatchObject({ status: 422, body: { code: 'password_refused' } })
  expect(pool.commandCalls(AdminDeleteUserCommand)).toHaveLength(1)
  expect(await findUserByEmail(email)).toBeUndefined()
})

it('signs in with tokens and the user as they are now', async () => {
  const customer = await aCustomer()
  pool.on(AdminInitiateAuthCommand).resolves(tokensFor(customer))

  const { status, body } = await callApi(handler, {
    route: 'login',
    body: { email: customer.email, password: PASSWORD },
  })

  expect(status).toBe(200)
  expect(body).toMatchObject({ id_token: 'id', refresh_token: 'refresh', expires_in: 3_600, user: { id: customer.id } })
})

it('tells a wrong password, an unknown address and an account without a user the same', async () => {
  const login = () => callApi(handler, { route: 'login', body: { email: anEmail(), password: PASSWORD } })
  pool.on(AdminInitiateAuthCommand).rejects(new NotAuthorizedException(told))
  const wrong = await login()
  pool.on(AdminInitiateAuthCommand).rejects(new UserNotFoundException(told))
  const unknown = await login()
  const tokens = { AccessToken: 'without our claims', IdToken: 'i', RefreshToken: 'r', ExpiresIn: 1 }
  pool.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: tokens })
  const userless = await login()

  expect(wrong).toMatchObject({ status: 401, body: { code: 'bad_credentials' } })
  expect(unknown.body).toEqual(wrong.body)
  expect(userless.body).toEqual(wrong.body)
})

it('says that sign-in is not available when the stamp fails, instead of blaming the password', async () => {
  pool.on(AdminInitiateAuthCommand).rejects(new UserLambdaValidationException(told))

  const answer = await callApi(handler, { route: 'login', body: { email: anEmail(), password: PASSWORD } })

  expect(answer).toMatchObject({ status: 503, body: { code: 'identity_unavailable' } })
  expect(answer.headers['retry-after']).toBe('5')
})

it('refreshes without a new refresh token, and not with one that is revoked', async () => {
  const customer = await aCustomer()
  const refresh = () => callApi(handler, { route: 'refreshSession', body: { refresh_token: 'r' } })
  const { RefreshToken: _none, ...AuthenticationResult } = tokensFor(customer).AuthenticationResult
  pool.on(InitiateAuthCommand).resolves({ AuthenticationResult })
  const fresh = await refresh()
  pool.on(InitiateAuthCommand).rejects(new NotAuthorizedException(told))

  expect(fresh.status).toBe(200)
  expect(fresh.body).not.toHaveProperty('refresh_token')
  expect(fresh.body.user).toMatchObject({ id: customer.id })
  expect(await refresh()).toMatchObject({ status: 401, body: { code: 'refresh_token_invalid' } })
})

describe('a token that is not valid', () => {
  const refresh = (authorization: string) =>
    callApi(handler, { route: 'refreshSession', body: { refresh_token: 'r' }, headers: { authorization } })

  beforeEach(() => vi.stubEnv('RATE_LIMIT', '500'))
  afterEach(() => vi.unstubAllEnvs())

  it('is no obstacle to a request that anybody may send: the session that it belongs to is renewed', async () => {
    const customer = await aCustomer()
    pool.on(InitiateAuthCommand).resolves(tokensFor(customer))
    const expired = tokenFor(customer, { exp: Math.floor(Date.now() / 1_000) - 60 })

    for (const authorization of [`Bearer ${expired}`, 'Bearer x', 'Basic eDp5']) {
      const { status, headers } = await refresh(authorization)
      expect([status, headers['ratelimit-limit']]).toEqual([200, '500'])
    }
    expect((await refresh(`Bearer ${tokenFor(customer)}`)).headers['ratelimit-limit']).toBe('5000')
  })

  it('is no obstacle to a sign-in, which counts by address whatever the token', async () => {
    const customer = await aCustomer()
    pool.on(AdminInitiateAuthCommand).resolves(tokensFor(customer))
    const body = { email: customer.email, password: PASSWORD }

    for (const token of ['x', tokenFor(customer)]) {
      const { status, headers } = await callApi(handler, {
        route: 'login',
        body,
        headers: { authorization: `Bearer ${token}` },
      })
      expect([status, headers['ratelimit-limit']]).toEqual([200, '500'])
    }
  })
})

it('ends one session by its refresh token, and all of them without one', async () => {
  const customer = await aCustomer()
  pool.on(RevokeTokenCommand).resolves({})
  pool.on(AdminUserGlobalSignOutCommand).resolves({})

  const one = await callApi(handler, { route: 'logout', as: customer, body: { refresh_token: 'r' } })
  expect(one.status).toBe(204)
  expect(pool.commandCalls(RevokeTokenCommand)[0]?.args[0].input).toMatchObject({ Token: 'r', ClientId: 'test-client' })
  expect(pool.commandCalls(AdminUserGlobalSignOutCommand)).toHaveLength(0)

  expect((await callApi(handler, { route: 'logout', as: customer, body: {} })).status).toBe(204)
  expect((await callApi(handler, { route: 'logout', as: customer })).status).toBe(204)
  expect(pool.commandCalls(AdminUserGlobalSignOutCommand)[0]?.args[0].input).toMatchObject({
    Username: customer.email,
  })
})

it('sets the caller’s presence with one event, and repeats it without another', async () => {
  const customer = await aCustomer()
  const go = () => callApi(handler, { route: 'changePresence', as: customer, body: { presence: 'dnd' } })

  expect(await go()).toMatchObject({ status: 200, body: { user: { presence: 'dnd' } } })
  await go()

  const events = await listEvents(`USER#${customer.id}`)
  expect(events.map(({ type }) => type)).toEqual(['customer_signed_up', 'presence_changed'])
  expect(events[1]).toMatchObject({ changes: { presence: ['offline', 'dnd'] }, data: { department_id: null } })
  expect(await callApi(handler, { route: 'getMe', as: customer })).toMatchObject({
    body: { user: { presence: 'dnd' } },
  })
})

it('loses no change when several come at once', async () => {
  const customer = await aCustomer()
  const presences = ['online', 'dnd', 'offline', 'online', 'dnd']
  const answers = await Promise.all(
    presences.map((presence) => callApi(handler, { route: 'changePresence', as: customer, body: { presence } })),
  )

  expect(answers.map(({ status }) => status)).toEqual(presences.map(() => 200))
  const events = await listEvents(`USER#${customer.id}`)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, place) => place + 1))
})

it('knows nobody by the token of an account that was erased', async () => {
  const customer = await aCustomer()
  await updateUser(customer.id, (user) => ({
    change: eraseUser(user, { event_id: namedId('ERASED'), actor: SYSTEM, now: new Date() }),
  }))

  const asked = await callApi(handler, { route: 'getMe', as: customer })
  const came = await callApi(handler, { route: 'changePresence', as: customer, body: { presence: 'online' } })
  for (const { status, body } of [asked, came]) expect([status, body.code]).toEqual([401, 'token_invalid'])
})

it('requires a sign-in for everything about one’s own account', async () => {
  expect((await callApi(handler, { route: 'getMe' })).status).toBe(401)
  expect((await callApi(handler, { route: 'changePresence', body: { presence: 'online' } })).status).toBe(401)
  expect((await callApi(handler, { route: 'logout', body: {} })).status).toBe(401)
})
