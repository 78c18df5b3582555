import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { ORIGIN_SECRET } from '../support/function-environment.ts'
import { aSignedInUser } from '../support/tickets.ts'

const { handler } = await import('../../functions/triggers/authorize-socket.ts')

const documents = mockClient(DynamoDBDocumentClient)
const ARN = 'arn:aws:execute-api:us-east-1:000000000000:socket/ws/$connect'

const FRONT_DOOR = { 'x-origin-secret': ORIGIN_SECRET }

/** Headers of a client at the API's own URL, which does not know the secret. */
const strangers = [
  ['no secret', {}],
  ['an empty secret', { 'x-origin-secret': '' }],
  ['a guessed one', { 'x-origin-secret': 'guessed' }],
] as const

const handshakeWith = (headers: Readonly<Record<string, string>>) =>
  handler({ methodArn: ARN, headers } as unknown as APIGatewayRequestAuthorizerEvent)

const handshake = (offered: string | undefined, name = 'Sec-WebSocket-Protocol') =>
  handshakeWith({ ...FRONT_DOOR, ...(offered !== undefined && { [name]: offered }) })

beforeEach(() => {
  documents.reset()
  documents.rejects(new Error('not this operation'))
  documents.on(DeleteCommand, { TableName: 'Connections' }).resolves({ Attributes: { caller: aSignedInUser() } })
})

describe('a handshake', () => {
  it.each(['Sec-WebSocket-Protocol', 'sec-websocket-protocol'])('is let in by an unused ticket in %s', async (name) => {
    const { policyDocument, context, principalId } = await handshake('plimsoll.v1, ticket.abc', name)

    expect(policyDocument.Statement).toEqual([{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: ARN }])
    expect(principalId).toBe(aSignedInUser().id)
    expect(JSON.parse(String(context?.caller))).toEqual(aSignedInUser())
  })

  it('is accepted with the front door’s secret, whatever the case of its header’s name', async () => {
    const headers = { 'X-Origin-Secret': ORIGIN_SECRET, 'Sec-WebSocket-Protocol': 'plimsoll.v1, ticket.abc' }

    await expect(handshakeWith(headers)).resolves.toMatchObject({ principalId: aSignedInUser().id })
  })

  it.each(strangers)('is refused past the front door with %s, and uses nothing up', async (_case, headers) => {
    await expect(handshakeWith({ 'Sec-WebSocket-Protocol': 'plimsoll.v1, ticket.abc', ...headers })).rejects.toThrow(
      /^Unauthorized$/,
    )
    expect(documents.calls()).toHaveLength(0)
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

  it('answers a failing table with an error, not with 401 like a bad ticket', async () => {
    documents.on(DeleteCommand).rejects(new Error('no table'))

    await expect(handshake('plimsoll.v1, ticket.abc')).rejects.toThrow('no table')
  })
})
