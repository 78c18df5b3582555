import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandOutput,
  InternalServerException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DepartmentSettings } from '../../functions/contracts/department.ts'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import '../support/call-api.ts'
import { aDepartment, aTicket, aTriage, TICKET_ID } from '../support/triage-records.ts'

const MODEL_ID = 'us.amazon.nova-micro-v1:0'
const BILLING = aDepartment({ id: '01JQ00000000000000000000D2', name: 'Billing', categories: ['billing'] })

const dynamo = mockClient(DynamoDBDocumentClient)
const bedrock = mockClient(BedrockRuntimeClient)

const ANSWER = {
  suggested_category: 'billing',
  suggested_priority: 'high',
  confidence: 0.9,
  summary: 'Charged twice.',
  required_skills: ['refunds'],
  resolution_notes: 'Check the ledger.',
  reply_draft: 'Hello, we look at it.',
}

const called = (input: unknown): ConverseCommandOutput =>
  ({
    output: {
      message: { role: 'assistant', content: [{ toolUse: { toolUseId: 't1', name: 'record_triage', input } }] },
    },
  }) as ConverseCommandOutput
const said = (text: string) =>
  ({ output: { message: { role: 'assistant', content: [{ text }] } } }) as ConverseCommandOutput
const fault = { message: 'no', $metadata: {} }

/** The ticket as the table has it at each read, the last one from then on. */
let tickets: readonly TicketState[]
let departments: readonly DepartmentSettings[]
let handler: (event: SQSEvent) => Promise<{ readonly batchItemFailures: readonly unknown[] }>

beforeEach(async () => {
  Object.assign(process.env, { MODEL_PROVIDER: 'bedrock', MODEL_ID })
  tickets = [aTicket()]
  departments = [aDepartment(), BILLING]
  bedrock.reset()
  bedrock.rejects(new Error('unexpected call of the model'))
  dynamo.reset()
  dynamo.rejects(new Error('unexpected call of the table'))
  dynamo.on(GetCommand).resolves({})
  dynamo.on(GetCommand, { Key: { pk: `TICKET#${TICKET_ID}`, sk: 'TICKET' } }).callsFake(() => {
    const [now, ...later] = tickets
    if (later.length > 0) tickets = later
    return { Item: now }
  })
  dynamo.on(QueryCommand).resolves({ Items: [] })
  dynamo
    .on(QueryCommand, { IndexName: 'by_kind' })
    .callsFake(() => ({ Items: departments.map((department) => ({ ...department, version: 1 })) }))
  dynamo.on(TransactWriteCommand).resolves({})
  // Every test gets an instance of its own: a breaker, memories and settings.
  vi.resetModules()
  handler = (await import('../../functions/events/triage-ticket.ts')).handler
})

afterEach(() => {
  vi.useRealTimers()
})

const message = (ticket_id = TICKET_ID): SQSEvent => ({
  Records: [
    {
      messageId: 'm1',
      body: JSON.stringify({
        id: 'e1',
        source: 'plimsoll',
        'detail-type': 'TicketCreated',
        time: '2026-03-01T08:00:00Z',
        detail: {
          version: 1,
          event_id: '01JQ0000000000000000000002',
          type: 'ticket_created',
          subject: `TICKET#${ticket_id}`,
          ticket_id,
          seq: 1,
          at: '2026-03-01T08:00:00.000Z',
          actor: { kind: 'system', id: 'system', name: 'Plimsoll' },
          changes: {},
          data: {},
        },
      }),
      attributes: { ApproximateReceiveCount: '1' },
    } as SQSEvent['Records'][number],
  ],
})

/** What was written: the ticket, its events, and the place in the line of those to be triaged again. */
const written = () => {
  const items = dynamo
    .commandCalls(TransactWriteCommand)
    .flatMap(({ args }) => args[0].input.TransactItems ?? [])
    .map(({ Put }) => Put?.Item ?? {})
  const row = items.find(({ sk }) => sk === 'TICKET')
  return {
    ticket: row && parseTicket(row),
    events: items.filter(({ sk }) => String(sk).startsWith('EVENT#')),
    timer: items.find(({ sk }) => sk === 'TIMER'),
  }
}
const asked = () => bedrock.commandCalls(ConverseCommand).map(({ args }) => args[0].input)

describe('a new ticket', () => {
  it('gets the model’s suggestion, and what the policy applies, in one event', async () => {
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    expect(await handler(message())).toEqual({ batchItemFailures: [] })

    const { ticket, events, timer } = written()
    expect(ticket).toMatchObject({
      queue_state: 'waiting',
      category: 'billing',
      department_id: BILLING.id,
      triage: { source: 'bedrock', model: MODEL_ID, degraded: false, confidence: 0.9, state: 'pending' },
    })
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      type: 'triage_ready',
      actor: { kind: 'system' },
      data: { department_id: BILLING.id },
    })
    expect(timer).toBeUndefined()
  })

  it('keeps its category where people found suggestions of that confidence wrong', async () => {
    const failing = Array.from({ length: 10 }, () => ({ count: 40, precision: 0.1 }))
    dynamo.on(GetCommand, { Key: { pk: 'MODELS', sk: 'MODEL#00000000' } }).resolves({
      Item: {
        seq: 1,
        active: 0,
        active_until: null,
        latest: 0,
        latest_until: null,
        measured: [{ source: 'bedrock', category: 'billing', bins: failing }],
      },
    })
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    await handler(message())

    expect(written().ticket).toMatchObject({
      category: 'general',
      category_set_by: 'default',
      triage: { suggested_category: 'billing' },
    })
  })

  it('is asked about with one forced tool, no warmth and a bounded answer', async () => {
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    await handler(message())

    expect(asked()).toMatchObject([
      {
        modelId: MODEL_ID,
        inferenceConfig: { maxTokens: 400, temperature: 0 },
        toolConfig: { toolChoice: { tool: { name: 'record_triage' } } },
      },
    ])
  })

  it('leaves without its personal data; only what reaches the customer comes back, and not into the draft', async () => {
    tickets = [aTicket({ description: 'Write to cleo@example.com, my card is 4111 1111 1111 1111.' })]
    bedrock
      .on(ConverseCommand)
      .resolves(
        called({ ...ANSWER, summary: 'Asks at [EMAIL_1] about [CARD_1].', reply_draft: 'Dear [EMAIL_1], hello.' }),
      )
    await handler(message())

    const sent = JSON.stringify(asked())
    expect(sent).not.toContain('cleo@example.com')
    expect(sent).not.toContain('4111')
    expect(written().ticket?.triage).toMatchObject({
      summary: 'Asks at cleo@example.com about [CARD_1].',
      reply_draft: 'Dear [EMAIL_1], hello.',
    })
  })

  it('reads an answer that comes as a string', async () => {
    bedrock.on(ConverseCommand).resolves(called(JSON.stringify(ANSWER)))
    await handler(message())
    expect(written().ticket?.triage).toMatchObject({ source: 'bedrock', suggested_category: 'billing' })
  })

  it('becomes critical by a rule alone, never by the model', async () => {
    bedrock.on(ConverseCommand).resolves(called({ ...ANSWER, suggested_priority: 'critical' }))
    await handler(message())
    expect(written().ticket?.triage?.suggested_priority).toBe('high')
  })

  it('is asked about once more when the answer is wrong, with what was wrong', async () => {
    bedrock
      .on(ConverseCommand)
      .resolvesOnce(called({ ...ANSWER, suggested_category: 'astrology' }))
      .resolves(called(ANSWER))
    await handler(message())

    expect(written().ticket?.triage).toMatchObject({ source: 'bedrock', degraded: false })
    const [, repair] = asked()
    expect(repair?.messages?.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(JSON.stringify(repair?.messages?.at(-1))).toContain('suggested_category')
  })

  it('that looks like an earlier open one gets a hint, and is not merged', async () => {
    const earlier = aTicket({ id: '01JP0000000000000000000001', number: 'PL-BBBBBBBB' })
    dynamo.on(QueryCommand, { IndexName: 'by_status' }).resolves({ Items: [earlier] })
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    await handler(message())
    expect(written().ticket).toMatchObject({ triage: { suggested_duplicate_of: earlier.id }, merged_into: null })
  })
})

describe('when the model fails', () => {
  const failures: readonly (readonly [string, () => void, number])[] = [
    ['throttles', () => bedrock.on(ConverseCommand).rejects(new ThrottlingException(fault)), 2],
    ['is down', () => bedrock.on(ConverseCommand).rejects(new ServiceUnavailableException(fault)), 2],
    ['breaks', () => bedrock.on(ConverseCommand).rejects(new InternalServerException(fault)), 2],
    ['refuses the request', () => bedrock.on(ConverseCommand).rejects(new ValidationException(fault)), 1],
    ['writes prose instead of calling the tool', () => bedrock.on(ConverseCommand).resolves(said('Certainly!')), 2],
    ['writes broken JSON', () => bedrock.on(ConverseCommand).resolves(called('{"suggested_category": "bil')), 2],
    ['stays wrong after a repair', () => bedrock.on(ConverseCommand).resolves(called({ ...ANSWER, confidence: 7 })), 2],
    ['says nothing', () => bedrock.on(ConverseCommand).resolves({} as ConverseCommandOutput), 2],
  ]

  it.each(failures)(
    'because it %s, the embedded model answers, marked for another try',
    async (_case, fail, attempts) => {
      fail()
      expect(await handler(message())).toEqual({ batchItemFailures: [] })

      const { ticket, events, timer } = written()
      expect(asked()).toHaveLength(attempts)
      expect(ticket).toMatchObject({
        queue_state: 'waiting',
        triage: { source: 'local', degraded: true, model: 'plimsoll-embedded-0', suggested_category: 'billing' },
      })
      expect(events).toHaveLength(1)
      expect(timer).toMatchObject({ pk: `TIMER#triage#${TICKET_ID}`, due_key: 'DEGRADED#0' })
    },
  )

  it('because it hangs, each attempt is cut after 3.5 s, and the ticket goes on within 8 s', async () => {
    const limits: number[] = []
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      limits.push(milliseconds)
      return AbortSignal.abort(new DOMException('late', 'TimeoutError'))
    })
    bedrock.on(ConverseCommand).rejects(Object.assign(new Error('late'), { name: 'AbortError' }))
    await handler(message())
    vi.restoreAllMocks()

    expect(limits).toHaveLength(2)
    expect(Math.max(...limits)).toBe(3_500)
    expect(limits.reduce((sum, limit) => sum + limit)).toBeLessThan(8_000)
    expect(written().ticket?.triage?.degraded).toBe(true)
  })

  it('five times in a row, it is left alone for half a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T08:00:00.000Z') })
    bedrock.on(ConverseCommand).rejects(new ValidationException(fault))
    for (let ticket = 0; ticket < 6; ticket += 1) await handler(message())
    expect(asked()).toHaveLength(5)

    vi.setSystemTime(new Date('2026-03-01T08:00:31.000Z'))
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    await handler(message())
    expect(asked()).toHaveLength(6)
  })
})

it('with models switched off gives the configured labels, which nothing applies', async () => {
  process.env.MODEL_PROVIDER = 'off'
  await handler(message())
  expect(written().ticket).toMatchObject({
    queue_state: 'waiting',
    category_set_by: 'default',
    triage: {
      source: 'fallback',
      suggested_category: 'general',
      suggested_priority: 'medium',
      confidence: 0,
      degraded: true,
    },
  })
})

it('with the embedded model needs no network', async () => {
  process.env.MODEL_PROVIDER = 'embedded'
  await handler(message())
  expect(written().ticket?.triage).toMatchObject({ source: 'local', degraded: false, suggested_category: 'billing' })
})

it('quotes how the nearest resolved ticket of the department was solved', async () => {
  process.env.MODEL_PROVIDER = 'embedded'
  const solved = aTicket({
    id: '01JP0000000000000000000001',
    number: 'PL-BBBBBBBB',
    status: 'resolved',
    queue_state: 'done',
  })
  const comment = (visibility: string, role: string, body: string) => ({ body, visibility, author: { role } })
  dynamo.on(QueryCommand, { IndexName: 'by_status_department' }).resolves({ Items: [solved] })
  dynamo
    .on(QueryCommand, { ExpressionAttributeValues: { ':pk': `TICKET#${solved.id}`, ':prefix': 'COMMENT#' } })
    .resolves({
      Items: [
        comment('public', 'customer', 'Thanks!'),
        comment('internal', 'agent', 'He always does this.'),
        comment('public', 'agent', 'We refunded the second payment.'),
      ],
    })
  await handler(message())
  expect(written().ticket?.triage?.resolution_notes).toBe('PL-BBBBBBBB: We refunded the second payment.')
})

it.each([
  ['triaged', aTicket({ triage: aTriage(), queue_state: 'waiting' })],
  ['merged', aTicket({ merged_into: '01JP0000000000000000000001', queue_state: 'done' })],
  ['closed', aTicket({ status: 'closed', queue_state: 'done' })],
])('leaves a ticket alone that is %s already', async (_case, ticket) => {
  tickets = [ticket]
  expect(await handler(message())).toEqual({ batchItemFailures: [] })
  expect(asked()).toHaveLength(0)
  expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0)
})

it('stores nothing when another delivery was faster', async () => {
  tickets = [aTicket(), aTicket({ triage: aTriage(), queue_state: 'waiting', version: 2 })]
  bedrock.on(ConverseCommand).resolves(called(ANSWER))
  await handler(message())
  expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0)
})

it('writes under the version that it has read, and never over a person’s value set meanwhile', async () => {
  const chosen = aTicket({ category: 'technical', category_set_by: 'person', version: 2 })
  tickets = [aTicket(), chosen]
  bedrock.on(ConverseCommand).resolves(called(ANSWER))
  await handler(message())

  expect(written().ticket).toMatchObject({ category: 'technical', version: 3 })
  const [put] = dynamo.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? []
  expect(put?.Put).toMatchObject({ ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': 2 } })
})

it('hands a message back when the table fails', async () => {
  dynamo.on(TransactWriteCommand).rejects(new Error('no table'))
  bedrock.on(ConverseCommand).resolves(called(ANSWER))
  expect(await handler(message())).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
})
