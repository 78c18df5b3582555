import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningHost } from '../../lib/local/host.ts'
import { startSmallHost, temporaryFolder } from './small-host.ts'
import { arnOf, httpApi, permission, smallFunction } from './small-template.ts'

const queue = (id: string) => ({ [id]: { Type: 'AWS::SQS::Queue', Properties: {} } })
const rule = (id: string, pattern: unknown, target: string, more = {}) => ({
  [id]: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: pattern,
      State: 'ENABLED',
      Targets: [{ Id: 'Target0', Arn: arnOf(target), ...more }],
    },
  },
})
const queuePolicy = (queueId: string, ruleId: string) => ({
  [`${queueId}Policy`]: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: queueId }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arnOf(queueId),
            Condition: { ArnEquals: { 'aws:SourceArn': arnOf(ruleId) } },
          },
        ],
      },
    },
  },
})

const resources = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'plimsoll' } },
  ...queue('Created'),
  ...queue('Closed'),
  ...rule('OnCreated', { source: ['plimsoll'], 'detail-type': ['TicketCreated'] }, 'Created'),
  ...queuePolicy('Created', 'OnCreated'),
  ...rule('OnClosed', { 'detail-type': ['TicketClosed'] }, 'Closed'),
  ...rule('OnLost', { 'detail-type': ['Lost'] }, 'Created', { Arn: 'arn:aws:sqs:us-east-1:000000000000:gone' }),
  ...rule('OnAsked', { 'detail-type': ['Asked'] }, 'Listener'),
  ...rule('OnAskedToo', { 'detail-type': ['Asked'] }, 'Deaf'),
  ...smallFunction({ id: 'Listener', bundle: 'listener' }),
  ...smallFunction({ id: 'Deaf', bundle: 'listener' }),
  ...permission('Listener', 'events.amazonaws.com'),
  ...smallFunction({
    id: 'Publisher',
    bundle: 'listener',
    grants: [{ actions: ['events:PutEvents'], resource: arnOf('Bus') }],
  }),
  ...httpApi({}),
}

const folder = temporaryFolder()
let host: RunningHost
const start = (given: Readonly<Record<string, unknown>> = resources) =>
  startSmallHost({
    folder: folder.path,
    resources: given,
    handlers: {
      listener: `exports.handler = async (event) => console.log(JSON.stringify(metric(event)))
      const metric = ({ detail }) => ({ _aws: { CloudWatchMetrics: [{ Namespace: 'test', Metrics: [{ Name: detail.name }] }] }, [detail.name]: 1 })`,
    },
  })
beforeAll(async () => {
  host = await start()
})
afterAll(async () => {
  await host.close()
  folder.remove()
})

const configuration = (accessKeyId = 'local-operator') => ({
  endpoint: host.awsUrl,
  region: 'us-east-1',
  credentials: { accessKeyId, secretAccessKey: 'local' },
})
const entry = (DetailType: string, detail: unknown, more = {}): PutEventsRequestEntry => ({
  EventBusName: 'plimsoll',
  Source: 'plimsoll',
  DetailType,
  Detail: JSON.stringify(detail),
  ...more,
})
const put = (caller: string, ...entries: readonly PutEventsRequestEntry[]) =>
  new EventBridgeClient(configuration(caller)).send(new PutEventsCommand({ Entries: [...entries] }))
const received = async (name: string) => {
  const client = new SQSClient(configuration())
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }))
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
  return Messages.map(({ Body = '' }) => JSON.parse(Body))
}
const local = async (path: string): Promise<unknown> => (await fetch(`${host.url}/_local/${path}`)).json()

it('answers only when an event is in the queue of each rule that matches', async () => {
  const { FailedEntryCount, Entries = [] } = await put(
    'local-operator',
    entry('TicketCreated', { id: 1 }),
    entry('TicketCreated', { id: 2 }, { Source: 'somebody' }),
  )
  expect(FailedEntryCount).toBe(0)
  expect(await received('Created')).toEqual([
    {
      version: '0',
      id: Entries[0]?.EventId,
      'detail-type': 'TicketCreated',
      source: 'plimsoll',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
      resources: [],
      detail: { id: 1 },
    },
  ])
})

it('sends nothing to a queue whose policy does not let it, and lists it', async () => {
  await put('local-operator', entry('TicketClosed', {}))
  expect(await received('Closed')).toEqual([])
  expect(await local('denials')).toContainEqual(expect.objectContaining({ action: 'sqs:SendMessage' }))
})

it('runs a function that it may invoke, and only that', async () => {
  await put('local-operator', entry('Asked', { name: 'asked' }))
  const metrics = () => local('metrics')
  await expect
    .poll(metrics)
    .toContainEqual(expect.objectContaining({ namespace: 'test', name: 'asked', count: 1, sum: 1 }))
  expect(await local('denials')).toContainEqual(expect.objectContaining({ action: 'lambda:InvokeFunction' }))
})

it("fails an event that one of the template's queues has not accepted, so that it is put again", async () => {
  const { FailedEntryCount, Entries = [] } = await put('local-operator', entry('Lost', {}), entry('Other', {}))
  expect(FailedEntryCount).toBe(1)
  expect(Entries[0]).toMatchObject({ ErrorCode: 'InternalFailure', ErrorMessage: expect.stringContaining('gone') })
})

it.each([
  ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
  ['a detail that is no JSON', { Detail: '{' }, 'MalformedDetail'],
  ['no source', { Source: '' }, 'InvalidArgument'],
  ["a source of AWS's own", { Source: 'aws.ec2' }, 'NotAuthorizedForSourceException'],
])('refuses %s, and takes the entries beside it', async (_case, wrong, code) => {
  const { FailedEntryCount, Entries = [] } = await put('local-operator', entry('Other', {}, wrong), entry('Other', {}))
  expect(FailedEntryCount).toBe(1)
  expect(Entries[0]?.ErrorCode).toBe(code)
  expect(Entries[1]?.EventId).toBeDefined()
})

it('takes events from those whose role allows it', async () => {
  await expect(put('Publisher', entry('Other', {}))).resolves.toMatchObject({ FailedEntryCount: 0 })
  await expect(put('Listener', entry('Other', {}))).rejects.toMatchObject({ name: 'AccessDeniedException' })
})

it('knows no bus that the template does not have', async () => {
  const lost = entry('Other', {}, { EventBusName: 'no-such' })
  await expect(put('local-operator', lost)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

it('refuses to start with a target that it does not emulate', async () => {
  await host.close()
  const transformed = rule('OnCreated', { source: ['plimsoll'] }, 'Created', { InputTransformer: {} })
  await expect(start({ ...resources, ...transformed })).rejects.toThrow('InputTransformer is not emulated')
  host = await start()
})
