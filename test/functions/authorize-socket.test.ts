import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import '../support/function-environment.ts'
import { aUser } from '../support/tickets.ts'

const { handler } = await import('../../functions/triggers/authorize-socket.ts')

const documents = mockClient(DynamoDBDocumentClient)
const ARN = 'arn:aws:execute-api:us-east-1:000000000000:socket/ws/$connect'

const handshake = (offered: string | undefined, name = 'Sec-WebSocket-Protocol') =>
  handler({
    methodArn: ARN,
    headers: offered === undefined ? {} : { [name]: offered },
  } as unknown as APIGatewayRequestAuthorizerEvent)

beforeEach(() => {
  documents.reset()
  documents.rejects(new Error('not this operation'))
  documents.on(DeleteCommand, { TableName: 'Connections' }).resolves({ Attributes: { caller: aUser() } })
})

describe('a handshake', () => {
  it.each(['Sec-WebSocket-Protocol', 'sec-websocket-protocol'])('is let in by an unused ticket in %s', async (name) => {
    const { policyDocument, context, principalId } = await handshake('plimsoll.v1, ticket.abc', name)

    expect(policyDocument.Statement).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: ARN }])
    expect(principalId).toBe(aUser().id)
    expect(JSON.parse(String(context?.caller))).toEqual(aUser())
  })

  it('uses the ticket up, on the condition that it is still good', async () => {
    await handshake('plimsoll.v1, ticket.abc')

    const { ConditionExpression, ExpressionAttributeValues, Key } =
      documents.commandCalls(DeleteCommand)[0]?.args[0].input ?? {}
    expect(ConditionExpression).toBe('expires_at >= :now')
    expect(ExpressionAttributeValues?.[':now']).toBeCloseTo(Date.now() / 1_000, -1)
    expect(JSON.stringify(Key)).not.toContain('abc')
  })

  it('is refused with a ticket that is unknown, used or too old', async () => {
    const failed = new ConditionalCheckFailedException({ $metadata: {}, message: 'no' })
    documents.on(DeleteCommand).rejects(failed)

    // The gateway turns exactly this message into 401.
    await expect(handshake('plimsoll.v1, ticket.abc')).rejects.toThrow(/^Unauthorized$/)
  })

  it.each([
    ['no protocol at all', undefined],
    ['no ticket', 'plimsoll.v1'],
    ['an empty ticket', 'plimsoll.v1, ticket.'],
    ['another protocol', 'graphql-ws, ticket.abc'],
  ])('is refused with %s, and uses nothing up', async (_case, offered) => {
    await expect(handshake(offered)).rejects.toThrow(/^Unauthorized$/)
    expect(documents.calls()).toHaveLength(0)
  })

  it('tells a table that fails from a ticket that does', async () => {
    documents.on(DeleteCommand).rejects(new Error('no table'))

    await expect(handshake('plimsoll.v1, ticket.abc')).rejects.toThrow('no table')
  })
})
