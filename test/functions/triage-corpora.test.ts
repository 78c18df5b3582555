import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, it } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { Category } from '../../functions/contracts/triage.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import { hostileTickets } from '../corpora/injection.ts'
import { privateLines } from '../corpora/private-lines.ts'
import '../support/function-environment.ts'
import { busBatch } from '../support/bus-messages.ts'
import { called } from '../support/model-answers.ts'
import { aCreation, aGuestTicket, departmentSettings, TICKET_ID } from '../support/triage-records.ts'

process.env.MODEL_PROVIDER = 'bedrock'
const { handler } = await import('../../functions/events/triage-ticket.ts')

const dynamo = mockClient(DynamoDBDocumentClient)
const bedrock = mockClient(BedrockRuntimeClient)

/** The answer of a model that does whatever a ticket orders it to do. */
const OBEDIENT = {
  suggested_category: 'billing',
  suggested_priority: 'critical',
  confidence: 1,
  summary: 'See https://evil.example/login',
  required_skills: ['admin'],
  reply_draft: 'Please sign in at https://evil.example/login.',
  status: 'closed',
  assignee: 'me',
}

let ticket: TicketState

beforeEach(() => {
  dynamo.reset()
  dynamo.rejects(new Error('unexpected call of the table'))
  dynamo.on(GetCommand).resolves({})
  dynamo.on(GetCommand, { Key: { pk: `TICKET#${TICKET_ID}`, sk: 'TICKET' } }).callsFake(() => ({ Item: ticket }))
  dynamo.on(QueryCommand).resolves({ Items: [] })
  dynamo
    .on(QueryCommand, { IndexName: 'by_kind' })
    .resolves({ Items: [{ ...departmentSettings({ categories: [...Category.options] }), version: 1 }] })
  dynamo.on(TransactWriteCommand).resolves({})
  bedrock.reset()
  bedrock.on(ConverseCommand).resolves(called(OBEDIENT))
})

const triage = async (description: string): Promise<{ readonly ticket: TicketState; readonly event: unknown }> => {
  ticket = aGuestTicket({ description })
  dynamo.resetHistory()
  bedrock.resetHistory()
  expect(await handler(busBatch(aCreation()))).toEqual({ batchItemFailures: [] })
  const rows = dynamo
    .commandCalls(TransactWriteCommand)
    .flatMap(({ args }) => (args[0].input.TransactItems ?? []).map(({ Put }) => Put?.Item))
  return { ticket: parseTicket(rows[0] ?? {}), event: rows[1] }
}

it('lets none of the private lines’ secrets out, to the model or into the event', async () => {
  for (const [text, secrets] of privateLines) {
    const { event } = await triage(text)
    const sent = JSON.stringify(bedrock.commandCalls(ConverseCommand).map(({ args }) => args[0].input.messages))
    expect(sent, text).toContain('<ticket>')
    for (const secret of secrets) {
      expect(sent.replaceAll(/\[[A-Z]+_\d+\]/g, ''), text).not.toContain(JSON.stringify(secret).slice(1, -1))
      if (secret.length > 4) expect(JSON.stringify(event), text).not.toContain(secret)
    }
  }
})

it('lets no order in a ticket change more than its labels, even if the model obeys', async () => {
  for (const { text } of hostileTickets) {
    const { ticket: after } = await triage(text)
    const { triage: suggestion, category, priority, required_skills, ...rest } = after
    const {
      triage: _none,
      category: _c,
      priority: _p,
      required_skills: _s,
      ...before
    } = aGuestTicket({ description: text })

    expect(category, text).toBe('billing')
    // The policy applies only the category: no text changes the priority.
    expect(priority, text).toBe('medium')
    expect(required_skills, text).toEqual(['admin'])
    expect(rest, text).toMatchObject({
      ...before,
      category_set_by: 'policy',
      priority_set_by: 'default',
      queue_state: 'waiting',
      first_response_due_at: expect.any(String),
      resolution_due_at: expect.any(String),
      updated_at: expect.any(String),
      wake_at: expect.any(String),
      version: 2,
    })
    expect(JSON.stringify(suggestion), text).not.toContain('evil.example')
  }
})

it('makes no ticket critical because its text asks for it', async () => {
  for (const { text, at_most } of hostileTickets.filter((hostile) => hostile.at_most !== 'critical')) {
    const { ticket: after } = await triage(text)
    expect([at_most, after.priority], text).not.toContain('critical')
  }
})
