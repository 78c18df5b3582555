import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import type { TicketState } from '../../functions/contracts/ticket-state.ts'
import type { Write } from '../../functions/stores/documents.ts'
import { peopleKeys, ticketKeys } from '../../functions/stores/tables.ts'
import { parseTicket } from '../../functions/stores/ticket-rows.ts'
import { BILLING, TECHNICAL } from './tickets.ts'

/** The one table client of all functions; what a test does not expect is rejected. */
export const dynamo = mockClient(DynamoDBDocumentClient)

/** Resets the table to what every function reads: the departments, an empty queue, and no presences. */
export const resetDynamo = (): void => {
  dynamo.reset()
  dynamo.rejects(new Error('no test expects this call'))
  dynamo.on(QueryCommand, { TableName: 'AgentLoad', IndexName: 'by_kind' }).resolves({
    Items: [
      { ...BILLING, categories: ['billing', 'general', 'account'], version: 1 },
      { ...TECHNICAL, version: 1 },
    ],
  })
  dynamo.on(QueryCommand, { TableName: 'Tickets', IndexName: 'queue' }).resolves({ Items: [] })
  dynamo.on(BatchGetCommand).resolves({ Responses: {} })
}

/** Lets a ticket be read. */
export const holds = (ticket: TicketState): void => {
  dynamo
    .on(GetCommand, { TableName: 'Tickets', Key: ticketKeys.ticket(ticket.id) })
    .resolves({ Item: { ...ticketKeys.ticket(ticket.id), ...ticket } })
}

/** Lets every transaction succeed. */
export const accepts = (): void => {
  dynamo.on(TransactWriteCommand).resolves({})
}

/** The error of a transaction of `size` writes of which those at `places` failed their conditions. */
export const cancelled = (size: number, ...places: readonly number[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: Array.from({ length: size }, (_, place) => ({
      Code: places.includes(place) ? 'ConditionalCheckFailed' : 'None',
    })),
  })

/** The writes of each transaction, in order. */
export const transactions = (): readonly (readonly Write[])[] =>
  dynamo.commandCalls(TransactWriteCommand).map(({ args: [command] }) => command.input.TransactItems ?? [])

/** The ticket that a transaction puts first. */
export const ticketIn = ([first]: readonly Write[]): TicketState => parseTicket(first?.Put?.Item ?? {})

/** The rows that a transaction puts into a table. */
export const putsInto = (writes: readonly Write[], table: string): readonly Record<string, unknown>[] =>
  writes.flatMap(({ Put }) => (Put?.TableName === table && Put.Item ? [Put.Item] : []))

/** The key of an agent's row, as a write names it. */
export const agentKey = peopleKeys.agent
