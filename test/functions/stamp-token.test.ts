import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { afterAll, expect, it } from 'vitest'
import type { User } from '../../functions/contracts/people.ts'
import { signUp } from '../../functions/domain/people.ts'
import { NOW } from '../support/clock.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { namedId } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
afterAll(stopTables)
const { handler } = await import('../../functions/triggers/stamp-token.ts')
const { commitUser, takeEmail } = await import('../../functions/stores/people.ts')

const stored = async (id: string, given: Partial<User>): Promise<User> => {
  const change = signUp({ id, email: `${id}@example.org`.toLowerCase(), name: 'Lena' }, { event_id: id, now: NOW })
  const user = { ...change.user, ...given }
  await commitUser({ ...change, user }, [takeEmail(user.email, id)])
  return user
}

const asking = (email: string, email_verified = 'true') =>
  ({
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    request: { userAttributes: { email, email_verified }, groupConfiguration: {}, scopes: [] },
    response: { claimsAndScopeOverrideDetails: {} },
  }) as unknown as PreTokenGenerationV2TriggerEvent

it('adds the user’s present identity to the access token, and their name to the id token', async () => {
  const user = await stored(namedId('AGENT'), { role: 'agent', department_id: namedId('DEPARTMENT') })

  const { response } = await handler(asking(user.email.toUpperCase()))

  expect(response.claimsAndScopeOverrideDetails).toEqual({
    accessTokenGeneration: {
      claimsToAddOrOverride: {
        plimsoll_id: user.id,
        plimsoll_role: 'agent',
        plimsoll_name: 'Lena',
        plimsoll_email: user.email,
        plimsoll_department: namedId('DEPARTMENT'),
      },
    },
    idTokenGeneration: { claimsToAddOrOverride: { name: 'Lena' } },
  })
})

it('adds no department for a user without one', async () => {
  const user = await stored(namedId('CUSTOMER'), {})

  const { response } = await handler(asking(user.email))

  const claims = response.claimsAndScopeOverrideDetails.accessTokenGeneration?.claimsToAddOrOverride
  expect(claims).toMatchObject({ plimsoll_role: 'customer' })
  expect(claims).not.toHaveProperty('plimsoll_department')
})

it('gives nobody the claims of an address that is not verified', async () => {
  const user = await stored(namedId('CHANGED'), { role: 'admin' })
  const event = asking(user.email, 'false')

  expect(await handler(event)).toEqual(event)
})

it('gives an account without a user no claim at all', async () => {
  const event = asking('nobody@example.org')

  expect(await handler(event)).toEqual(event)
})
