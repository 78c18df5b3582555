import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { handler } from '../../functions/api/tickets.ts'
import { actorOf, openTicket } from '../../functions/domain/ticket.ts'
import { trackingToken } from '../../functions/platform/tracking.ts'
import { callApi } from '../support/call-api.ts'
import { accepts, agentKey, cancelled, dynamo, holds, putsInto, resetDynamo, transactions } from '../support/dynamo.ts'
import { aHolder, anAssignedTicket, aSignedInUser, aStoredTicket, BILLING, namedId } from '../support/tickets.ts'

const ticket = anAssignedTicket()
const agent = aSignedInUser()
const params = { id: ticket.id }

beforeEach(() => {
  resetDynamo()
  holds(ticket)
  dynamo.on(GetCommand, { TableName: 'Tickets' }).resolves({})
  holds(ticket)
})

describe('reading a ticket', () => {
  it('costs one strongly consistent read', async () => {
    await callApi(handler, { route: 'getTicket', as: agent, params })

    const reads = dynamo.commandCalls(GetCommand)
    expect(reads).toHaveLength(1)
    expect(reads[0]?.args[0].input.ConsistentRead).toBe(true)
  })

  it('is the same to a stranger as to ask for one that does not exist', async () => {
    const stranger = aSignedInUser({ id: namedId('AGENT2') })
    const hidden = await callApi(handler, { route: 'getTicket', as: stranger, params })
    const absent = await callApi(handler, { route: 'getTicket', as: stranger, params: { id: namedId('TICKET9') } })

    expect(hidden.status).toBe(404)
    expect(hidden.body).toEqual(absent.body)
  })

  it.each(['x', '1', 'NOT-AN-ID'])('answers %s, which cannot be an id, in the same way', async (id) => {
    const odd = await callApi(handler, { route: 'getTicket', as: agent, params: { id } })
    const absent = await callApi(handler, { route: 'getTicket', as: agent, params: { id: namedId('TICKET9') } })

    expect(odd.status).toBe(404)
    expect(odd.body).toEqual(absent.body)
  })

  it('hides internal changes from its customer’s version and time, and shows staff every one', async () => {
    const noted = { ...ticket, updated_at: '2026-03-03T09:00:00.000Z' }
    const customer = aSignedInUser({ id: ticket.requester.id ?? '', role: 'customer' })
    const updatedFor = async (as: typeof agent) =>
      (await callApi(handler, { route: 'getTicket', as, params })).body.updated_at
    holds(noted)
    expect(await updatedFor(agent)).toBe(noted.updated_at)
    expect(await updatedFor(customer)).toBe(ticket.created_at)
    holds({ ...noted, told_at: '2026-03-03T08:00:00.000Z' })
    expect(await updatedFor(customer)).toBe('2026-03-03T08:00:00.000Z')
  })

  it('requires a guest to show the key', async () => {
    expect((await callApi(handler, { route: 'getTicket', params })).status).toBe(404)
    const headers = { 'x-tracking-token': 'guessed' }
    expect((await callApi(handler, { route: 'getTicket', params, headers })).status).toBe(404)
  })

  it('is open to anybody with its key, even if signed in as somebody else', async () => {
    const headers = { 'x-tracking-token': await trackingToken(ticket.id) }
    const somebody = aSignedInUser({ id: namedId('CUSTOMER2'), role: 'customer' })
    for (const as of [undefined, somebody]) {
      const { status } = await callApi(handler, { route: 'getTicket', ...(as && { as }), params, headers })
      expect(status).toBe(200)
    }
    expect((await callApi(handler, { route: 'getTicket', as: somebody, params })).status).toBe(404)
  })
})

describe('listing tickets', () => {
  it.each([
    ['one wrong alternative of several', { status: 'open,done' }, 'status'],
    ['no alternative at all', { category: '' }, 'category'],
    ['a page of nothing', { limit: '0' }, 'limit'],
    ['a number in another notation', { limit: '1e1' }, 'limit'],
    ['a name with a dot', { 'status.0': 'open' }, 'status.0'],
  ])('refuses %s, and names the parameter', async (_case, query, name) => {
    const { status, body } = await callApi(handler, { route: 'listTickets', as: agent, query })

    expect(status).toBe(422)
    expect(body.errors?.map(({ path }) => path)).toEqual([name])
  })

  it.each(['', 'x', 'x'.repeat(3_000)])('calls the cursor "%.3s" malformed', async (cursor) => {
    const { status, body } = await callApi(handler, { route: 'listTickets', as: agent, query: { cursor } })

    expect([status, body.code]).toEqual([400, 'cursor_invalid'])
  })
})

describe('changing a ticket', () => {
  const patch = (body: object, headers: Readonly<Record<string, string>> = {}) =>
    callApi(handler, { route: 'patchTicket', as: agent, params, body, headers })

  it('writes the row under the version that was read, with its event', async () => {
    accepts()
    const { status, body, headers } = await patch({ priority: 'high' })

    expect(status).toBe(200)
    expect(body).toMatchObject({ priority: 'high', version: 4 })
    expect(headers.etag).toBe('"4"')
    const [writes = []] = transactions()
    expect(writes[0]?.Put).toMatchObject({
      ConditionExpression: 'version = :seen',
      ExpressionAttributeValues: { ':seen': 3 },
    })
    expect(putsInto(writes, 'Tickets')[1]).toMatchObject({ sk: 'EVENT#00000004', actor: { id: agent.id } })
  })

  it('resolves and updates the agent’s load: one less, one resolved, its hours', async () => {
    accepts()
    await patch({ status: 'resolved' })

    const [writes = []] = transactions()
    const load = writes.find(({ Update }) => Update?.TableName === 'AgentLoad')?.Update
    expect(load).toMatchObject({
      Key: agentKey(aHolder().department_id, agent.id),
      ConditionExpression: 'active > :none',
    })
    expect(load?.ExpressionAttributeValues).toMatchObject({ ':active': -1, ':resolved': 1 })
  })

  it.each(['"2"', '"2", "4"', '3', ''])('is refused with 412 at another version than If-Match: %s', async (tags) => {
    expect((await patch({ priority: 'high' }, { 'if-match': tags })).status).toBe(412)
    expect(transactions()).toHaveLength(0)
  })

  it.each(['"3"', 'W/"3"', '"2", "3"', '*'])('succeeds at a version of If-Match: %s', async (tags) => {
    accepts()
    expect((await patch({ priority: 'high' }, { 'if-match': tags })).status).toBe(200)
  })

  it('reads and decides again when another change came first', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(3, 0)).resolves({})
    dynamo
      .on(GetCommand, { TableName: 'Tickets' })
      .resolvesOnce({ Item: { ...ticket } })
      .resolves({ Item: { ...ticket, title: 'Changed meanwhile', version: 7 } })

    const { body } = await patch({ priority: 'high' })
    expect(body).toMatchObject({ title: 'Changed meanwhile', priority: 'high', version: 8 })
  })

  it('writes nothing when nothing changes', async () => {
    holds({ ...ticket, priority_set_by: 'person' })
    const { status, body } = await patch({ priority: ticket.priority, tags: [] })

    expect(status).toBe(200)
    expect(body.version).toBe(3)
    expect(transactions()).toHaveLength(0)
  })

  it.each([
    ['a customer', aSignedInUser({ id: namedId('CUSTOMER1'), role: 'customer' }), 403],
    ['another agent', aSignedInUser({ id: namedId('AGENT2') }), 404],
    ['nobody', undefined, 401],
  ])('is not for %s', async (_case, as, status) => {
    const answer = await callApi(handler, {
      route: 'patchTicket',
      params,
      body: { priority: 'low' },
      ...(as && { as }),
    })

    expect(answer.status).toBe(status)
    expect(transactions()).toHaveLength(0)
  })

  it.each([
    ['nothing', {}],
    ['an unknown field', { prio: 'low' }],
    ['an unknown status', { status: 'pending' }],
  ])('refuses %s', async (_case, body) => {
    expect((await patch(body)).status).toBe(422)
  })

  it('refuses an illegal change of status', async () => {
    holds(aStoredTicket({ id: ticket.id, status: 'closed', queue_state: 'done', assignee: aHolder() }))

    const { status, body } = await patch({ status: 'open' })
    expect(status).toBe(409)
    expect(body.code).toBe('illegal_transition')
  })
})

it('names a ticket’s customer in its events, which keep the id alone', async () => {
  const requester = { id: namedId('CUSTOMER1'), name: 'Lena', email: 'lena@example.org' }
  holds({ ...ticket, requester })
  const { event } = openTicket(
    { title: ticket.title, description: ticket.description },
    { id: ticket.id, number: ticket.number, requester, source: 'web', department: BILLING },
    { event_id: namedId('EVENT'), actor: actorOf({ ...requester, role: 'customer' }), now: new Date() },
  )
  expect(JSON.stringify(event)).not.toContain('Lena')
  dynamo.on(QueryCommand, { TableName: 'Tickets' }).resolves({ Items: [{ ...event, audit_key: 'EVENTS#0' }] })

  const { body } = await callApi(handler, { route: 'listTicketEvents', as: agent, params })
  expect(body.items?.[0]).toMatchObject({ actor: { kind: 'user', id: requester.id, name: 'Lena' } })
})

it('lists a ticket’s events as they were, without internal fields', async () => {
  dynamo.on(QueryCommand, { TableName: 'Tickets' }).resolves({
    Items: [
      {
        event_id: namedId('EVENT'),
        type: 'ticket_created',
        subject: `TICKET#${ticket.id}`,
        ticket_id: ticket.id,
        seq: 1,
        at: ticket.created_at,
        actor: { kind: 'system', id: 'shop', name: 'shop' },
        changes: { status: [null, 'open'] },
        data: { department_id: ticket.department_id },
        audit_key: 'EVENTS#0',
      },
    ],
  })
  const { body } = await callApi(handler, { route: 'listTicketEvents', as: agent, params })

  expect(body.items).toEqual([
    {
      seq: 1,
      type: 'ticket_created',
      actor: { kind: 'system', id: 'shop', name: 'shop' },
      at: ticket.created_at,
      changes: { status: [null, 'open'] },
    },
  ])
})
