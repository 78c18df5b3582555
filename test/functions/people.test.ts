import { afterAll, describe, expect, it } from 'vitest'
import { signUp } from '../../functions/domain/people.ts'
import { openPeopleDesk } from '../support/people-desk.ts'

const { close, call, asAdmin, aCustomer } = await openPeopleDesk()
afterAll(close)
const { commitUser, takeEmail } = await import('../../functions/stores/people.ts')
const { wantsNotifications } = await import('../../functions/stores/mail-wishes.ts')
const { unsubscribeLink } = await import('../../functions/platform/unsubscribe-link.ts')
const { newId } = await import('../../functions/platform/ids.ts')

describe('users and mails', () => {
  it('lists everybody page by page, newest first', async () => {
    await aCustomer()
    const customer = await aCustomer()
    const { status, body } = await asAdmin('listUsers', { query: { limit: '1' } })

    expect(status).toBe(200)
    expect(body.items).toEqual([expect.objectContaining({ id: customer.id, role: 'customer' })])
    expect(body.items?.[0]).not.toHaveProperty('version')
    expect(body.next_cursor).not.toBeNull()
    expect(await asAdmin('listUsers', { query: { cursor: 'nonsense' } })).toMatchObject({ status: 400 })
  })

  it('ends notifications only by the signed link', async () => {
    const email = 'guest@example.org'
    const token = (await unsubscribeLink(email)).split('#')[1] ?? ''
    const forged = `${Buffer.from('other@example.org').toString('base64url')}.${token.split('.')[1]}`

    expect((await call('unsubscribe', { body: { token: forged } })).status).toBe(422)
    expect(await wantsNotifications('other@example.org')).toBe(true)
    expect((await call('unsubscribe', { body: { token } })).status).toBe(204)
    expect((await call('unsubscribe', { body: { token } })).status).toBe(204)
    expect(await wantsNotifications(email)).toBe(false)
  })

  it('lets somebody sign up whose address has ended notifications', async () => {
    const email = 'later@example.org'
    const token = (await unsubscribeLink(email)).split('#')[1] ?? ''
    await call('unsubscribe', { body: { token } })
    const id = newId()
    const change = signUp({ id, email, name: 'Lena' }, { event_id: newId(), now: new Date() })

    expect(await commitUser(change, [takeEmail(email, id)])).toBe('written')
    expect(await wantsNotifications(email)).toBe(false)
  })
})

it.each(['listAgents', 'listUsers'] as const)('keeps %s from everybody but admins', async (route) => {
  const customer = await aCustomer()
  expect((await call(route)).status).toBe(401)
  expect((await call(route, { as: customer })).status).toBe(403)
  expect((await call(route, { as: { ...customer, role: 'agent' } })).status).toBe(403)
})
