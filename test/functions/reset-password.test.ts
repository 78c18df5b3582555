import {
  AdminUserGlobalSignOutCommand,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  LimitExceededException,
  TooManyRequestsException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import { handler } from '../../functions/api/session.ts'
import { callApi } from '../support/call-api.ts'

const pool = mockClient(CognitoIdentityProviderClient)
const told = { message: 'told by the pool', $metadata: {} }
const EMAIL = 'lena@example.org'

beforeEach(() => {
  pool.reset()
  pool.onAnyCommand().rejects(new Error('not expected'))
})

const forgot = () => callApi(handler, { route: 'forgotPassword', body: { email: EMAIL } })
const reset = () =>
  callApi(handler, { route: 'resetPassword', body: { email: EMAIL, code: '1', password: 'correct horse battery' } })

it('answers a forgotten password the same whoever asks', async () => {
  pool.on(ForgotPasswordCommand).resolves({})
  const known = await forgot()
  pool.on(ForgotPasswordCommand).rejects(new UserNotFoundException(told))
  const unknown = await forgot()
  pool.on(ForgotPasswordCommand).rejects(new LimitExceededException(told))
  const tooOften = await forgot()

  expect([known, unknown, tooOften].map(({ status }) => status)).toEqual([204, 204, 204])
})

it('answers a wrong code and an unknown address alike when a password is reset', async () => {
  pool.on(ConfirmForgotPasswordCommand).rejects(new CodeMismatchException(told))
  const wrong = await reset()
  pool.on(ConfirmForgotPasswordCommand).rejects(new UserNotFoundException(told))

  expect(wrong).toMatchObject({ status: 422, body: { code: 'code_invalid' } })
  expect((await reset()).body).toEqual(wrong.body)
})

it('ends every session once a password was reset, and none before', async () => {
  pool.on(AdminUserGlobalSignOutCommand).resolves({})
  pool.on(ConfirmForgotPasswordCommand).rejectsOnce(new CodeMismatchException(told)).resolves({})

  await reset()
  expect(pool.commandCalls(AdminUserGlobalSignOutCommand)).toHaveLength(0)
  expect((await reset()).status).toBe(204)
  expect(pool.commandCalls(AdminUserGlobalSignOutCommand).map(({ args }) => args[0].input.Username)).toEqual([EMAIL])
})

it('reports that older sessions may live on if the pool could not end them, and ends them the next time', async () => {
  pool.on(ConfirmForgotPasswordCommand).resolves({})
  pool.on(AdminUserGlobalSignOutCommand).rejectsOnce(new TooManyRequestsException(told)).resolves({})

  const half = await reset()
  expect(half).toMatchObject({ status: 503, body: { code: 'identity_unavailable' } })
  expect(half.body.detail).toContain('older sessions could not be ended')
  expect((await reset()).status).toBe(204)
})

it('hides the cause of a failure in the pool', async () => {
  pool.on(ForgotPasswordCommand).rejects(new Error('secret-host:9000 said no'))

  const { status, body } = await forgot()

  expect(status).toBe(500)
  expect(JSON.stringify(body)).not.toContain('secret-host')
})
