import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { callApi } from '../support/call-api.ts'

const ada: SignedIn = {
  kind: 'user',
  id: '01JQ00000000000000000000A9',
  role: 'admin',
  name: 'Ada',
  email: 'ada@example.com',
  department_id: null,
}
const HEAD = { seq: 4, active: 3, active_until: 'LABEL#c', latest: 4, latest_until: 'LABEL#d' }
const model = (version: number, refused = false) => ({
  version,
  labels: version * 25,
  until: `LABEL#${version}`,
  held_out_score: 0.8,
  refused,
  created_at: '2026-03-01T08:00:00.000Z',
})
const keyOf = (version: number) => ({ pk: 'MODELS', sk: `MODEL#${String(version).padStart(8, '0')}` })

const dynamo = mockClient(DynamoDBDocumentClient)
let handler: unknown

beforeEach(async () => {
  dynamo.reset()
  dynamo.rejects(new Error('unexpected call of the table'))
  dynamo.on(GetCommand).resolves({})
  dynamo.on(GetCommand, { Key: keyOf(0) }).resolves({ Item: HEAD })
  for (const kept of [model(2), model(3), model(4, true)]) {
    dynamo.on(GetCommand, { Key: keyOf(kept.version) }).resolves({ Item: kept })
  }
  dynamo.on(TransactWriteCommand).resolves({})
  vi.resetModules()
  handler = (await import('../../functions/api/insight.ts')).handler
})

const rollBack = (version: string, as: SignedIn = ada) =>
  callApi(handler, { route: 'rollbackTriageModel', as, params: { version } })
const writes = () => dynamo.commandCalls(TransactWriteCommand).flatMap(({ args }) => args[0].input.TransactItems ?? [])

it('lists versions with their state', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [model(4, true), model(3), model(2)] })
  const { body } = await callApi(handler, { route: 'listTriageModels', as: ada })
  expect(body.items?.map(({ version, state }) => [version, state])).toEqual([
    [4, 'refused'],
    [3, 'active'],
    [2, 'retired'],
  ])
})

describe('going back to an older version', () => {
  it('puts it in force, under the state that was seen, with an event', async () => {
    const { status, body } = await rollBack('2')

    expect([status, body.state]).toEqual([200, 'active'])
    expect(writes()).toMatchObject([
      { Put: { Item: { active: 2, active_until: 'LABEL#2', latest: 4, seq: 5 }, ConditionExpression: 'seq = :seen' } },
      { Put: { Item: { type: 'model_rolled_back', seq: 5, actor: { id: ada.id }, changes: { active: [3, 2] } } } },
    ])
  })

  it('changes nothing when it is in force already', async () => {
    expect((await rollBack('3')).status).toBe(200)
    expect(writes()).toHaveLength(0)
  })

  it.each([
    ['an unknown one', '9', ada, 404],
    ['a refused one', '4', ada, 409],
    ['no number', 'x', ada, 404],
    ['an agent’s wish', '2', { ...ada, role: 'agent' as const }, 403],
  ])('is refused for %s', async (_case, version, as, expected) => {
    expect((await rollBack(version, as)).status).toBe(expected)
    expect(writes()).toHaveLength(0)
  })
})
