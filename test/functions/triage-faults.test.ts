import { BedrockRuntimeClient, type ConverseCommandOutput, ThrottlingException } from '@aws-sdk/client-bedrock-runtime'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { Category } from '../../functions/contracts/triage.ts'
import { peopleKeys, tables, ticketKeys } from '../../functions/stores/tables.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import { type DatabaseModel, newDatabaseModel } from '../chaos/database-model.ts'
import { busBatch } from '../support/bus-messages.ts'
import { callApi } from '../support/call-api.ts'
import { called } from '../support/model-answers.ts'
import { ANSWER, aCreation, departmentSettings } from '../support/triage-records.ts'

const START = new Date('2026-03-02T08:00:00.000Z')
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Bursts of more tickets than all instances together can ask a hanging model about within the limit. */
const BURST = { tickets: 24, every: 10 * MINUTE_MS } as const
/** The longest time that a ticket may be in triage, in milliseconds. */
const LIMIT = 20_000
/** Instances that triage in parallel. Each has its own circuit breaker, so each must notice the fault itself. */
const INSTANCES = 10

type Converse = (signal: AbortSignal) => Promise<ConverseCommandOutput>
const faults: Readonly<Record<string, Converse>> = {
  hangs: (signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    }),
  'is throttled': async () => {
    throw new ThrottlingException({ message: 'too many', $metadata: {} })
  },
  'answers garbage': async () => called('{"suggested_category": "bil'),
}

const dynamo = mockClient(DynamoDBDocumentClient)
const queues = mockClient(SQSClient)

type Consume = (event: SQSEvent) => Promise<{ readonly batchItemFailures: readonly unknown[] }>

let database: DatabaseModel
let converse: Converse
let intake: unknown
let endTriage: Consume
let retryTriage: () => Promise<void>
let sweep: () => Promise<void>
/** Idle triage instances, and messages that none of them has taken yet. */
let idle: Consume[]
let untaken: SQSEvent[]

/** Loads a new instance of a function, which shares no memory with the others. */
const newInstance = async <Module>(load: () => Promise<Module>): Promise<Module> => {
  vi.resetModules()
  return load()
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'], now: START })
  // Node's own `AbortSignal.timeout` uses the real clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new DOMException('too late', 'TimeoutError')), milliseconds)
    return controller.signal
  })
  vi.spyOn(BedrockRuntimeClient.prototype, 'send').mockImplementation((_command: unknown, options: unknown) =>
    converse((options as { readonly abortSignal: AbortSignal }).abortSignal),
  )
  process.env.MODEL_PROVIDER = 'bedrock'

  database = newDatabaseModel(tables)
  dynamo.reset()
  dynamo.rejects(new Error('the model of the database does not know this'))
  const known = {
    Get: GetCommand,
    BatchGet: BatchGetCommand,
    Query: QueryCommand,
    Put: PutCommand,
    Update: UpdateCommand,
  }
  for (const [operation, command] of Object.entries({ ...known, TransactWrite: TransactWriteCommand })) {
    dynamo.on(command as typeof GetCommand).callsFake((input: object) => database.execute(operation, input))
  }
  const department = departmentSettings({ categories: [...Category.options] })
  database.execute('Put', {
    TableName: 'AgentLoad',
    Item: {
      ...peopleKeys.department(department.id),
      by_kind_key: 'DEPARTMENT',
      by_kind_order: department.id,
      ...department,
      version: 1,
    },
  })

  intake = (await newInstance(() => import('../../functions/api/intake.ts'))).handler
  endTriage = (await newInstance(() => import('../../functions/events/assign-ticket.ts'))).handler as Consume
  retryTriage = (await newInstance(() => import('../../functions/schedules/retry-triage.ts'))).handler
  sweep = (await newInstance(() => import('../../functions/schedules/sweep-queue.ts'))).handler
  untaken = []
  idle = []
  for (let made = 0; made < INSTANCES; made += 1) {
    idle.push((await newInstance(() => import('../../functions/events/triage-ticket.ts'))).handler as Consume)
  }

  queues.reset()
  queues.on(SendMessageCommand).callsFake(({ MessageBody, DelaySeconds = 0 }) => {
    setTimeout(() => void endTriage(busBatch(String(MessageBody))), DelaySeconds * 1_000)
    return {}
  })
  setInterval(() => void sweep(), MINUTE_MS)
  setInterval(() => void retryTriage(), 5 * MINUTE_MS)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const triageNext = async (): Promise<void> => {
  const [message] = untaken
  const [instance] = idle
  if (!message || !instance) return
  untaken.shift()
  idle.shift()
  expect(await instance(message)).toEqual({ batchItemFailures: [] })
  idle.push(instance)
  await triageNext()
}

const submit = async (place: number): Promise<void> => {
  const { status, body } = await callApi(intake, {
    route: 'createTicket',
    body: {
      title: 'Charged twice',
      description: `Invoice ${place} was charged twice, please refund one payment.`,
      requester: { name: 'Cleo', email: 'cleo@example.org' },
    },
  })
  expect(status).toBe(201)
  untaken.push(busBatch(aCreation(String(body.id), String(body.created_at))))
  await triageNext()
}

const tickets = (): TicketState[] =>
  [...database.rows('Tickets')]
    .filter(({ pk, sk }) => String(pk).startsWith('TICKET#') && sk === 'TICKET')
    .map((row) => parseTicket(row))

/** How long a ticket was in triage, by its own events, in milliseconds. */
const triageTimeOf = ({ id, created_at }: TicketState): number => {
  const events = [...database.rows('Tickets')].filter(
    ({ pk, sk }) => pk === ticketKeys.ticket(id).pk && String(sk).startsWith('EVENT#'),
  )
  const left = events.find(({ changes }) => (changes as { queue_state?: unknown[] }).queue_state?.[0] === 'triaging')
  return Date.parse(String(left?.at)) - Date.parse(created_at)
}

it.each(Object.entries(faults))(
  'an hour in which the model %s keeps no ticket out of line, and all are triaged when it is back',
  async (_case, fault) => {
    converse = fault
    const count = (HOUR_MS / BURST.every) * BURST.tickets
    for (let place = 0; place < count; place += 1) {
      setTimeout(() => void submit(place), Math.floor(place / BURST.tickets) * BURST.every)
    }
    await vi.advanceTimersByTimeAsync(HOUR_MS + LIMIT)

    const during = tickets()
    expect(during).toHaveLength(count)
    expect(during.filter(({ queue_state }) => queue_state !== 'waiting')).toEqual([])
    expect(Math.max(...during.map(triageTimeOf))).toBeLessThanOrEqual(LIMIT)
    expect(during.filter(({ triage }) => triage?.degraded !== true)).toEqual([])

    converse = async () => called(ANSWER)
    await vi.advanceTimersByTimeAsync(15 * MINUTE_MS)
    expect(tickets().filter(({ triage }) => triage?.degraded !== false || triage.source !== 'bedrock')).toEqual([])
  },
  60_000,
)
