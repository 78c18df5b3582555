import { afterEach, expect, it, vi } from 'vitest'
import { tokenFor } from '../support/access-tokens.ts'
import { aUser } from '../support/tickets.ts'

const { callerOf } = await import('../../functions/platform/identity.ts')

const HOUR_MS = 3_600_000
const ines = aUser()
const tomas = aUser({ name: 'Tomas' })

afterEach(() => vi.useRealTimers())

it('knows who a token speaks for, however often it comes', async () => {
  const [one, other] = [tokenFor(ines), tokenFor(tomas)]

  expect(await callerOf(one)).toEqual(ines)
  expect(await callerOf(other)).toEqual(tomas)
  expect(await callerOf(one)).toEqual(ines)
})

it('refuses a token that has expired, also one that was valid before', async () => {
  const token = tokenFor(ines)
  await callerOf(token)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS + 1_000 })

  await expect(callerOf(token)).rejects.toMatchObject({ refusal: 'unauthenticated', code: 'token_invalid' })
})

it('refuses a token of which a single character differs from one that is valid', async () => {
  const token = tokenFor(ines)
  await callerOf(token)
  const [head, claims = '', signature] = token.split('.')
  const changed = Buffer.from(claims, 'base64url').toString().replace('"agent"', '"admin"')

  await expect(callerOf(`${head}.${Buffer.from(changed).toString('base64url')}.${signature}`)).rejects.toMatchObject({
    code: 'token_invalid',
  })
})
