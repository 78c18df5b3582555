import { afterEach, expect, it, vi } from 'vitest'
import { forgedTokensFor, tokenFor } from '../support/access-tokens.ts'
import { CLIENT, ISSUER } from '../support/function-environment.ts'
import { aSignedInUser } from '../support/tickets.ts'

const { callerOf } = await import('../../functions/platform/identity.ts')

const HOUR_MS = 3_600_000
const ines = aSignedInUser()
const tomas = aSignedInUser({ name: 'Tomas' })

afterEach(() => vi.useRealTimers())

it('identifies the user of a token, however often it comes', async () => {
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

it.each([
  ['an ID token', { token_use: 'id' }],
  ['a token that does not say its use', { token_use: undefined }],
  ['a token for another client', { client_id: 'other' }],
  ['a token for no client', { client_id: undefined }],
  ['an ID token’s audience in place of the client', { client_id: undefined, aud: CLIENT }],
  ['a token of another pool', { iss: `${ISSUER}2` }],
  ['a token of another issuer', { iss: 'https://other.example' }],
  ['a token without a role of ours', { plimsoll_role: 'owner' }],
  ['a token that is not valid yet', { nbf: Date.now() / 1_000 + HOUR_MS }],
])('refuses %s though the pool’s own key signed it', async (_case, claims) => {
  await expect(callerOf(tokenFor(ines, claims))).rejects.toMatchObject({
    refusal: 'unauthenticated',
    code: 'token_invalid',
  })
})

it.each(Object.entries(forgedTokensFor(ines)))('refuses a token %s', async (_forgery, token) => {
  await expect(callerOf(token)).rejects.toMatchObject({ refusal: 'unauthenticated', code: 'token_invalid' })
})
