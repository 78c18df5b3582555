import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it, vi } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import { type ApiCall, callApi } from '../support/call-api.ts'
import { BILLING } from '../support/tickets.ts'
import { aGuestTicket, aStoredTriage, DEPARTMENT_ID, departmentSettings, TICKET_ID } from '../support/triage-records.ts'

const anna: SignedIn = {
  kind: 'user',
  id: '01JQ00000000000000000000A1',
  role: 'agent',
  name: 'Anna',
  email: 'anna@example.com',
  department_id: DEPARTMENT_ID,
}
const boris: SignedIn = { ...anna, id: '01JQ00000000000000000000A2', name: 'Boris', email: 'boris@example.com' }

const dynamo = mockClient(DynamoDBDocumentClient)
let ticket: TicketState
let handler: unknown

beforeEach(async () => {
  const assignee = { id: anna.id, name: anna.name, department_id: DEPARTMENT_ID }
  ticket = aGuestTicket({ queue_state: 'assigned', assignee, triage: aStoredTriage(), version: 5 })
  dynamo.reset()
  dynamo.rejects(new Error('unexpected call of the table'))
  dynamo.on(GetCommand).resolves({})
  dynamo.on(GetCommand, { Key: { pk: `TICKET#${TICKET_ID}`, sk: 'TICKET' } }).callsFake(() => ({ Item: ticket }))
  dynamo.on(QueryCommand).resolves({ Items: [] })
  dynamo
    .on(QueryCommand, { IndexName: 'by_kind' })
    .resolves({ Items: [departmentSettings(), BILLING].map((department) => ({ ...department, version: 1 })) })
  dynamo.on(BatchGetCommand).resolves({ Responses: {} })
  dynamo.on(TransactWriteCommand).resolves({})
  vi.resetModules()
  handler = (await import('../../functions/api/tickets.ts')).handler
})

const decide = (body: object, call: Partial<ApiCall> = {}) =>
  callApi(handler, { route: 'decideTriage', as: anna, params: { id: TICKET_ID }, body, ...call })

const transactions = () =>
  dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.TransactItems ?? [])
const rows = (prefix: string) =>
  transactions()
    .flat()
    .map(({ Put }) => Put?.Item ?? {})
    .filter(({ sk }) => String(sk).startsWith(prefix))

it('accepts: the ticket takes the suggestion over, in one transaction with its event and a label', async () => {
  const { status, body } = await decide({ decision: 'accept' })

  expect(status).toBe(200)
  expect(body).toMatchObject({ category: 'billing', priority: 'high', version: 6 })
  expect(transactions()).toHaveLength(1)
  expect(parseTicket(rows('TICKET')[0] ?? {})).toMatchObject({ category_set_by: 'person', priority_set_by: 'person' })
  expect(rows('EVENT#')).toMatchObject([
    { seq: 6, type: 'triage_decided', actor: { id: anna.id }, changes: { triage: ['pending', 'accepted'] } },
  ])
  expect(rows('LABEL#')).toMatchObject([
    {
      pk: 'LABELS',
      ticket_id: TICKET_ID,
      category: 'billing',
      priority: 'high',
      verdict: 'accepted',
      suggested: { suggested_category: 'billing', model: 'some-model', prompt_version: 'triage-1' },
      labelled_by: anna.id,
    },
  ])
})

it('frees the agent’s slot when the ticket goes to another department', async () => {
  await decide({ decision: 'accept' })
  const updates = transactions().flatMap((writes) => writes.flatMap(({ Update }) => (Update ? [Update] : [])))
  expect(updates).toMatchObject([
    {
      Key: { sk: `AGENT#${anna.id}` },
      ExpressionAttributeValues: { ':active': -1 },
      ConditionExpression: 'active > :none',
    },
  ])
})

it('modifies: the named fields change, and only what a person chose becomes a label', async () => {
  const { body } = await decide({ decision: 'modify', priority: 'low', required_skills: ['Invoices'] })

  expect(body).toMatchObject({ category: 'general', priority: 'low', required_skills: ['invoices'] })
  expect(rows('LABEL#')[0]).toMatchObject({ verdict: 'modified', priority: 'low' })
  expect(rows('LABEL#')[0]).not.toHaveProperty('category')
})

it('rejects: nothing of the ticket changes but the suggestion', async () => {
  const { body } = await decide({ decision: 'reject' })
  expect(body).toMatchObject({
    category: 'general',
    priority: 'medium',
    triage: { state: 'rejected', decided_by: anna.id },
  })
  expect(rows('LABEL#')[0]).toMatchObject({ verdict: 'rejected' })
})

it('sends the reply as the agent’s public comment, with an event of its own, in the same transaction', async () => {
  const { body } = await decide({ decision: 'reject', reply: 'We look into it.' })

  expect(transactions()).toHaveLength(1)
  expect(rows('EVENT#').map(({ seq, type }) => [seq, type])).toEqual([
    [6, 'triage_decided'],
    [7, 'comment_added'],
  ])
  expect(rows('COMMENT#')).toMatchObject([
    { seq: 7, body: 'We look into it.', visibility: 'public', author: { id: anna.id } },
  ])
  expect(body).toMatchObject({ version: 7, first_response_at: expect.any(String) })
})

it('keeps personal data out of the label', async () => {
  ticket = { ...ticket, description: 'Write to cleo@example.com about card 4111 1111 1111 1111.' }
  await decide({ decision: 'accept' })
  expect(rows('LABEL#')[0]?.text).toContain('[EMAIL_1]')
  expect(JSON.stringify(rows('LABEL#'))).not.toMatch(/cleo@example|4111/)
})

it('answers the second decision with 409, and changes nothing', async () => {
  ticket = { ...ticket, triage: aStoredTriage({ state: 'accepted' }) }
  const { status, body } = await decide({ decision: 'reject' })
  expect([status, body.code]).toEqual([409, 'already_decided'])
  expect(transactions()).toHaveLength(0)
})

it('keeps the answer for a repeated request in the same transaction', async () => {
  await decide({ decision: 'reject' }, { headers: { 'idempotency-key': 'k1' } })
  expect(transactions()).toHaveLength(1)
  expect(rows('KEY#k1')).toHaveLength(1)
})

it.each([
  ['a colleague who does not carry the ticket', boris, 404],
  ['a customer', { ...boris, role: 'customer' as const, department_id: null }, 403],
])('is not for %s', async (_who, as, expected) => {
  const { status } = await decide({ decision: 'accept' }, { as })
  expect(status).toBe(expected)
  expect(transactions()).toHaveLength(0)
})

it.each([
  ['no decision', {}, 'decision'],
  ['an unknown category', { decision: 'modify', category: 'astrology' }, 'category'],
  ['an unknown field', { decision: 'accept', prority: 'high' }, 'prority'],
])('refuses %s', async (_case, body, named) => {
  const answer = await decide(body)
  expect(answer.status).toBe(422)
  expect(answer.body.errors?.[0]?.path).toBe(named)
})
