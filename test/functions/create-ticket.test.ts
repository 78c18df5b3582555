import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { handler } from '../../functions/api/intake.ts'
import { callApi } from '../support/call-api.ts'
import { accepts, cancelled, dynamo, putsInto, resetDynamo, transactions } from '../support/dynamo.ts'
import { aSignedInUser, BILLING, namedId } from '../support/tickets.ts'

const sqs = mockClient(SQSClient)
const customer = aSignedInUser({
  id: namedId('CUSTOMER1'),
  role: 'customer',
  name: 'Lena',
  email: 'lena@example.org',
  department_id: null,
})
const body = { title: 'Charged twice', description: 'My card was charged twice.' }
const requester = { name: 'Greta', email: 'greta@example.org' }

const create = (given: Partial<Parameters<typeof callApi>[1]> = {}) =>
  callApi(handler, { route: 'createTicket', as: customer, body, ...given })

const guest = (given: Partial<Parameters<typeof callApi>[1]> = {}) => {
  const { as: _nobody, ...call } = { as: undefined, body: { ...body, requester }, ...given }
  return callApi(handler, { route: 'createTicket', ...call })
}

beforeEach(() => {
  resetDynamo()
  sqs.reset()
  sqs.rejects(new Error('no test expects this call')).on(SendMessageCommand).resolves({})
})

describe('it takes a ticket in', () => {
  beforeEach(accepts)

  it('in one transaction: the ticket, its event and its number', async () => {
    const { status, body: ticket, headers } = await create()

    expect(status).toBe(201)
    expect(headers.etag).toBe('"1"')
    expect(ticket).toMatchObject({ ...body, queue_state: 'triaging', requester: { id: customer.id }, source: 'web' })
    const [writes = []] = transactions()
    expect(transactions()).toHaveLength(1)
    expect(putsInto(writes, 'Tickets').map(({ sk }) => sk)).toEqual(['TICKET', 'EVENT#00000001', 'NUMBER'])
    expect(writes.every(({ Put }) => Put?.ConditionExpression === 'attribute_not_exists(pk)')).toBe(true)
  })

  it('and sends the department a bell that rings 15 s later, in case triage takes long', async () => {
    const { body: ticket } = await create()

    const [call] = sqs.commandCalls(SendMessageCommand)
    expect(call?.args[0].input).toMatchObject({ DelaySeconds: 15 })
    expect(JSON.parse(call?.args[0].input.MessageBody ?? '')).toEqual({
      department_id: BILLING.id,
      ticket_id: ticket.id,
    })
  })

  it('even if the bell cannot be sent', async () => {
    sqs.on(SendMessageCommand).rejects(new Error('down'))

    expect((await create()).status).toBe(201)
  })

  it('of a guest, whose key is in the answer and in no row', async () => {
    const { status, body: ticket } = await guest()

    expect(status).toBe(201)
    expect(ticket.requester).toEqual({ id: null, ...requester })
    expect(ticket.tracking_token).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(transactions())).not.toContain(ticket.tracking_token)
  })

  it('that staff open for somebody else', async () => {
    const { body: ticket } = await create({ as: aSignedInUser(), body: { ...body, requester } })

    expect(ticket).toMatchObject({ requester: { id: null, ...requester }, source: 'api' })
  })

  it('with an event that holds nothing a person wrote', async () => {
    await guest()

    const [writes = []] = transactions()
    const event = putsInto(writes, 'Tickets').find(({ sk }) => sk === 'EVENT#00000001')
    for (const text of [body.title, body.description, requester.name, requester.email]) {
      expect(JSON.stringify(event)).not.toContain(text)
    }
  })

  it('under the next number when the first one is held by another ticket', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(3, 2)).resolves({})

    const { status, body: ticket } = await create()
    expect(status).toBe(201)
    const numbers = transactions().map((writes) => putsInto(writes, 'Tickets')[0]?.number)
    expect(new Set(numbers).size).toBe(2)
    expect(ticket.number).toBe(numbers[1])
  })
})

describe('it refuses', () => {
  it.each([
    ['no title', { description: 'x' }, 'title'],
    ['an empty title', { title: '   ', description: 'x' }, 'title'],
    ['an unknown field', { ...body, priorty: 'high' }, 'priorty'],
    ['an unknown category', { ...body, category: 'sales' }, 'category'],
    ['another name of a customer', { ...body, requester }, 'requester'],
    ['a description that is too long', { ...body, description: 'x'.repeat(10_001) }, 'description'],
  ])('%s with 422 and stores nothing', async (_case, request, named) => {
    const { status, body: problem } = await create({ body: request })

    expect(status).toBe(422)
    expect(problem.errors?.map(({ path }) => path)).toContain(named)
    expect(transactions()).toHaveLength(0)
  })

  it('a guest who does not say who they are', async () => {
    expect((await guest({ body })).status).toBe(422)
  })

  it.each([
    ['malformed JSON', { body: '{"title":' }, 400],
    ['another type', { headers: { 'content-type': 'text/plain' }, body: 'hello' }, 415],
    ['a body over 64 KiB', { body: { ...body, description: 'x'.repeat(70_000) } }, 413],
    ['a broken token', { headers: { authorization: 'Bearer x' } }, 401],
    ['a request past the front door', { headers: { 'x-origin-secret': 'guessed' } }, 403],
    ['a query it does not know', { query: { debug: '1' } }, 422],
  ])('%s', async (_case, given, status) => {
    const answer = await create(given)

    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ status, request_id: 'the-request' })
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined)
    expect(transactions()).toHaveLength(0)
  })
})

describe('an idempotency key', () => {
  const headers = { 'idempotency-key': 'key-1' }

  it('keeps the answer in the same transaction', async () => {
    accepts()
    await create({ headers })

    const [writes = []] = transactions()
    expect(putsInto(writes, 'Connections')[0]).toMatchObject({ pk: `IDEMPOTENCY#USER#${customer.id}`, sk: 'KEY#key-1' })
  })

  it('repeats the first answer for a repeated request, and says so', async () => {
    accepts()
    const first = await guest({ headers })
    const [writes = []] = transactions()
    const kept = putsInto(writes, 'Connections')[0]
    // A table returns the entries of a map in any order; only text comes back unchanged.
    expect(Object.values(kept ?? {}).every((value) => typeof value !== 'object')).toBe(true)
    resetDynamo()
    dynamo.on(TransactWriteCommand).rejects(cancelled(4, 3))
    dynamo.on(GetCommand, { TableName: 'Connections' }).resolves({ Item: kept })

    const again = await guest({ headers })
    expect(again.status).toBe(201)
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body))
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(JSON.stringify(kept)).not.toContain(first.body.tracking_token)
  })

  it('says what is wrong with it', async () => {
    const { status, body: problem } = await create({ headers: { 'idempotency-key': 'x'.repeat(256) } })
    expect(status).toBe(422)
    expect(problem.errors?.[0]?.path).toBe('Idempotency-Key')
  })

  it('is refused with another body', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(4, 3))
    dynamo.on(GetCommand, { TableName: 'Connections' }).resolves({ Item: { request_hash: 'other', answer: '{}' } })

    const { status, body: problem } = await create({ headers })
    expect(status).toBe(422)
    expect(problem.code).toBe('idempotency_key_reused')
  })
})

it('hides the cause of a fault', async () => {
  dynamo.on(TransactWriteCommand).rejects(new Error('the table Tickets is on fire'))

  const { status, body: problem } = await create()
  expect(status).toBe(500)
  expect(JSON.stringify(problem)).not.toContain('fire')
})
