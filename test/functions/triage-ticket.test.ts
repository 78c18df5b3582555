import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import { cancelled } from '../support/dynamo.ts'
import { called } from '../support/model-answers.ts'
import { BILLING } from '../support/tickets.ts'
import {
  asked,
  bedrock,
  dynamo,
  holdsInTurn,
  MODEL_ID,
  resetTriage,
  triage,
  written,
} from '../support/triage-function.ts'
import { ANSWER, aGuestTicket, aStoredTriage } from '../support/triage-records.ts'

beforeEach(resetTriage)

describe('a new ticket', () => {
  it('gets the model’s suggestion, and what the policy applies, in one event', async () => {
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    expect(await triage()).toEqual({ batchItemFailures: [] })

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
    await triage()

    expect(written().ticket).toMatchObject({
      category: 'general',
      category_set_by: 'default',
      triage: { suggested_category: 'billing' },
    })
  })

  it('is sent to the model with one forced tool, temperature 0 and a limit on the answer', async () => {
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    await triage()

    expect(asked()).toMatchObject([
      {
        modelId: MODEL_ID,
        inferenceConfig: { maxTokens: 400, temperature: 0 },
        toolConfig: { toolChoice: { tool: { name: 'record_triage' } } },
      },
    ])
  })

  it('is sent without personal data; only contact details are put back, and not into the draft', async () => {
    holdsInTurn(aGuestTicket({ description: 'Write to cleo@example.com, my card is 4111 1111 1111 1111.' }))
    bedrock
      .on(ConverseCommand)
      .resolves(
        called({ ...ANSWER, summary: 'Asks at [EMAIL_1] about [CARD_1].', reply_draft: 'Dear [EMAIL_1], hello.' }),
      )
    await triage()

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
    await triage()
    expect(written().ticket?.triage).toMatchObject({ source: 'bedrock', suggested_category: 'billing' })
  })

  it('becomes critical by a rule alone, never by the model', async () => {
    bedrock.on(ConverseCommand).resolves(called({ ...ANSWER, suggested_priority: 'critical' }))
    await triage()
    expect(written().ticket?.triage?.suggested_priority).toBe('high')
  })

  it('is sent once more when the answer is wrong, with the reason', async () => {
    bedrock
      .on(ConverseCommand)
      .resolvesOnce(called({ ...ANSWER, suggested_category: 'astrology' }))
      .resolves(called(ANSWER))
    await triage()

    expect(written().ticket?.triage).toMatchObject({ source: 'bedrock', degraded: false })
    const [, repair] = asked()
    expect(repair?.messages?.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(JSON.stringify(repair?.messages?.at(-1))).toContain('suggested_category')
  })

  it.each([
    ['open', 'open'],
    ['begun', 'in_progress'],
  ] as const)('that looks like an earlier one, %s by now, gets a hint, and is not merged', async (_case, status) => {
    const earlier = aGuestTicket({ id: '01JP0000000000000000000001', number: 'PL-BBBBBBBB', status })
    dynamo
      .on(QueryCommand, { IndexName: 'by_status', ExpressionAttributeValues: { ':key': `${status}#0` } })
      .resolves({ Items: [earlier] })
    bedrock.on(ConverseCommand).resolves(called(ANSWER))
    await triage()
    expect(written().ticket).toMatchObject({ triage: { suggested_duplicate_of: earlier.id }, merged_into: null })
  })
})

describe('of resolved tickets', () => {
  const solved = aGuestTicket({
    id: '01JP0000000000000000000001',
    number: 'PL-BBBBBBBB',
    status: 'resolved',
    queue_state: 'done',
  })
  const comment = (visibility: string, role: string, body: string) => ({ body, visibility, author: { role } })
  const isSaidOf = ({ id }: { readonly id: string }, ...Items: readonly object[]) =>
    dynamo
      .on(QueryCommand, { ExpressionAttributeValues: { ':pk': `TICKET#${id}`, ':prefix': 'COMMENT#' } })
      .resolves({ Items: [...Items] })
  const areResolved = (...Items: readonly object[]) =>
    dynamo.on(QueryCommand, { IndexName: 'by_status_department' }).resolves({ Items: [...Items] })
  const notes = () => written().ticket?.triage?.resolution_notes

  beforeEach(() => {
    process.env.MODEL_PROVIDER = 'embedded'
    areResolved(solved)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('quotes how the nearest one of the department was solved', async () => {
    isSaidOf(
      solved,
      comment('public', 'customer', 'Thanks!'),
      comment('internal', 'agent', 'He always does this.'),
      { ...comment('public', 'agent', 'Is anybody there?'), by_requester: true },
      comment('public', 'agent', 'We refunded the second payment.'),
    )
    await triage()
    expect(notes()).toBe('PL-BBBBBBBB: We refunded the second payment.')
    const readings = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input)
    const ofComments = readings.find((reading) => reading.ExpressionAttributeValues?.[':prefix'] === 'COMMENT#')
    expect(ofComments?.ConsistentRead).toBe(true)
  })

  it('includes tickets just resolved, and reads no unchanged one again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const elsewhere = { ...solved, title: 'Elsewhere', description: 'Something else' }
    const same = { ...elsewhere, id: '01JP0000000000000000000002' }
    const changed = { ...elsewhere, id: '01JP0000000000000000000003' }
    const said = comment('public', 'agent', 'We refunded the second payment.')
    for (const ticket of [same, changed, solved]) isSaidOf(ticket, said)
    areResolved(same, changed)
    await triage()
    dynamo.resetHistory()
    vi.advanceTimersByTime(1_000)
    areResolved(same, { ...changed, version: changed.version + 1 }, solved)
    await triage()

    expect(notes()).toBe('PL-BBBBBBBB: We refunded the second payment.')
    const asked = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input.ExpressionAttributeValues?.[':pk'])
    expect(asked).not.toContain(`TICKET#${same.id}`)
    expect(asked).toContain(`TICKET#${changed.id}`)
  })
})

it.each([
  ['triaged', aGuestTicket({ triage: aStoredTriage(), queue_state: 'waiting' })],
  ['merged', aGuestTicket({ merged_into: '01JP0000000000000000000001', queue_state: 'done' })],
  ['closed', aGuestTicket({ status: 'closed', queue_state: 'done' })],
])('leaves a ticket alone that is %s already', async (_case, ticket) => {
  holdsInTurn(ticket)
  expect(await triage()).toEqual({ batchItemFailures: [] })
  expect(asked()).toHaveLength(0)
  expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0)
})

/** The transactions that the function tried to write, in order. */
const attempts = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.TransactItems ?? [])

it('reads the ticket once, unless it changes during the call to the model', async () => {
  bedrock.on(ConverseCommand).resolves(called(ANSWER))
  await triage()

  const reads = dynamo.commandCalls(GetCommand).filter(({ args }) => args[0].input.Key?.sk === 'TICKET')
  expect(reads).toHaveLength(1)
  expect(attempts()).toHaveLength(1)
})

it('stores nothing when another delivery was faster', async () => {
  holdsInTurn(aGuestTicket(), aGuestTicket({ triage: aStoredTriage(), queue_state: 'waiting', version: 2 }))
  dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(2, 0)).rejects(new Error('a second suggestion'))
  bedrock.on(ConverseCommand).resolves(called(ANSWER))

  expect(await triage()).toEqual({ batchItemFailures: [] })
  expect(attempts()).toHaveLength(1)
})

it('writes on the condition of the version that it read, and never over a value that a person set meanwhile', async () => {
  const chosen = aGuestTicket({ category: 'technical', category_set_by: 'person', version: 2 })
  holdsInTurn(aGuestTicket(), chosen)
  dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(2, 0)).resolves({})
  bedrock.on(ConverseCommand).resolves(called(ANSWER))
  await triage()

  const [first, second] = attempts().map(([put]) => put?.Put)
  for (const [put, seen] of [
    [first, 1],
    [second, 2],
  ] as const) {
    expect(put).toMatchObject({ ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': seen } })
  }
  expect(second?.Item && parseTicket(second.Item)).toMatchObject({ category: 'technical', version: 3 })
})

it('returns the message to the queue when the table fails', async () => {
  dynamo.on(TransactWriteCommand).rejects(new Error('no table'))
  bedrock.on(ConverseCommand).resolves(called(ANSWER))
  expect(await triage()).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] })
})
