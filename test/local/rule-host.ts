import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge'
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { startSmallHost } from './small-host.ts'
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

export const EventBusName = 'plimsoll'
export const account = 'us-east-1:000000000000'
export const queueTarget = (name: string, Id = 'queue'): Target => ({ Id, Arn: `arn:aws:sqs:${account}:${name}` })
export const functionTarget = (name: string): Target => ({
  Id: name,
  Arn: `arn:aws:lambda:${account}:function:${name}`,
})

/** A host with a bus `plimsoll`, its queue `Heard` and its functions, and an operator's calls for the rule `watch`. */
export const startRuleHost = async (folder: string) => {
  const reported: string[] = []
  const host = await startSmallHost({ folder, resources, handlers, report: (line) => void reported.push(line) })
  const settings = (accessKeyId: string) => ({
    endpoint: host.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'local' },
  })
  const events = new EventBridgeClient(settings('local-operator'))
  const sqs = new SQSClient(settings('local-operator'))
  const urlOf = async (QueueName: string) => (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl
  const createQueue = (QueueName: string, Attributes = {}) =>
    sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
  const putRule = (more: Partial<PutRuleCommandInput> = {}) =>
    events.send(new PutRuleCommand({ Name: 'watch', EventBusName, EventPattern: '{"source":["plimsoll"]}', ...more }))
  const putTargets = (...Targets: readonly Target[]) =>
    events.send(new PutTargetsCommand({ Rule: 'watch', EventBusName, Targets: [...Targets] }))
  return {
    events,
    settings,
    /** Lines that the host has reported. */
    reported,
    quiet: () => host.quiet(),
    createQueue,
    deleteQueue: async (name: string) => sqs.send(new DeleteQueueCommand({ QueueUrl: await urlOf(name) })),
    putRule,
    putTargets,
    /** Makes a queue, and a rule that sends every event of source `plimsoll` to it. */
    watch: async () => {
      await createQueue('watched')
      await putRule()
      await putTargets(queueTarget('watched'))
    },
    targets: async () => (await events.send(new ListTargetsByRuleCommand({ Rule: 'watch', EventBusName }))).Targets,
    describeRule: (Name: string) => events.send(new DescribeRuleCommand({ Name, EventBusName })),
    /** @returns how many entries failed */
    put: async (name: string, Source = 'plimsoll') => {
      const Detail = JSON.stringify({ name })
      const entry = { EventBusName, Source, DetailType: 'TicketCreated', Detail }
      const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }))
      return FailedEntryCount
    },
    /** Names of the events that a queue holds, oldest first; each is received once. */
    received: async (name: string) => {
      const all = new ReceiveMessageCommand({ QueueUrl: await urlOf(name), MaxNumberOfMessages: 10 })
      return ((await sqs.send(all)).Messages ?? []).map(({ Body = '' }) => JSON.parse(Body).detail.name)
    },
    local: async (path: string): Promise<unknown> => (await fetch(`${host.url}/_local/${path}`)).json(),
    close: async () => {
      events.destroy()
      sqs.destroy()
      await host.close()
    },
  }
}
