import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:http2'
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient, GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAwsPort } from '../../lib/local/aws-port.ts'
import { type AwsCall, type AwsService, type NeededRight, OPERATOR } from '../../lib/local/aws-service.ts'
import { type EmulatedAws, startEmulatedAws, temporaryFolder } from './emulated-aws.ts'

let folder: ReturnType<typeof temporaryFolder>
let host: EmulatedAws
const heard: AwsCall[] = []
const reported: string[] = []

/** Records each call and gives every one the same answer. */
const service = (body: object, rights: readonly NeededRight[] = []): AwsService => ({
  rights: () => rights,
  answer: async (call) => {
    heard.push(call)
    return { status: 200, body: JSON.stringify(body) }
  },
  close: async () => {},
})

/** A right with a condition key, as some services supply it. */
const taggedRight = [
  { action: 'secretsmanager:GetSecretValue', resource: 'arn:secret', context: { 'aws:ResourceTag': 'own' } },
]

beforeEach(async () => {
  heard.length = 0
  reported.length = 0
  folder = temporaryFolder()
  host = await startEmulatedAws({
    dataDir: folder.path,
    report: (line) => reported.push(line),
    services: {
      bedrock: service({ output: {}, stopReason: 'end_turn' }),
      'cognito-idp': service({ Session: 'x' }),
      events: service({ Entries: [], FailedEntryCount: 0 }, [{ action: 'events:PutEvents', resource: 'arn:bus' }]),
      'execute-api': service({}),
      secretsmanager: service({ SecretString: 's' }, taggedRight),
      ses: {
        ...service({}),
        answer: async () => {
          throw new Error('a fault with private words')
        },
      },
    },
  })
})
afterEach(async () => {
  await host.close()
  folder.remove()
})

const TableName = 'Tickets'
const Item = { pk: { S: 'a' }, sk: { S: 'b' } }

describe('the AWS port', () => {
  it('reads the operation of each client as the SDK really sends it', async () => {
    const settings = host.as(OPERATOR)
    await new BedrockRuntimeClient(settings).send(
      new ConverseCommand({ modelId: 'us.amazon.nova-lite-v1:0', messages: [] }),
    )
    await new EventBridgeClient(settings).send(new PutEventsCommand({ Entries: [] }))
    await new SecretsManagerClient(settings).send(new GetSecretValueCommand({ SecretId: 'x' }))
    await new CognitoIdentityProviderClient(settings).send(
      new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'c' }),
    )
    const endpoint = `${settings.endpoint}/_sockets/ws`
    await new ApiGatewayManagementApiClient({ ...settings, endpoint }).send(
      new PostToConnectionCommand({ ConnectionId: 'c1=', Data: Buffer.from('hi') }),
    )

    expect(heard.map((call) => `${call.service} ${call.operation} ${call.path}`)).toEqual([
      'bedrock Converse /model/us.amazon.nova-lite-v1%3A0/converse',
      'events PutEvents /',
      'secretsmanager GetSecretValue /',
      'cognito-idp InitiateAuth /',
      'execute-api PostToConnection /_sockets/ws/@connections/c1%3D',
    ])
    expect(heard.at(-1)?.body.toString()).toBe('hi')
    expect(heard[3]?.caller).toBe('')
  })

  it('takes many HTTP/2 calls on one connection beside HTTP/1.1', async () => {
    const bedrock = new BedrockRuntimeClient(host.as(OPERATOR))
    const converse = () =>
      bedrock.send(
        new ConverseCommand({ modelId: 'm', messages: [{ role: 'user', content: [{ text: 'x'.repeat(100_000) }] }] }),
      )
    await Promise.all([
      converse(),
      converse(),
      new DynamoDBClient(host.as(OPERATOR)).send(new PutItemCommand({ TableName, Item })),
    ])

    expect(heard.map(({ operation }) => operation)).toEqual(['Converse', 'Converse'])
  })

  it("lets a function do what its role says, and refuses the rest in AWS's words, listed as denials", async () => {
    await new DynamoDBClient(host.as('Writer')).send(new PutItemCommand({ TableName, Item }))
    const reader = new DynamoDBClient(host.as('Reader'))
    expect((await reader.send(new GetItemCommand({ TableName, Key: Item }))).Item).toEqual(Item)

    await expect(reader.send(new PutItemCommand({ TableName, Item }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/ReaderRole/Reader is not authorized to perform: dynamodb:PutItem on ' +
        'resource: arn:aws:dynamodb:us-east-1:000000000000:table/Tickets because no identity-based policy allows the dynamodb:PutItem action',
    })
    expect(host.permissions.denials()).toMatchObject([
      {
        function: 'Reader',
        action: 'dynamodb:PutItem',
        resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/Tickets',
      },
    ])
  })

  it('asks the right of each entry of a transaction', async () => {
    const writer = new DynamoDBClient(host.as('Writer'))
    const transact = (entry: object) =>
      writer.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }, entry] }))
    const Key = { pk: { S: 'x' }, sk: { S: 'y' } }

    await expect(transact({ Delete: { TableName, Key } })).rejects.toThrow('dynamodb:DeleteItem')
    await expect(
      transact({ ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_not_exists(pk)' } }),
    ).rejects.toThrow('dynamodb:ConditionCheckItem')
    await expect(
      new DynamoDBClient(host.as('Reader')).send(new GetItemCommand({ TableName, Key: Item })),
    ).resolves.not.toHaveProperty('Item')
  })

  it('refuses a queue and a bus that the role does not name', async () => {
    const sqs = new SQSClient(host.as('Writer'))
    await expect(sqs.send(new SendMessageCommand({ QueueUrl: host.queueUrl, MessageBody: 'x' }))).resolves.toBeDefined()
    await expect(sqs.send(new SendMessageCommand({ QueueUrl: host.deadLettersUrl, MessageBody: 'x' }))).rejects.toThrow(
      'sqs:SendMessage',
    )
    await expect(new EventBridgeClient(host.as('Writer')).send(new PutEventsCommand({ Entries: [] }))).rejects.toThrow(
      'events:PutEvents',
    )
  })

  it('passes the condition keys of the service to the policy', async () => {
    const secret = new GetSecretValueCommand({ SecretId: 'x' })

    await expect(new SecretsManagerClient(host.as('Writer')).send(secret)).resolves.toMatchObject({ SecretString: 's' })
    await expect(new SecretsManagerClient(host.as('Reader')).send(secret)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })

  it('knows no caller beyond the functions and the operator', async () => {
    const stranger = new DynamoDBClient(host.as('AKIAIOSFODNN7EXAMPLE'))

    await expect(stranger.send(new GetItemCommand({ TableName, Key: Item }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
  })

  it('refuses a call without a signature, and an unsigned one that needs a right', async () => {
    const call = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${host.port}/`, { method: 'POST', headers, body: '{}' })

    expect((await call({ 'x-amz-target': 'DynamoDB_20120810.ListTables' })).status).toBe(403)
    const unsigned = await call({ 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' })
    expect(unsigned.status).toBe(200)
  })

  it('refuses a page whose name was made to resolve to this machine', async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${OPERATOR}/20260101/us-east-1/events/aws4_request, SignedHeaders=host, Signature=0`
    const headers = { authorization, 'x-amz-target': 'AWSEvents.PutEvents' }
    const statusOf = async (name: string): Promise<number | undefined> => {
      const asked = request({ port: host.port, method: 'POST', headers: { ...headers, host: name } }).end('{}')
      const [answer] = await once(asked, 'response')
      return answer.resume().statusCode
    }

    expect(await statusOf('evil.example:4566')).toBe(421)
    expect(heard).toEqual([])
    expect(await statusOf('127.0.0.1:4566')).toBe(200)
  })

  it('refuses by name what is not emulated', async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${OPERATOR}/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0`
    const answer = await fetch(`http://127.0.0.1:${host.port}/streams`, { headers: { authorization } })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      __type: 'UnknownOperationException',
      message: expect.stringContaining('kinesis'),
    })
  })

  it("reports its own fault and keeps the fault's words from the caller", async () => {
    const ses = new SESv2Client(host.as(OPERATOR))
    const failed = await ses.send(new SendEmailCommand({ Content: {} })).catch((error: unknown) => error)

    expect(failed).toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } })
    expect(String(failed)).not.toContain('private')
    expect(reported[0]).toContain('a fault with private words')
  })

  it('ends open connections when it closes', async () => {
    const port = await startAwsPort({ port: 0, services: {}, permissions: host.permissions, report: () => {} })
    const session = connect(`http://127.0.0.1:${port.port}`)
    const [headers] = await once(session.request({ ':path': '/' }).resume(), 'response')
    expect(headers).toMatchObject({ ':status': 403 })

    await Promise.all([once(session, 'close'), port.close()])
    await expect(fetch(`http://127.0.0.1:${port.port}/`)).rejects.toThrow('fetch failed')
  })

  it('fails with a clear error when its port is taken', async () => {
    const second = startAwsPort({ port: host.port, services: {}, permissions: host.permissions, report: () => {} })

    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
