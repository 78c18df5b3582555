import { randomUUID } from 'node:crypto'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunningHost } from '../../lib/local/host.ts'
import { requirePackage, type SmallHostOptions, startSmallHost, temporaryFolder } from './small-host.ts'
import {
  arnOf,
  httpApi,
  mapping,
  permission,
  QUEUE_RIGHTS,
  queueWithDeadLetters,
  STREAM_RIGHTS,
  smallFunction,
  table,
} from './small-template.ts'

/** Writes one row for each record it gets, and fails for those whose text says so. */
const RECORDER = `
  const { DynamoDBClient, PutItemCommand } = ${requirePackage('@aws-sdk/client-dynamodb')}
  const client = new DynamoDBClient({})
  exports.handler = async ({ Records }) => {
    const batchItemFailures = []
    for (const record of Records) {
      const text = record.body ?? record.dynamodb.NewImage.text.S
      const id = record.messageId ?? record.dynamodb.SequenceNumber
      if (text.includes('throw')) throw new Error(text)
      if (text.includes('poison')) batchItemFailures.push({ itemIdentifier: id })
      await client.send(new PutItemCommand({ TableName: process.env.SEEN_TABLE,
        Item: { pk: { S: text }, sk: { S: id + '/' + Math.random() }, size: { N: String(Records.length) } } }))
    }
    return { batchItemFailures }
  }`
/** Answers with the rows recorded for a text. */
const READER = `
  const { DynamoDBClient, QueryCommand } = ${requirePackage('@aws-sdk/client-dynamodb')}
  const client = new DynamoDBClient({})
  exports.handler = async ({ pathParameters }) => {
    const { Items } = await client.send(new QueryCommand({ TableName: process.env.SEEN_TABLE,
      KeyConditionExpression: 'pk = :text', ExpressionAttributeValues: { ':text': { S: pathParameters.text } } }))
    return Items.map(({ size }) => Number(size.N))
  }`

const seen = { SEEN_TABLE: { Ref: 'Seen' } }
const seenGrant = { actions: ['dynamodb:PutItem', 'dynamodb:Query'], resource: arnOf('Seen') }
const streamArn = { 'Fn::GetAtt': ['Rows', 'StreamArn'] }

const queueConsumer = (rights: readonly string[]) =>
  smallFunction({
    id: 'OnMessage',
    bundle: 'recorder',
    variables: seen,
    grants: [seenGrant, { actions: rights, resource: arnOf('Work') }],
  })
const resources = {
  ...table('Rows'),
  ...table('Seen'),
  ...queueWithDeadLetters('Work'),
  ...queueWithDeadLetters('Lost'),
  ...queueConsumer(QUEUE_RIGHTS),
  ...mapping('OnMessage', arnOf('Work'), { BatchSize: 5, FunctionResponseTypes: ['ReportBatchItemFailures'] }),
  ...smallFunction({
    id: 'OnRow',
    bundle: 'recorder',
    variables: seen,
    grants: [
      seenGrant,
      { actions: STREAM_RIGHTS, resource: streamArn },
      { actions: ['sqs:SendMessage'], resource: arnOf('Lost') },
    ],
  }),
  ...mapping('OnRow', streamArn, {
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 10,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    ParallelizationFactor: 2,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: arnOf('Lost') } },
    FilterCriteria: {
      Filters: [
        {
          Pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { NewImage: { sk: { S: [{ prefix: 'EVENT#' }] } } },
          }),
        },
      ],
    },
  }),
  ...smallFunction({ id: 'Reader', variables: seen, grants: [seenGrant] }),
  ...httpApi({ 'GET /api/seen/{text}': 'Reader' }),
  ...permission('Reader', 'apigateway.amazonaws.com'),
}

let folder: ReturnType<typeof temporaryFolder>
let host: RunningHost
const start = (options: Partial<SmallHostOptions> = {}) =>
  startSmallHost({ folder: folder.path, resources, handlers: { recorder: RECORDER, reader: READER }, ...options })
const configuration = () => ({
  endpoint: host.awsUrl,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local-operator', secretAccessKey: 'local' },
})

beforeEach(async () => {
  folder = temporaryFolder()
  host = await start()
})
afterEach(async () => {
  await host.close()
  folder.remove()
})

const queueUrl = async (name: string) => {
  const { QueueUrl } = await new SQSClient(configuration()).send(new GetQueueUrlCommand({ QueueName: name }))
  return QueueUrl
}
const send = async (...bodies: readonly string[]) => {
  const client = new SQSClient(configuration())
  const QueueUrl = await queueUrl('Work')
  for (const MessageBody of bodies) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }))
}
const received = async (name: string) => {
  const receive = new ReceiveMessageCommand({
    QueueUrl: await queueUrl(name),
    WaitTimeSeconds: 1,
    MaxNumberOfMessages: 10,
  })
  const { Messages = [] } = await new SQSClient(configuration()).send(receive)
  return Messages.map(({ Body = '' }) => Body)
}
const put = async (pk: string, sk: string, text: string) => {
  const Item = { pk: { S: pk }, sk: { S: sk }, text: { S: text } }
  await new DynamoDBClient(configuration()).send(new PutItemCommand({ TableName: 'Rows', Item }))
}
/** Sizes of the batches in which a text was seen, once for each time. */
const sightings = async (text: string): Promise<readonly number[]> =>
  (await (await fetch(`${host.url}/api/seen/${text}`)).json()) as readonly number[]

it('hands messages to the function, and deletes those that it does not name as failed', async () => {
  await send('one', 'two')
  await expect.poll(() => sightings('one')).toHaveLength(1)
  await expect.poll(() => sightings('two')).toHaveLength(1)
  expect(await host.quiet()).toBe(true)
})

it('tries a failed message again and dead-letters it, while its neighbours are handled once', async () => {
  await send('poison', 'good')
  await expect.poll(() => received('WorkDead'), { timeout: 8000 }).toEqual(['poison'])
  expect(await sightings('poison')).toHaveLength(2)
  expect(await sightings('good')).toHaveLength(1)
})

it('hands the stream records that the filter lets through to the function', async () => {
  await put('a', 'EVENT#1', 'wanted')
  await put('a', 'ROW', 'unwanted')
  await expect.poll(() => sightings('wanted')).toHaveLength(1)
  expect(await host.quiet()).toBe(true)
  expect(await sightings('unwanted')).toEqual([])
})

it('gives up a poisonous record alone, reports it to the destination, and goes on', async () => {
  await host.close()
  host = await start({ holdConsumers: true })
  for (const text of ['first', 'throw', 'last']) await put('same', `EVENT#${text}`, text)
  await host.close()
  host = await start()

  await expect.poll(() => sightings('last'), { timeout: 8000 }).not.toEqual([])
  expect(await sightings('first')).not.toEqual([])
  const [account = '{}', ...others] = await received('Lost')
  expect(others).toEqual([])
  expect(JSON.parse(account)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    DDBStreamBatchInfo: { batchSize: 1 },
  })
})

it('continues after a restart where it stood', async () => {
  const before = randomUUID()
  await put('a', 'EVENT#1', before)
  await expect.poll(() => sightings(before)).toHaveLength(1)
  await host.close()

  host = await start({ holdConsumers: true })
  const meanwhile = randomUUID()
  await put('a', 'EVENT#2', meanwhile)
  await host.close()

  host = await start()
  await expect.poll(() => sightings(meanwhile)).toHaveLength(1)
  expect(await sightings(before)).toHaveLength(1)
})

it.each(QUEUE_RIGHTS)('reads no queue for a function whose role lacks %s, and lists what it lacks', async (right) => {
  await host.close()
  const rights = QUEUE_RIGHTS.filter((each) => each !== right)
  host = await start({ resources: { ...resources, ...queueConsumer(rights) } })
  const denials = await (await fetch(`${host.url}/_local/denials`)).json()
  expect(denials).toMatchObject([{ function: 'OnMessage', action: right }])
})
