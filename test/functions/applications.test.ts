import { afterAll, describe, expect, it } from 'vitest'
import type { Application } from '../../functions/contracts/people.ts'
import { eraseUser } from '../../functions/domain/people.ts'
import { SYSTEM } from '../../functions/domain/ticket/change.ts'
import { openPeopleDesk } from '../support/people-desk.ts'
import { BILLING } from '../support/tickets.ts'

const { close, admin, call, asAdmin, aCustomer, applied } = await openPeopleDesk()
afterAll(close)
const { getUser, updateUser } = await import('../../functions/stores/people.ts')
const { findAgent } = await import('../../functions/stores/agents.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { newId } = await import('../../functions/platform/ids.ts')

describe('applications', () => {
  it('accepts one at a time, and answers a repeated request like the first', async () => {
    const customer = await aCustomer()
    const body = { motivation: 'I like to help', skills: ['refunds'] }
    const once = { as: customer, body, headers: { 'idempotency-key': 'k1' } }

    const first = await call('applyAsAgent', once)
    const again = await call('applyAsAgent', once)
    const second = await call('requestModeration', { as: customer, body })

    expect(first).toMatchObject({
      status: 201,
      body: { state: 'open', user: { id: customer.id }, skills: ['refunds'] },
    })
    expect(again).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } })
    expect(second).toMatchObject({ status: 409, body: { code: 'application_open' } })
  })

  it('takes none by the token of an account that was erased', async () => {
    const customer = await aCustomer()
    const happening = { event_id: newId(), actor: SYSTEM, now: new Date() }
    await updateUser(customer.id, (user) => ({ change: eraseUser(user, happening) }))

    const body = { motivation: 'I like to help', skills: [] }
    expect(await call('applyAsAgent', { as: customer, body })).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
    })
  })

  it('accepts one of many that come at once', async () => {
    const customer = await aCustomer()
    const body = { motivation: 'I like to help', skills: [] }
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('applyAsAgent', { as: customer, body })))

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
  })

  it('makes the applicant an agent of the department, who then can be given tickets', async () => {
    const customer = await aCustomer()
    const id = await applied(customer)
    const body = { state: 'approved', department_id: BILLING.id }

    const { status, body: decided } = await asAdmin('decideApplication', { params: { id }, body })

    expect(status).toBe(200)
    expect(decided).toMatchObject({ id, state: 'approved', decided_by: admin.id })
    expect(await getUser(customer.id)).toMatchObject({ role: 'agent', department_id: BILLING.id })
    expect(await findAgent(BILLING.id, customer.id)).toMatchObject({ capacity: 10, active: 0, skills: ['refunds'] })
    const events = await listEvents(`USER#${customer.id}`)
    expect(events.at(-1)).toMatchObject({ type: 'agent_approved', data: { department_id: BILLING.id } })
  })

  it('is decided once: the second decision is refused', async () => {
    const customer = await aCustomer()
    const id = await applied(customer)
    const decide = (body: object) => asAdmin('decideApplication', { params: { id }, body })

    const outcomes = await Promise.all([
      decide({ state: 'approved', department_id: BILLING.id }),
      decide({ state: 'rejected' }),
    ])

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await decide({ state: 'rejected' })).toMatchObject({ status: 409, body: { code: 'already_decided' } })
  })

  it('lets a rejected customer apply again', async () => {
    const customer = await aCustomer()
    const id = await applied(customer)
    await asAdmin('decideApplication', { params: { id }, body: { state: 'rejected' } })
    await applied(customer)

    const { body } = await call('listApplications', { as: customer })
    expect(body.items?.map(({ state }) => state)).toEqual(['open', 'rejected'])
    expect((await getUser(customer.id)).role).toBe('customer')
  })

  it('refuses a department that does not exist, and leaves the application open', async () => {
    const customer = await aCustomer()
    const id = await applied(customer)
    const body = { state: 'approved', department_id: newId() }

    expect(await asAdmin('decideApplication', { params: { id }, body })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'department_id' }] },
    })
    expect((await getUser(customer.id)).role).toBe('customer')
  })

  it('shows a customer only their own, and an admin all, page by page', async () => {
    const customers = [await aCustomer(), await aCustomer(), await aCustomer()]
    for (const customer of customers) await applied(customer)
    const [first] = customers
    const own = await call('listModRequests', { ...(first && { as: first }) })
    expect(own.body.items).toHaveLength(1)

    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, string> = { limit: '2', ...(cursor && { cursor }) }
      const { body } = await asAdmin('listApplications', { query })
      seen.push(...((body.items ?? []) as unknown as Application[]).map(({ created_at, id }) => created_at + id))
      cursor = body.next_cursor as string | null
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(seen.toSorted().toReversed())
    expect(seen.length).toBeGreaterThanOrEqual(3)
  })
})
