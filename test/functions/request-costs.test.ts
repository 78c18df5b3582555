import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { OPERATIONS } from '../../bin/bench/operations.ts'
import { newDepartment } from '../../functions/domain/department.ts'
import { insightKeys } from '../../functions/stores/tables.ts'
import { type ApiAnswer, type ApiCall, callApi } from '../support/call-api.ts'
import { meterOf, startEmbeddedTables } from '../support/embedded-tables.ts'
import { ADMIN, CUSTOMER, numberedId, signedIn } from '../support/ticket-series.ts'

const stopTables = await startEmbeddedTables()
const { handler: intake } = await import('../../functions/api/intake.ts')
const { handler: tickets } = await import('../../functions/api/tickets.ts')
const { handler: insight } = await import('../../functions/api/insight.ts')
const { documents } = await import('../../functions/stores/documents.ts')
const { createDepartment } = await import('../../functions/stores/departments.ts')
const { indexTicket } = await import('../../functions/stores/search-index.ts')
afterAll(stopTables)

const meter = meterOf(documents)
const queues = mockClient(SQSClient)
queues.on(SendMessageCommand).resolves({})

const admin = signedIn('admin', ADMIN)
const customer = signedIn('customer', CUSTOMER)
/** A ticket whose row is just below 1 KB. */
const body = { title: 'Charged twice', description: 'My card was charged twice. '.repeat(14) }

interface Cost {
  readonly answer: ApiAnswer
  readonly units: number
  /** Calls to any service. */
  readonly calls: number
}

/** The goal for the calls of a request. The bench shows which requests miss it; these tests limit by how much. */
const goalOf = (name: string): number =>
  OPERATIONS.find((operation) => operation.name === name)?.callsGoal ?? Number.NaN

/** The cost of a request to an instance that has already answered one like it. */
const costOf = async (handler: unknown, call: ApiCall): Promise<Cost> => {
  await callApi(handler, call)
  Object.assign(meter, { units: 0, calls: 0 })
  queues.resetHistory()
  const answer = await callApi(handler, call)
  return { answer, units: meter.units, calls: meter.calls + queues.commandCalls(SendMessageCommand).length }
}

const create = () => costOf(intake, { route: 'createTicket', as: customer, body })
const list = (as: typeof admin, query: Readonly<Record<string, string>>) =>
  costOf(tickets, { route: 'listTickets', as, query })

beforeAll(async () => {
  const categories = ['billing', 'technical', 'account', 'general'] as const
  const department = newDepartment({ name: 'Everything', categories: [...categories] }, numberedId(1, 'D'))
  const actor = { kind: 'user', id: ADMIN, name: 'Ada' } as const
  await createDepartment(department, { event_id: numberedId(1, 'E'), actor, now: new Date() }, [])
  for (let at = 0; at < 25; at += 1) {
    const { body: ticket } = await callApi(intake, { route: 'createTicket', as: customer, body })
    await indexTicket(String(ticket.id), true)
  }
})

/** As under load, the clock stands still: an instance has read the departments within the half second of its memory. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('for a ticket of 1 KB', () => {
  it('create costs at most 14 write units and two calls: the transaction and the bell', async () => {
    const { answer, units, calls } = await create()

    expect(answer.status).toBe(201)
    expect(units).toBe(14)
    expect(calls).toBe(goalOf('create'))
  })

  it('get costs one read unit and one call', async () => {
    const { answer } = await create()
    const got = await costOf(tickets, { route: 'getTicket', as: customer, params: { id: String(answer.body.id) } })

    expect(got).toMatchObject({ answer: { status: 200 }, units: 1, calls: goalOf('get') })
  })

  it.each([
    ['of a customer', customer, {}],
    ['of a status', admin, { status: 'open' }],
    ['of a status and a category', admin, { status: 'open', category: 'general' }],
    ['of a status and a priority', admin, { status: 'open', priority: 'medium' }],
    ['of a queue state', admin, { queue_state: 'triaging' }],
  ])('a page of the list %s costs at most 8 read units and one call', async (_which, as, query) => {
    const { answer, units, calls } = await list(as, query)

    expect(answer.body.items).toHaveLength(20)
    expect(units).toBeGreaterThan(0)
    expect(units).toBeLessThanOrEqual(8)
    expect(calls).toBe(goalOf('list of two filters'))
  })

  it('a page of everything misses the goal by at most four calls: it merges the four statuses, one of them twice', async () => {
    const { answer, units, calls } = await list(admin, {})

    expect(answer.body.items).toHaveLength(20)
    expect(units).toBeLessThanOrEqual(8)
    expect(calls).toBeLessThanOrEqual(goalOf('list') + 4)
  })

  it('a page of a search misses the goal by one call: it reads the places of the word, then the tickets', async () => {
    const { answer, calls } = await list(admin, { search: 'charged' })

    expect(answer.body.items).toHaveLength(20)
    expect(calls).toBe(goalOf('search') + 1)
  })

  it('patch costs two calls: the read and the transaction', async () => {
    const { answer } = await create()
    const params = { id: String(answer.body.id) }
    await callApi(tickets, { route: 'patchTicket', as: admin, params, body: { priority: 'low' } })
    Object.assign(meter, { units: 0, calls: 0 })
    const { status } = await callApi(tickets, { route: 'patchTicket', as: admin, params, body: { priority: 'high' } })

    expect(status).toBe(200)
    expect(meter.calls).toBe(goalOf('patch'))
  })
})

it('statistics cost at most 5 read units, and miss the goal by one call: the figures, and who waits longest', async () => {
  const day = insightKeys.daily(0, new Date().toISOString().slice(0, 10))
  await documents.send(new PutCommand({ TableName: 'Insight', Item: { ...day, created: 25 } }))
  const { answer, units, calls } = await costOf(insight, { route: 'getStatistics', as: admin })

  expect(answer.status).toBe(200)
  expect(units).toBeLessThanOrEqual(5)
  expect(calls).toBe(goalOf('statistics') + 1)
})
