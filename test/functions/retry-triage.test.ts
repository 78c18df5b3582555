import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it, vi } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { ticketKeys } from '../../functions/stores/tables.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import '../support/function-environment.ts'
import { called } from '../support/model-answers.ts'
import { BILLING } from '../support/tickets.ts'
import { ANSWER, aGuestTicket, aStoredTriage, departmentSettings } from '../support/triage-records.ts'

const dynamo = mockClient(DynamoDBDocumentClient)
const bedrock = mockClient(BedrockRuntimeClient)

const answer = called(ANSWER)

const idOf = (place: number): string => `01JQ00000000000000000000${String(place).padStart(2, '0')}`
const aDegraded = (place: number, changes: Partial<TicketState> = {}): TicketState =>
  aGuestTicket({
    id: idOf(place),
    queue_state: 'waiting',
    version: 2,
    triage: aStoredTriage({ source: 'local', degraded: true, suggested_category: 'general' }),
    ...changes,
  })

let tickets: readonly TicketState[]
let handler: () => Promise<void>

beforeEach(async () => {
  Object.assign(process.env, { MODEL_PROVIDER: 'bedrock' })
  tickets = [aDegraded(1)]
  dynamo.reset()
  dynamo.rejects(new Error('unexpected call of the table'))
  dynamo.on(GetCommand).callsFake(({ Key }) => ({ Item: tickets.find(({ id }) => Key.pk === `TICKET#${id}`) }))
  dynamo.on(QueryCommand).resolves({ Items: [] })
  dynamo
    .on(QueryCommand, { IndexName: 'by_kind' })
    .resolves({ Items: [departmentSettings(), BILLING].map((department) => ({ ...department, version: 1 })) })
  dynamo
    .on(QueryCommand, { IndexName: 'due', ExpressionAttributeValues: { ':line': 'DEGRADED#0' } })
    .callsFake(() => ({ Items: tickets.map(({ id }) => ({ due_order: `2026-03-02T10:00:00.000Z#${id}` })) }))
  dynamo.on(TransactWriteCommand).resolves({})
  bedrock.reset()
  bedrock.rejects(new Error('the model is down'))
  vi.resetModules()
  handler = (await import('../../functions/schedules/retry-triage.ts')).handler
})

const writes = () => dynamo.commandCalls(TransactWriteCommand).flatMap(({ args }) => args[0].input.TransactItems ?? [])
const triaged = () => writes().flatMap(({ Put }) => (Put?.Item?.sk === 'TICKET' ? [parseTicket(Put.Item)] : []))
const forgotten = () => writes().flatMap(({ Update }) => (Update ? [Update.Key?.pk] : []))
const sentToTheEnd = () => writes().flatMap(({ Put }) => (Put?.Item?.sk === 'TIMER' ? [Put.Item.pk] : []))
const asked = () => bedrock.commandCalls(ConverseCommand)

it('triages a ticket again once the model answers, applies the policy, and takes it out of the line', async () => {
  bedrock.on(ConverseCommand).resolves(answer)
  await handler()

  expect(triaged()).toMatchObject([
    {
      id: idOf(1),
      category: 'billing',
      department_id: BILLING.id,
      triage: { source: 'bedrock', degraded: false },
      version: 3,
    },
  ])
  expect(forgotten()).toEqual([`TIMER#triage#${idOf(1)}`])
  expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(1)
})

it('triages a ticket whose first triage was lost, so that it never had a suggestion', async () => {
  tickets = [aDegraded(1, { triage: null })]
  bedrock.on(ConverseCommand).resolves(answer)
  await handler()
  expect(triaged()).toMatchObject([{ id: idOf(1), triage: { source: 'bedrock', degraded: false } }])
})

it('triages every ticket of the line', async () => {
  tickets = Array.from({ length: 13 }, (_, place) => aDegraded(place))
  bedrock.on(ConverseCommand).resolves(answer)
  await handler()
  expect(triaged().map(({ id }) => id)).toEqual(tickets.map(({ id }) => id))
})

it('tries only one ticket while the model is still down, which goes to the end of the line', async () => {
  tickets = Array.from({ length: 13 }, (_, place) => aDegraded(place))
  await handler()

  expect(asked()).toHaveLength(2)
  expect(triaged()).toHaveLength(0)
  expect(sentToTheEnd()).toEqual([`TIMER#triage#${idOf(0)}`])
})

it('sends a ticket that cannot be read to the end of the line, and triages the others', async () => {
  tickets = [aDegraded(1), aDegraded(2), aDegraded(3)]
  dynamo.on(GetCommand, { Key: ticketKeys.ticket(idOf(1)) }).resolves({ Item: { ...aDegraded(1), status: 'lost' } })
  bedrock.on(ConverseCommand).resolves(answer)
  await handler()

  expect(sentToTheEnd()).toEqual([`TIMER#triage#${idOf(1)}`])
  expect(triaged().map(({ id }) => id)).toEqual([idOf(2), idOf(3)])
})

it.each([
  ['decided', { triage: aStoredTriage({ degraded: true, state: 'accepted' }) }],
  ['done', { status: 'resolved', queue_state: 'done' }],
  ['merged', { merged_into: idOf(99) }],
  ['triaged', { triage: aStoredTriage() }],
] as const)('leaves a ticket alone that is %s meanwhile, and forgets it', async (_case, changes) => {
  tickets = [aDegraded(1, changes)]
  bedrock.on(ConverseCommand).resolves(answer)
  await handler()

  expect(asked()).toHaveLength(0)
  expect(triaged()).toHaveLength(0)
  expect(forgotten()).toEqual([`TIMER#triage#${idOf(1)}`])
})

it('never overwrites a decision that a person makes during the call to the model', async () => {
  bedrock.on(ConverseCommand).callsFake(() => {
    tickets = [aDegraded(1, { triage: aStoredTriage({ degraded: true, state: 'rejected' }), version: 3 })]
    return answer
  })
  await handler()
  expect(triaged()).toHaveLength(0)
  expect(forgotten()).toEqual([`TIMER#triage#${idOf(1)}`])
})

it('does nothing while models are switched off', async () => {
  process.env.MODEL_PROVIDER = 'off'
  await handler()
  expect(dynamo.calls()).toHaveLength(0)
})
