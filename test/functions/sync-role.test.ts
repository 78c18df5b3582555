import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { approve, eraseUser, signUp, type UserChange } from '../../functions/domain/people.ts'
import { busBatch } from '../support/bus-messages.ts'
import '../support/function-environment.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aHappening, BILLING } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
afterAll(stopTables)
const { handler } = await import('../../functions/events/sync-role.ts')
const { commitUser } = await import('../../functions/stores/people.ts')
const { newId } = await import('../../functions/platform/ids.ts')

const pool = mockClient(CognitoIdentityProviderClient)
const happening = () => aHappening({ event_id: newId() })

beforeEach(() => {
  pool.reset()
  pool.onAnyCommand().rejects(new Error('not expected'))
  pool.on(AdminAddUserToGroupCommand).resolves({})
  pool.on(AdminRemoveUserFromGroupCommand).resolves({})
})

const inGroups = (...names: readonly string[]) =>
  pool.on(AdminListGroupsForUserCommand).resolves({ Groups: names.map((GroupName) => ({ GroupName })) })

const stored = async (change: UserChange): Promise<UserChange> => {
  expect(await commitUser(change)).toBe('written')
  return change
}

const aCustomer = () => stored(signUp({ id: newId(), email: 'lena@example.org', name: 'Lena' }, happening()))

const heard = ({ event }: UserChange) => handler(busBatch(event))

const added = () => pool.commandCalls(AdminAddUserToGroupCommand).map(({ args }) => args[0].input.GroupName)
const removed = () => pool.commandCalls(AdminRemoveUserFromGroupCommand).map(({ args }) => args[0].input.GroupName)

it('puts a new customer into the customers’ group', async () => {
  inGroups()
  expect(await heard(await aCustomer())).toEqual({ batchItemFailures: [] })

  expect(added()).toEqual(['customers'])
  expect(removed()).toEqual([])
})

it('applies the present role, even if an older event comes late', async () => {
  const signedUp = await aCustomer()
  await stored(approve(signedUp.user, newId(), BILLING.id, happening()))
  inGroups('customers', 'testers')
  await heard(signedUp)

  expect(added()).toEqual(['agents'])
  expect(removed()).toEqual(['customers'])
})

it('changes nothing that is right already', async () => {
  const signedUp = await aCustomer()
  inGroups('customers')
  await heard(signedUp)

  expect([...added(), ...removed()]).toEqual([])
})

it('has nothing to do for accounts that are gone', async () => {
  const signedUp = await aCustomer()
  pool.on(AdminListGroupsForUserCommand).rejects(new UserNotFoundException({ message: 'gone', $metadata: {} }))
  expect(await heard(signedUp)).toEqual({ batchItemFailures: [] })

  pool.resetHistory()
  await stored(eraseUser(signedUp.user, happening()))
  expect(await heard(signedUp)).toEqual({ batchItemFailures: [] })
  expect(pool.calls()).toHaveLength(0)
})

it('returns the message to the queue if the pool fails', async () => {
  const signedUp = await aCustomer()
  pool.on(AdminListGroupsForUserCommand).rejects(new Error('down'))

  expect(await heard(signedUp)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] })
})
