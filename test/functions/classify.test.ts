import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { callApi } from '../support/call-api.ts'
import { called } from '../support/model-answers.ts'

const dynamo = mockClient(DynamoDBDocumentClient)
const bedrock = mockClient(BedrockRuntimeClient)

const TEXT = 'My invoice was charged twice'
const answer = called({
  suggested_category: 'billing',
  suggested_priority: 'critical',
  confidence: 0.9,
  summary: '',
})

let handler: unknown

/** A new instance of the function, which has nothing cached. */
const startInstance = async (): Promise<void> => {
  vi.resetModules()
  handler = (await import('../../functions/api/classify.ts')).handler
}

beforeEach(async () => {
  process.env.MODEL_PROVIDER = 'bedrock'
  dynamo.reset()
  dynamo.rejects(new Error('unexpected call of the table'))
  dynamo.on(GetCommand).resolves({})
  dynamo.on(PutCommand).resolves({})
  bedrock.reset()
  bedrock.rejects(new Error('the model is down'))
  await startInstance()
})

afterEach(() => {
  vi.restoreAllMocks()
})

const classify = (body: object) => callApi(handler, { route: 'classifyTicket', body })
const asked = () => bedrock.commandCalls(ConverseCommand)
const kept = () => dynamo.commandCalls(PutCommand).map(({ args }) => args[0].input)

it('suggests labels for a text; only rules make it critical', async () => {
  bedrock.on(ConverseCommand).resolves(answer)
  const { status, body } = await classify({ description: TEXT })
  expect(status).toBe(200)
  expect(body).toEqual({
    suggested_category: 'billing',
    suggested_priority: 'high',
    confidence: 0.9,
    source: 'bedrock',
  })
})

it('gives up on a hanging model soon enough to answer within 3 s', async () => {
  const limits: number[] = []
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    limits.push(milliseconds)
    return new AbortController().signal
  })
  await classify({ description: TEXT })
  expect(Math.max(...limits)).toBeLessThanOrEqual(2_000)
})

it('falls back to general and medium when the model fails, and does not cache that', async () => {
  const fallback = { suggested_category: 'general', suggested_priority: 'medium', confidence: 0, source: 'fallback' }
  const { status, body } = await classify({ description: TEXT })
  expect([status, body]).toEqual([200, fallback])
  expect(kept()).toHaveLength(0)

  bedrock.on(ConverseCommand).resolves(answer)
  expect((await classify({ description: TEXT })).body.source).toBe('bedrock')
})

it('falls back to the labels that admins have set', async () => {
  dynamo
    .on(GetCommand, { Key: { pk: 'SETTINGS', sk: 'SETTINGS' } })
    .resolves({ Item: { fallback_category: 'account', fallback_priority: 'low', version: 1 } })
  const { body } = await classify({ description: TEXT })
  expect(body).toMatchObject({ suggested_category: 'account', suggested_priority: 'low', source: 'fallback' })
})

it('asks the model once about the same text, and again about another text', async () => {
  bedrock.on(ConverseCommand).resolves(answer)
  const first = await classify({ description: TEXT })
  expect((await classify({ description: TEXT })).body).toEqual(first.body)
  expect(asked()).toHaveLength(1)

  await classify({ description: TEXT, title: 'Invoice' })
  expect(asked()).toHaveLength(2)
})

it('shares answers between instances for an hour, by the text’s hash and not the text', async () => {
  bedrock.on(ConverseCommand).resolves(answer)
  const first = await classify({ description: TEXT })
  const [row] = kept()
  expect(JSON.stringify(row)).not.toContain('invoice')
  expect(Number(row?.Item?.expires_at) - Date.now() / 1_000).toBeGreaterThan(3_590)

  await startInstance()
  dynamo.on(GetCommand, { Key: { pk: row?.Item?.pk, sk: row?.Item?.sk } }).resolves({ Item: row?.Item ?? {} })
  expect((await classify({ description: TEXT })).body).toEqual(first.body)
  expect(asked()).toHaveLength(1)

  await startInstance()
  dynamo
    .on(GetCommand, { Key: { pk: row?.Item?.pk, sk: row?.Item?.sk } })
    .resolves({ Item: { ...row?.Item, expires_at: Math.floor(Date.now() / 1_000) - 1 } })
  await classify({ description: TEXT })
  expect(asked()).toHaveLength(2)
})

it('answers without a network when the embedded model is chosen', async () => {
  process.env.MODEL_PROVIDER = 'embedded'
  const { body } = await classify({ description: TEXT })
  expect(body).toMatchObject({ suggested_category: 'billing', source: 'local' })
})

it.each([
  ['no description', { title: 'x' }, 'description'],
  ['an empty one', { description: '  ' }, 'description'],
  ['an unknown field', { description: TEXT, mood: 'bad' }, 'mood'],
])('refuses %s', async (_case, body, named) => {
  const refused = await classify(body)
  expect(refused.status).toBe(422)
  expect(refused.body.errors?.[0]?.path).toBe(named)
})

it('lets two anonymous callers use the same idempotency key: each gets the answer to their own text', async () => {
  dynamo.on(TransactWriteCommand).resolves({})
  const headers = { 'idempotency-key': '1' }
  for (const description of [TEXT, 'I cannot sign in']) {
    expect((await callApi(handler, { route: 'classifyTicket', body: { description }, headers })).status).toBe(200)
  }

  const rows = dynamo
    .commandCalls(TransactWriteCommand)
    .flatMap(({ args }) => args[0].input.TransactItems?.map(({ Put }) => Put?.Item?.pk))
  expect(rows).toHaveLength(2)
  expect(new Set(rows).size).toBe(2)
})
