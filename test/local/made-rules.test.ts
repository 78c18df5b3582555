import {
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge'
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunningHost } from '../../lib/local/host.ts'
import { startSmallHost, temporaryFolder } from './small-host.ts'
import { arnOf, httpApi, permission, smallFunction } from './small-template.ts'

const resources = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'plimsoll' } },
  Heard: { Type: 'AWS::SQS::Queue', Properties: {} },
  OnHeard: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['shop'] },
      State: 'ENABLED',
      Targets: [{ Id: 'Target0', Arn: arnOf('Heard') }],
    },
  },
  Nightly: {
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: 'rate(1 day)', Description: 'sweeps', State: 'DISABLED', Targets: [] },
  },
  ...smallFunction({ id: 'Listener', bundle: 'listener' }),
  ...smallFunction({ id: 'Deaf', bundle: 'listener' }),
  ...permission('Listener', 'events.amazonaws.com'),
  ...httpApi({}),
}
const handlers = {
  listener: `exports.handler = async ({ detail }) => console.log(JSON.stringify({
    _aws: { CloudWatchMetrics: [{ Namespace: 'test', Metrics: [{ Name: detail.name }] }] }, [detail.name]: 1 }))`,
}

let folder: ReturnType<typeof temporaryFolder>
let host: RunningHost
let events: EventBridgeClient
let sqs: SQSClient
const settings = (accessKeyId: string) => ({
  endpoint: host.awsUrl,
  region: 'us-east-1',
  credentials: { accessKeyId, secretAccessKey: 'local' },
})
const start = async () => {
  host = await startSmallHost({ folder: folder.path, resources, handlers })
  events = new EventBridgeClient(settings('local-operator'))
  sqs = new SQSClient(settings('local-operator'))
}
const stop = async () => {
  events.destroy()
  sqs.destroy()
  await host.close()
}
beforeEach(async () => {
  folder = temporaryFolder()
  await start()
})
afterEach(async () => {
  await stop()
  folder.remove()
})

const EventBusName = 'plimsoll'
const account = 'us-east-1:000000000000'
const createQueue = (QueueName: string, Attributes = {}) => sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
const putRule = (more: Partial<PutRuleCommandInput> = {}) =>
  events.send(new PutRuleCommand({ Name: 'watch', EventBusName, EventPattern: '{"source":["plimsoll"]}', ...more }))
const putTargets = (...Targets: readonly Target[]) =>
  events.send(new PutTargetsCommand({ Rule: 'watch', EventBusName, Targets: [...Targets] }))
const queueTarget = (name: string, Id = 'queue'): Target => ({ Id, Arn: `arn:aws:sqs:${account}:${name}` })
const functionTarget = (name: string): Target => ({ Id: name, Arn: `arn:aws:lambda:${account}:function:${name}` })
const put = async (name: string, Source = 'plimsoll') => {
  const Detail = JSON.stringify({ name })
  const entry = { EventBusName, Source, DetailType: 'TicketCreated', Detail }
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }))
  return FailedEntryCount
}
/** Names of the events that a queue holds, oldest first; they are handed out once. */
const received = async (QueueName: string) => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }))
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
  return Messages.map(({ Body = '' }) => JSON.parse(Body).detail.name)
}
const describeRule = (Name: string) => events.send(new DescribeRuleCommand({ Name, EventBusName }))
const local = async (path: string): Promise<unknown> => (await fetch(`${host.url}/_local/${path}`)).json()

/** A queue and a rule that leads every event of ours there. */
const watch = async () => {
  await createQueue('watched')
  await putRule()
  await putTargets(queueTarget('watched'))
}

describe('a rule that an operator makes', () => {
  it('leads what matches into a queue without a policy, and holds nobody up who waits for rest', async () => {
    await watch()
    await put('ours')
    await put('others', 'elsewhere')

    expect(await host.quiet()).toBe(true)
    expect(await received('watched')).toEqual(['ours'])
    expect(await local('denials')).toEqual([])
  })

  it('asks the policy of the queue, if it has one', async () => {
    const policyFor = (rule: string) => ({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:${account}:rule/plimsoll/${rule}` } },
      },
    })
    await createQueue('open', { Policy: JSON.stringify(policyFor('watch')) })
    await createQueue('closed', { Policy: JSON.stringify(policyFor('other')) })
    await putRule()
    await putTargets(queueTarget('open', 'a'), queueTarget('closed', 'b'))
    await put('ours')

    expect(await received('open')).toEqual(['ours'])
    expect(await received('closed')).toEqual([])
    expect(await local('denials')).toMatchObject([{ action: 'sqs:SendMessage', resource: queueTarget('closed').Arn }])
  })

  it("sends to the template's queues and functions only what their policies let it", async () => {
    await putRule()
    await putTargets(queueTarget('Heard'), functionTarget('Listener'), functionTarget('Deaf'))
    await put('ours')

    await expect.poll(() => local('metrics')).toContainEqual(expect.objectContaining({ name: 'ours', count: 1 }))
    expect(await received('Heard')).toEqual([])
    expect(await local('denials')).toMatchObject([
      { action: 'sqs:SendMessage', resource: queueTarget('Heard').Arn },
      { action: 'lambda:InvokeFunction', resource: functionTarget('Deaf').Arn },
    ])
  })

  it('is told as it is, and is there after a restart with its targets', async () => {
    await watch()
    await putRule({ Description: 'what leaves', State: 'DISABLED' })
    await stop()
    await start()

    const rule = {
      Name: 'watch',
      Arn: `arn:aws:events:${account}:rule/plimsoll/watch`,
      EventBusName,
      EventPattern: '{"source":["plimsoll"]}',
      Description: 'what leaves',
      State: 'DISABLED',
    }
    expect(await describeRule('watch')).toMatchObject(rule)
    const { Rules } = await events.send(new ListRulesCommand({ EventBusName, NamePrefix: 'wat' }))
    expect(Rules).toEqual([rule])
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'watch', EventBusName }))
    expect(Targets).toEqual([queueTarget('watched')])
  })

  it('rests while it is disabled', async () => {
    await watch()
    await events.send(new DisableRuleCommand({ Name: 'watch', EventBusName }))
    await put('unheard')
    await events.send(new EnableRuleCommand({ Name: 'watch', EventBusName }))
    await put('heard')

    expect(await received('watched')).toEqual(['heard'])
  })

  it('is deleted once it has no target left, and deleting it again changes nothing', async () => {
    await watch()
    const remove = new DeleteRuleCommand({ Name: 'watch', EventBusName })
    await expect(events.send(remove)).rejects.toThrow("Rule can't be deleted since it has targets.")
    const targets = new RemoveTargetsCommand({ Rule: 'watch', EventBusName, Ids: ['queue', 'no-such'] })
    expect(await events.send(targets)).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 'no-such', ErrorCode: 'ResourceNotFoundException' }],
    })
    await put('unheard')
    await events.send(remove)
    await events.send(remove)

    await expect(describeRule('watch')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    expect(await received('watched')).toEqual([])
  })

  it('fails nobody who puts events when its queue is gone', async () => {
    await watch()
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'watched' }))
    await sqs.send(new DeleteQueueCommand({ QueueUrl }))

    expect(await put('ours')).toBe(0)
  })

  it('replaces a target of the same id, and takes those beside one that is not there', async () => {
    await watch()
    await createQueue('second')
    const lost = [queueTarget('no-such', 'lost'), functionTarget('no-such')]
    const refused = lost.map(({ Id }) => ({ TargetId: Id, ErrorCode: 'ResourceNotFoundException' }))
    const answer = await putTargets(queueTarget('second'), ...lost)
    expect(answer).toMatchObject({ FailedEntryCount: 2, FailedEntries: refused })
    await put('ours')

    expect(await received('watched')).toEqual([])
    expect(await received('second')).toEqual(['ours'])
  })

  it.each([
    ['a pattern that is no JSON', { EventPattern: '{' }, 'InvalidEventPatternException'],
    ['a pattern without a list', { EventPattern: '{"source":"plimsoll"}' }, 'InvalidEventPatternException'],
    ['a pattern of nothing', { EventPattern: '{}' }, 'InvalidEventPatternException'],
    ['no pattern', { EventPattern: undefined }, 'ValidationException'],
    ['a schedule', { ScheduleExpression: 'rate(1 minute)' }, 'ValidationException'],
    ['a name with a space', { Name: 'what leaves' }, 'ValidationException'],
    ['a member that is not emulated', { RoleArn: 'arn:aws:iam::000000000000:role/x' }, 'ValidationException'],
    ['a bus that is not there', { EventBusName: 'no-such' }, 'ResourceNotFoundException'],
  ])('is refused for %s', async (_case, more, name) => {
    await expect(putRule(more)).rejects.toMatchObject({ name })
  })

  it.each([
    ['a member that is not emulated', { ...queueTarget('Heard'), InputPath: '$.detail' }, 'ValidationException'],
    ['a kind that is not emulated', { Id: 'x', Arn: `arn:aws:sns:${account}:x` }, 'ValidationException'],
  ])('takes no target with %s', async (_case, target, name) => {
    await putRule()
    await expect(putTargets(queueTarget('Heard'), target)).rejects.toMatchObject({ name })
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'watch', EventBusName }))
    expect(Targets).toEqual([])
  })

  it('has five targets at most, and is there before its first', async () => {
    await expect(putTargets(queueTarget('Heard'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await putRule()
    const many = Array.from({ length: 6 }, (_, index) => queueTarget('Heard', `target${index}`))
    await expect(putTargets(...many)).rejects.toMatchObject({ name: 'LimitExceededException' })
    await expect(putTargets(...many.slice(1))).resolves.toMatchObject({ FailedEntryCount: 0, FailedEntries: [] })
  })
})

it("shows the template's own rules and buses, and lets nobody change them", async () => {
  const { EventBuses } = await events.send(new ListEventBusesCommand({}))
  expect(EventBuses?.map(({ Name }) => Name)).toEqual(['default', 'plimsoll'])
  expect(await events.send(new DescribeEventBusCommand({ Name: 'plimsoll' }))).toMatchObject({
    Arn: `arn:aws:events:${account}:event-bus/plimsoll`,
  })
  const { Rules } = await events.send(new ListRulesCommand({}))
  expect(Rules).toMatchObject([{ Name: 'Nightly', ScheduleExpression: 'rate(1 day)', State: 'DISABLED' }])
  expect(await describeRule('OnHeard')).toMatchObject({ EventPattern: '{"source":["shop"]}' })

  const rule = { EventBusName, Rule: 'OnHeard' }
  const changes = [
    putRule({ Name: 'OnHeard' }),
    events.send(new DeleteRuleCommand({ EventBusName, Name: 'OnHeard' })),
    events.send(new DisableRuleCommand({ EventBusName, Name: 'OnHeard' })),
    events.send(new PutTargetsCommand({ ...rule, Targets: [queueTarget('Heard')] })),
    events.send(new RemoveTargetsCommand({ ...rule, Ids: ['Target0'] })),
  ]
  for (const change of changes) await expect(change).rejects.toMatchObject({ name: 'ManagedRuleException' })
})

it('lets a function make rules only by its role', async () => {
  const rule = new PutRuleCommand({ Name: 'watch', EventBusName, EventPattern: '{"source":["plimsoll"]}' })
  await expect(new EventBridgeClient(settings('Listener')).send(rule)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`events:PutRule on resource: arn:aws:events:${account}:rule/plimsoll/watch`),
  })
})

it.each(['local-operator', 'Listener'])('says to %s that it does not emulate an operation', async (caller) => {
  const client = new EventBridgeClient(settings(caller))
  await expect(client.send(new PutPermissionCommand({ EventBusName }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'the local host does not emulate events PutPermission',
  })
})
