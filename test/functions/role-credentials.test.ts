import { afterEach, expect, it, vi } from 'vitest'
import { defaultProvider } from '../../functions/platform/sdk-stand-ins/role-credentials.ts'

afterEach(() => vi.unstubAllEnvs())

const given = (id: string, secret: string, token: string): void => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', id)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret)
  vi.stubEnv('AWS_SESSION_TOKEN', token)
}

it('gives a function the credentials of its role, with their session', async () => {
  given('key', 'secret', 'session')

  expect(await defaultProvider()()).toEqual({ accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'session' })
})

it('gives no session token if there is none', async () => {
  given('key', 'secret', '')

  expect(await defaultProvider()()).toEqual({ accessKeyId: 'key', secretAccessKey: 'secret' })
})

it('says so when the environment holds none', async () => {
  given('', '', '')

  await expect(defaultProvider()()).rejects.toThrow('no credentials')
})
