import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { vi } from 'vitest'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import { busBatch } from './bus-messages.ts'
import './function-environment.ts'
import { BILLING } from './tickets.ts'
import { aCreation, aGuestTicket, departmentSettings, TICKET_ID } from './triage-records.ts'

export const MODEL_ID = 'us.amazon.nova-lite-v1:0'

/** Mocks of the table and the model; they reject calls that a test does not expect. */
export const dynamo = mockClient(DynamoDBDocumentClient)
export const bedrock = mockClient(BedrockRuntimeClient)

let states: readonly TicketState[]

/** Lets the ticket be read in each of the given states once, and from then on in the last one. */
export const holdsInTurn = (...given: readonly TicketState[]): void => {
  states = given
}

/** A new instance of the function, with its own breaker, caches and settings, and a ticket that has just come in. */
export const resetTriage = (): void => {
  Object.assign(process.env, { MODEL_PROVIDER: 'bedrock', MODEL_ID })
  holdsInTurn(aGuestTicket())
  bedrock.reset()
  bedrock.rejects(new Error('unexpected call of the model'))
  dynamo.reset()
  dynamo.rejects(new Error('unexpected call of the table'))
  dynamo.on(GetCommand).resolves({})
  dynamo.on(GetCommand, { Key: { pk: `TICKET#${TICKET_ID}`, sk: 'TICKET' } }).callsFake(() => {
    const [now, ...later] = states
    if (later.length > 0) states = later
    return { Item: now }
  })
  dynamo.on(QueryCommand).resolves({ Items: [] })
  dynamo
    .on(QueryCommand, { IndexName: 'by_kind' })
    .resolves({ Items: [departmentSettings(), BILLING].map((department) => ({ ...department, version: 1 })) })
  dynamo.on(TransactWriteCommand).resolves({})
  vi.resetModules()
}

/** Hands the ticket's first event to the instance. */
export const triage = async () => {
  const { handler } = await import('../../functions/events/triage-ticket.ts')
  return handler(busBatch(aCreation()))
}

/** What was written: the ticket, its events, and the timer for another attempt. */
export const written = () => {
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

/** The requests to the model, in order. */
export const asked = () => bedrock.commandCalls(ConverseCommand).map(({ args }) => args[0].input)
