import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { handler } from '../../functions/api/conversation.ts'
import { trackingToken } from '../../functions/platform/tracking.ts'
import { callApi } from '../support/call-api.ts'
import { accepts, dynamo, holds, putsInto, resetDynamo, ticketIn, transactions } from '../support/dynamo.ts'
import { aHolder, anAssignedTicket, aSignedInUser, aStoredTicket, namedId } from '../support/tickets.ts'

const ticket = anAssignedTicket()
const params = { id: ticket.id }
const agent = aSignedInUser()
const customer = aSignedInUser({ id: namedId('CUSTOMER1'), role: 'customer', name: 'Lena', department_id: null })

beforeEach(() => {
  resetDynamo()
  dynamo.on(GetCommand, { TableName: 'Tickets' }).resolves({})
  holds(ticket)
})

describe('a comment', () => {
  beforeEach(accepts)
  const add = (as: typeof agent, body: object) => callApi(handler, { route: 'addComment', as, params, body })

  it('is written in one transaction with the ticket’s version and its event', async () => {
    const { status, body } = await add(agent, { body: 'Done.' })

    expect(status).toBe(201)
    expect(body).toMatchObject({ seq: 4, visibility: 'public', body: 'Done.', author: { id: agent.id, role: 'agent' } })
    const [writes = []] = transactions()
    expect(putsInto(writes, 'Tickets').map(({ sk }) => sk)).toEqual(['TICKET', 'EVENT#00000004', 'COMMENT#00000004'])
  })

  it('shows its author’s presence as the list does, with one more read', async () => {
    const away = aSignedInUser({ id: namedId('AGENT2') })
    holds({ ...ticket, assignee: { ...aHolder(), id: away.id } })
    dynamo.on(BatchGetCommand).resolves({ Responses: { AgentLoad: [{ id: away.id, presence: 'dnd' }] } })

    expect((await add(away, { body: 'Later.' })).body.author).toMatchObject({ id: away.id, presence: 'dnd' })
    expect(dynamo.commandCalls(BatchGetCommand)).toHaveLength(1)
  })

  it('of a guest has no presence, and reads none', async () => {
    holds({ ...ticket, requester: { id: null, name: 'Lena', email: 'lena@example.org' } })
    const headers = { 'x-tracking-token': await trackingToken(ticket.id) }
    const { body } = await callApi(handler, { route: 'addComment', params, body: { body: 'Hello?' }, headers })

    expect(body.author).toEqual({ id: null, name: 'Lena', role: 'customer', presence: 'offline' })
    expect(dynamo.commandCalls(BatchGetCommand)).toHaveLength(0)
  })

  it('of a customer who has only the ticket’s key counts as the guest’s, and is not linked to their account', async () => {
    holds({ ...ticket, requester: { id: null, name: 'Lena', email: 'lena@example.org' } })
    const headers = { 'x-tracking-token': await trackingToken(ticket.id) }
    const as = aSignedInUser({ id: namedId('CUSTOMER2'), role: 'customer', name: 'Lena Krause' })
    const { body } = await callApi(handler, { route: 'addComment', as, params, body: { body: 'Hello?' }, headers })

    expect(body.author).toMatchObject({ id: null, name: 'Lena', role: 'customer' })
    expect(JSON.stringify(transactions())).not.toContain(as.id)
    expect(JSON.stringify(transactions())).not.toContain('Krause')
  })

  it('may be internal only if staff write it', async () => {
    expect((await add(agent, { body: 'x', visibility: 'internal' })).status).toBe(201)
    expect((await add(customer, { body: 'x', visibility: 'internal' })).status).toBe(403)
  })

  it('of a customer reopens what was resolved', async () => {
    holds({ ...ticket, status: 'resolved', queue_state: 'done', resolved_at: ticket.created_at })
    await add(customer, { body: 'It is back.' })

    const [writes = []] = transactions()
    expect(ticketIn(writes)).toMatchObject({ status: 'open', queue_state: 'waiting' })
  })

  describe('of staff about a ticket of their own', () => {
    const resolved = { status: 'resolved', queue_state: 'done', resolved_at: ticket.created_at } as const
    const openedBy = ({ id, name, email }: typeof agent, given: Partial<typeof ticket> = {}) =>
      holds({ ...ticket, requester: { id, name, email }, ...given })
    const written = () => transactions()[0] ?? []

    it('is an answer if an admin writes it: with their role, as first response, and without reopening', async () => {
      const admin = aSignedInUser({ id: namedId('ADMIN'), role: 'admin' })
      openedBy(admin, resolved)
      const { body } = await add(admin, { body: 'Done.' })

      expect(body.author).toMatchObject({ id: admin.id, role: 'admin' })
      expect(ticketIn(written())).toMatchObject({ status: 'resolved', first_response_at: expect.any(String) })
      expect((await add(admin, { body: 'x', visibility: 'internal' })).body.author).toMatchObject({ role: 'admin' })
    })

    it('is a question while another agent carries it: with their role, no response, and it reopens', async () => {
      const asker = aSignedInUser({ id: namedId('ASKER') })
      openedBy(asker, resolved)
      const { body } = await add(asker, { body: 'It is back.' })

      expect(body.author).toMatchObject({ id: asker.id, role: 'agent' })
      expect(body).not.toHaveProperty('by_requester')
      expect(ticketIn(written())).toMatchObject({ status: 'open', queue_state: 'waiting', first_response_at: null })
      expect(putsInto(written(), 'Tickets')[2]).toMatchObject({ body: 'It is back.', by_requester: true })
    })
  })

  it('on a merged ticket goes to the surviving one', async () => {
    const survivor = aStoredTicket({ id: namedId('TICKET2'), version: 8 })
    holds({ ...ticket, queue_state: 'done', merged_into: survivor.id })
    holds(survivor)

    const { body } = await add(customer, { body: 'One more thing.' })
    expect(body).toMatchObject({ ticket_id: survivor.id, seq: 9 })
  })

  it('is not given again to a guest who cannot open the ticket, whatever key they show', async () => {
    const headers = { 'idempotency-key': 'once', 'x-tracking-token': 'guessed' }
    dynamo.on(GetCommand, { TableName: 'Connections' }).rejects(new Error('a stranger asks for a kept answer'))

    const { status } = await callApi(handler, { route: 'addComment', params, body: { body: 'Hello?' }, headers })
    expect(status).toBe(404)
  })

  it('is refused on a closed ticket', async () => {
    holds({ ...ticket, status: 'closed', queue_state: 'done' })

    const { status, body } = await add(customer, { body: 'Hello?' })
    expect(status).toBe(409)
    expect(body.code).toBe('ticket_closed')
  })

  it.each([
    ['empty', ''],
    ['blank', '  \n '],
    ['too long', 'x'.repeat(10_001)],
  ])('is refused when it is %s', async (_case, text) => {
    expect((await add(agent, { body: text })).status).toBe(422)
  })
})

it('records the customer’s confirmation as an event, and leaves the status alone', async () => {
  accepts()
  const { status, body } = await callApi(handler, { route: 'confirmTicket', as: customer, params })

  expect(status).toBe(200)
  expect(body.status).toBe('open')
  const [writes = []] = transactions()
  expect(putsInto(writes, 'Tickets')[1]).toMatchObject({ type: 'customer_confirmed' })
})

it('confirms a merged ticket without showing the surviving one', async () => {
  accepts()
  const survivor = aStoredTicket({ id: namedId('TICKET2'), title: 'Somebody else’s' })
  holds({ ...ticket, queue_state: 'done', merged_into: survivor.id })
  holds(survivor)
  const { body } = await callApi(handler, { route: 'confirmTicket', as: customer, params })

  expect(body).toMatchObject({ id: ticket.id, merged_into: survivor.id })
  const [writes = []] = transactions()
  expect(putsInto(writes, 'Tickets')[1]).toMatchObject({ type: 'customer_confirmed', ticket_id: survivor.id })
})

it('stores the answer to a confirmation for repeated requests', async () => {
  accepts()
  const headers = { 'idempotency-key': 'once' }
  const { body } = await callApi(handler, { route: 'confirmTicket', as: customer, params, headers })

  const [writes = []] = transactions()
  expect(putsInto(writes, 'Connections')[0]?.answer).toBe(JSON.stringify(body))
})

describe('the conversation', () => {
  const comment = (seq: number, visibility: string) => ({
    id: namedId(`COMMENT${seq}`),
    ticket_id: ticket.id,
    seq,
    author: { id: null, name: 'Lena', role: 'customer' },
    body: `word ${seq}`,
    visibility,
    created_at: ticket.created_at,
  })
  const list = (as: typeof agent, query: Readonly<Record<string, string>> = {}) =>
    callApi(handler, { route: 'listComments', as, params, query })

  beforeEach(() => {
    dynamo
      .on(QueryCommand, { TableName: 'Tickets' })
      .resolves({ Items: [comment(2, 'public'), comment(3, 'internal'), comment(5, 'public')] })
  })

  it('does not show whether a comment was written as the requester’s', async () => {
    dynamo
      .on(QueryCommand, { TableName: 'Tickets' })
      .resolves({ Items: [{ ...comment(2, 'public'), by_requester: true }] })

    expect((await list(customer)).body.items?.[0]).not.toHaveProperty('by_requester')
  })

  it('hides internal notes from customers', async () => {
    expect((await list(customer)).body.items?.map(({ seq }) => seq)).toEqual([2, 5])
    expect((await list(agent)).body.items?.map(({ seq }) => seq)).toEqual([2, 3, 5])
  })

  it('continues where a page ended', async () => {
    const { body } = await list(agent, { limit: '2' })
    expect(body.next_cursor).toBe('after-3')

    await list(agent, { limit: '2', cursor: 'after-3' })
    const last = dynamo.commandCalls(QueryCommand, { TableName: 'Tickets' }).at(-1)
    expect(last?.args[0].input.ExpressionAttributeValues).toMatchObject({ ':after': 'COMMENT#00000004' })
  })

  it('can also be read by page number, which counts only what its reader may see', async () => {
    const second = await list(customer, { limit: '1', page: '2' })
    expect(second.body).toMatchObject({ items: [{ seq: 5 }], next_cursor: null })
    expect((await list(agent, { limit: '1', page: '2' })).body).toMatchObject({
      items: [{ seq: 3 }],
      next_cursor: 'after-3',
    })
    expect((await list(agent, { limit: '1', page: '2', cursor: 'after-3' })).status).toBe(422)
    expect((await list(agent, { limit: '100', page: '11' })).status).toBe(422)
  })

  it('refuses a malformed cursor', async () => {
    expect((await list(agent, { cursor: 'x' })).status).toBe(400)
  })

  it('is refused to strangers', async () => {
    expect((await list(aSignedInUser({ id: namedId('AGENT2') }))).status).toBe(404)
  })

  it('shows the presence of its authors', async () => {
    holds({ ...ticket, assignee: aHolder() })
    const { body } = await list(customer)
    expect(body.items?.[0]?.author).toMatchObject({ presence: 'offline' })
  })
})
