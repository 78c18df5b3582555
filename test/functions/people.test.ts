import {
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Agent, Application } from '../../functions/contracts/people.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { assignTicket } from '../../functions/domain/assignment-changes.ts'
import { setPresence, signUp } from '../../functions/domain/people.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { actorOf, commentOn, patchTicket } from '../../functions/domain/ticket.ts'
import { SYSTEM, type TicketChange } from '../../functions/domain/ticket-change.ts'
import { peopleKeys } from '../../functions/stores/tables.ts'
import { type ApiCall, callApi } from '../support/call-api.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aTicket, aUser, BILLING, departmentOf, TECHNICAL } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
afterAll(stopTables)
const { handler } = await import('../../functions/api/people.ts')
const { commitUser, findUserByEmail, getUser, takeEmail } = await import('../../functions/stores/people.ts')
const { documents } = await import('../../functions/stores/documents.ts')
const { findAgent, listAgents } = await import('../../functions/stores/agents.ts')
const { createDepartment } = await import('../../functions/stores/departments.ts')
const { commitTicket, getTicket } = await import('../../functions/stores/tickets.ts')
const { listComments, putComment } = await import('../../functions/stores/comments.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { labelOf, newestLabels } = await import('../../functions/stores/labels.ts')
const { labelsOfModel } = await import('../../functions/stores/triage-knowledge.ts')
const { wantsNotifications } = await import('../../functions/stores/mail-wishes.ts')
const { unsubscribeLink } = await import('../../functions/platform/unsubscribe-link.ts')
const { newId } = await import('../../functions/platform/ids.ts')

const pool = mockClient(CognitoIdentityProviderClient)
const admin = aUser({ id: newId(), role: 'admin', name: 'Ada', department_id: null })
const happening = () => ({ event_id: newId(), actor: SYSTEM, now: new Date() })

beforeAll(async () => {
  await createDepartment(BILLING, happening(), [])
  await createDepartment(TECHNICAL, happening(), [])
})

beforeEach(() => {
  pool.reset()
  pool.onAnyCommand().rejects(new Error('not expected'))
})

const call = (route: ApiCall['route'], given: Omit<ApiCall, 'route'> = {}) => callApi(handler, { route, ...given })
const asAdmin = (route: ApiCall['route'], given: Omit<ApiCall, 'route'> = {}) => call(route, { as: admin, ...given })

const aCustomer = async (): Promise<SignedIn> => {
  const id = newId()
  const email = `${id.toLowerCase()}@example.org`
  await commitUser(signUp({ id, email, name: 'Lena Krause' }, { event_id: newId(), now: new Date() }), [
    takeEmail(email, id),
  ])
  return { kind: 'user', id, role: 'customer', name: 'Lena Krause', email, department_id: null }
}

const applied = async (customer: SignedIn): Promise<string> => {
  const body = { motivation: 'I like to help', skills: ['refunds', 'refunds'] }
  return String((await call('applyAsAgent', { as: customer, body })).body.id)
}

/** Somebody who was approved for billing and is online. */
const anAgent = async (capacity = 5): Promise<SignedIn> => {
  const customer = await aCustomer()
  const id = await applied(customer)
  const body = { state: 'approved', department_id: BILLING.id, capacity }
  expect((await asAdmin('decideApplication', { params: { id }, body })).status).toBe(200)
  const online = setPresence(await getUser(customer.id), 'online', happening())
  if (online) expect(await commitUser(online)).toBe('written')
  return { ...customer, role: 'agent', department_id: BILLING.id }
}

const written = async <Change extends TicketChange>(change: Change): Promise<TicketState> => {
  expect(await commitTicket(change)).toBe('written')
  return change.ticket
}

/** A ticket of billing that waits, as a row. */
const aWaitingTicket = (given: Partial<TicketState> = {}): Promise<TicketState> => {
  const id = newId()
  const ticket = aTicket({ id, number: `PL-${id.slice(-8)}`, version: 1, ...given })
  const event = {
    event_id: newId(),
    type: 'ticket_created' as const,
    subject: `TICKET#${id}`,
    ticket_id: id,
    seq: 1,
    at: ticket.created_at,
    actor: SYSTEM,
    changes: {},
    data: {},
  }
  return written({ before: null, ticket, event })
}

const givenTo = async (agent: SignedIn): Promise<TicketState> => {
  const ticket = await aWaitingTicket()
  const holder = { id: agent.id, name: agent.name, department_id: BILLING.id }
  const decision = { outcome: 'assigned', reason: 'a test', strategy: 'balanced', policy_version: 1 } as const
  return written(assignTicket(ticket, holder, { decision, override: false }, happening()))
}

describe('applications', () => {
  it('takes one at a time, and answers a repetition as the first', async () => {
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

  it('lets one of many through that come at once', async () => {
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

  it('decides once, whoever comes second', async () => {
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

  it('shows a customer their own only, an admin all, page by page', async () => {
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

describe('agents', () => {
  it('changes skills and capacity with an event that rings the department', async () => {
    const agent = await anAgent(5)
    const body = { capacity: 20, skills: ['invoices'] }

    expect(await asAdmin('patchAgent', { params: { id: agent.id }, body })).toMatchObject({
      status: 200,
      body: { capacity: 20, skills: ['invoices'], presence: 'online' },
    })
    expect((await listEvents(`USER#${agent.id}`)).at(-1)).toMatchObject({
      type: 'agent_updated',
      changes: { capacity: [5, 20], skills: [['refunds'], ['invoices']] },
      data: { department_id: BILLING.id },
    })
  })

  it('moves to another department without their tickets, and with their record', async () => {
    const agent = await anAgent()
    const solved = await givenTo(agent)
    await written(patchTicket(solved, { status: 'resolved' }, happening(), departmentOf))
    const open = await givenTo(agent)

    const { status, body } = await asAdmin('patchAgent', {
      params: { id: agent.id },
      body: { department_id: TECHNICAL.id },
    })

    expect(status).toBe(200)
    expect(body).toMatchObject({ department_id: TECHNICAL.id, active: 0, resolved_total: 1, presence: 'online' })
    expect(await getTicket(open.id)).toMatchObject({
      queue_state: 'waiting',
      assignee: null,
      department_id: BILLING.id,
    })
    expect(await findAgent(BILLING.id, agent.id)).toBeUndefined()
    expect(await getUser(agent.id)).toMatchObject({ department_id: TECHNICAL.id })
  })

  it('moves once, however many requests say so at the same time, and each of them is right', async () => {
    const agent = await anAgent()
    const requests = [{ capacity: 7 }, { capacity: 7 }, {}].map((more) =>
      asAdmin('patchAgent', { params: { id: agent.id }, body: { department_id: TECHNICAL.id, ...more } }),
    )

    for (const { status, body } of await Promise.all(requests)) {
      expect({ status, department_id: body.department_id }).toEqual({ status: 200, department_id: TECHNICAL.id })
    }
    expect(await findAgent(TECHNICAL.id, agent.id)).toMatchObject({ capacity: 7, presence: 'online', active: 0 })
    expect(await findAgent(BILLING.id, agent.id)).toBeUndefined()
    const moves = (await listEvents(`USER#${agent.id}`)).filter(({ changes }) => changes.department_id !== undefined)
    expect(moves).toHaveLength(2)
  })

  it('can take back a resolution of somebody who has left', async () => {
    const agent = await anAgent()
    const given = await givenTo(agent)
    const solved = await written(patchTicket(given, { status: 'resolved' }, happening(), departmentOf))
    await asAdmin('removeAgent', { params: { id: agent.id } })

    await written(patchTicket(solved, { status: 'open' }, happening(), departmentOf))
    expect(await getTicket(solved.id)).toMatchObject({ status: 'open', resolution: null })
  })

  it('goes back to being a customer, and no ticket is lost', async () => {
    const agent = await anAgent()
    const tickets = [await givenTo(agent), await givenTo(agent), await givenTo(agent)]

    expect((await asAdmin('removeAgent', { params: { id: agent.id } })).status).toBe(204)

    for (const { id } of tickets) expect(await getTicket(id)).toMatchObject({ queue_state: 'waiting', assignee: null })
    expect(await getUser(agent.id)).toMatchObject({ role: 'customer', presence: 'offline', department_id: null })
    expect((await listAgents(BILLING.id)).map(({ id }) => id)).not.toContain(agent.id)
    expect((await listEvents(`USER#${agent.id}`)).at(-1)).toMatchObject({
      type: 'agent_removed',
      data: { department_id: BILLING.id },
    })
    expect(await asAdmin('removeAgent', { params: { id: agent.id } })).toMatchObject({ status: 404 })
  })

  it('goes as well if their row says in so many words that they never left', async () => {
    const agent = await anAgent()
    await documents.send(
      new UpdateCommand({
        TableName: 'AgentLoad',
        Key: peopleKeys.agent(BILLING.id, agent.id),
        UpdateExpression: 'SET left_at = :never',
        ExpressionAttributeValues: { ':never': null },
      }),
    )

    expect((await asAdmin('removeAgent', { params: { id: agent.id } })).status).toBe(204)
    expect(await findAgent(BILLING.id, agent.id)).toBeUndefined()
  })

  it('can come back to a department that they left', async () => {
    const agent = await anAgent()
    await asAdmin('removeAgent', { params: { id: agent.id } })
    const id = await applied({ ...agent, role: 'customer' })
    await asAdmin('decideApplication', { params: { id }, body: { state: 'approved', department_id: BILLING.id } })

    expect(await findAgent(BILLING.id, agent.id)).toMatchObject({ capacity: 10, active: 0, left_at: null })
  })

  it('lists agents with their load, and shows each their own figures', async () => {
    const agent = await anAgent()
    const given = await givenTo(agent)
    await written(patchTicket(given, { status: 'resolved' }, happening(), departmentOf))
    await givenTo(agent)

    const { body } = await asAdmin('listAgents')
    const listed = ((body.items ?? []) as unknown as Agent[]).find(({ id }) => id === agent.id)
    expect(listed).toMatchObject({ active: 1, resolved_total: 1 })
    const own = await call('getOwnAgent', { as: agent })
    expect(own.status).toBe(200)
    expect(own.body).toMatchObject({ ...listed })
    expect(own.body.weeks).toHaveLength(4)
  })

  it.each([
    ['nothing', {}],
    ['a capacity of 0', { capacity: 0 }],
    ['an unknown department', { department_id: newId() }],
  ])('refuses to change %s', async (_case, body) => {
    const agent = await anAgent()
    expect((await asAdmin('patchAgent', { params: { id: agent.id }, body })).status).toBe(422)
    expect(await findAgent(BILLING.id, agent.id)).toMatchObject({ capacity: 5 })
  })
})

describe('erasing', () => {
  it('leaves no word of a person, and every event', async () => {
    const customer = await aCustomer()
    await applied(customer)
    const requester = { id: customer.id, name: customer.name, email: customer.email }
    const ticket = await aWaitingTicket({ requester, title: 'My secret', description: 'Iban DE00' })
    const said = commentOn(
      ticket,
      {
        body: 'more secrets',
        visibility: 'public',
        author: { id: customer.id, name: customer.name, role: 'customer' },
      },
      newId(),
      { ...happening(), actor: actorOf(customer) },
    )
    await commitTicket(said, [putComment(said)])
    const eventsBefore = await listEvents(`TICKET#${ticket.id}`)
    pool.on(AdminDeleteUserCommand).resolves({})

    const { status, body } = await asAdmin('eraseUser', { params: { id: customer.id } })

    expect(status).toBe(200)
    expect(body.user).toMatchObject({ id: customer.id, name: '[erased]', email: '[erased]' })
    const { comments } = await listComments(ticket.id, { afterSeq: 0, limit: 10, withInternal: true })
    const applications = (await asAdmin('listApplications')).body.items as unknown as Application[]
    const application = applications.find(({ user }) => user.id === customer.id)
    expect(application).toMatchObject({ state: 'rejected' })
    const histories = await Promise.all([`TICKET#${ticket.id}`, `USER#${customer.id}`].map(listEvents))
    const rows = [await getTicket(ticket.id), comments, await getUser(customer.id), application]
    const left = JSON.stringify([...rows, ...histories])
    for (const word of [customer.email, customer.name, 'My secret', 'Iban', 'more secrets', 'I like to help']) {
      expect(left).not.toContain(word)
    }
    const events = await listEvents(`TICKET#${ticket.id}`)
    expect(events.slice(0, eventsBefore.length)).toEqual(eventsBefore)
    expect(events.at(-1)?.type).toBe('requester_erased')
    expect(await findUserByEmail(customer.email)).toBeUndefined()
    expect(pool.commandCalls(AdminDeleteUserCommand)[0]?.args[0].input.Username).toBe(customer.email)
  })

  it('takes the person’s words out of what people taught by their tickets; the decisions stay', async () => {
    const customer = await aCustomer()
    const requester = { id: customer.id, name: customer.name, email: customer.email }
    const ticket = await aWaitingTicket({ requester, title: 'My secret', description: 'about the zeppelin' })
    const patched = patchTicket(ticket, { priority: 'high' }, happening(), departmentOf)
    await commitTicket(patched, labelOf(ticket, patched.ticket, 'anna', new Date(patched.event.at)))
    pool.on(AdminDeleteUserCommand).resolves({})

    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)

    const label = (await newestLabels(10, undefined)).find(({ ticket_id }) => ticket_id === ticket.id)
    expect(label).toMatchObject({ text: '[erased]', priority: 'high', labelled_by: 'anna' })
    expect((await labelsOfModel(undefined)).map(({ ticket_id }) => ticket_id)).not.toContain(ticket.id)
  })

  it('goes on where it broke off, and changes nothing when it is repeated', async () => {
    const customer = await aCustomer()
    pool.on(AdminDeleteUserCommand).rejects(new UserNotFoundException({ message: 'gone', $metadata: {} }))

    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)
    const { version } = await getUser(customer.id)
    expect((await asAdmin('eraseUser', { params: { id: customer.id } })).status).toBe(200)
    expect(await getUser(customer.id)).toMatchObject({ version })
  })
})

describe('users and mails', () => {
  it('lists everybody page by page, newest first', async () => {
    const customer = await aCustomer()
    const { status, body } = await asAdmin('listUsers', { query: { limit: '1' } })

    expect(status).toBe(200)
    expect(body.items).toEqual([expect.objectContaining({ id: customer.id, role: 'customer' })])
    expect(body.items?.[0]).not.toHaveProperty('version')
    expect(body.next_cursor).not.toBeNull()
    expect(await asAdmin('listUsers', { query: { cursor: 'nonsense' } })).toMatchObject({ status: 400 })
  })

  it('ends notifications by the signed link alone', async () => {
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
