import { Duration, Validations } from 'aws-cdk-lib'
import type * as ddb from 'aws-cdk-lib/aws-dynamodb'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import * as destinations from 'aws-cdk-lib/aws-lambda-event-sources'
import { Construct } from 'constructs'
import { EVENT_PREFIX } from '../../functions/stores/tables.ts'
import { type Access, access } from './access.ts'
import { declareAlarm } from './alarm.ts'
import { consumers, deadLetterQueue, type Messaging, type QueueName } from './messaging.ts'
import { SupportFunction } from './support-function.ts'

/** What each subscription does, in the words of the console. */
const purposes = {
  TicketQueue: 'Serves the waiting tickets of a department',
  TriageTicketQueue: 'Suggests category, priority and skills of a new ticket',
  AcceptTicketQueue: 'Opens the tickets that other services request',
  IndexTicketQueue: 'Keeps the words of tickets findable',
  CountVolumeQueue: 'Counts tickets by hour, status and priority',
  NotifyPeopleQueue: 'Mails people what concerns them',
  SyncRoleQueue: 'Keeps the user pool’s groups equal to roles',
} as const satisfies Record<QueueName, string>

/** Newly written event rows, and nothing else that happens to the table. */
const newEvents = {
  eventName: lambda.FilterRule.isEqual('INSERT'),
  dynamodb: { NewImage: { sk: { S: lambda.FilterRule.beginsWith(EVENT_PREFIX) } } },
}

/** The most that a mapping can be told short of for ever. */
const MOST_RETRIES = 10_000

/** How a function reads the stream. */
interface StreamReading extends Pick<lambda.EventSourceMappingOptions, 'parallelizationFactor' | 'retryAttempts'> {
  readonly description: string
}

/** The functions that hear events: two on the tickets' stream, the others each on a queue of its own. */
export class Subscriptions extends Construct {
  constructor(scope: Construct, id: string, tickets: ddb.Table, messaging: Messaging) {
    super(scope, id)
    this.followStream('publish-changes', tickets, {
      description: 'Puts every new event on the bus',
      parallelizationFactor: 4,
      // What the bus never hears is lost for good: an outage of it ends first, or an event has become too old. A row that
      // cannot be read is no reason to try again, as the function leaves it out.
      retryAttempts: MOST_RETRIES,
    })
    this.followStream('broadcast-change', tickets, {
      description: 'Sends every new event to the sockets that may see it',
      // One batch at a time and shard: a ticket's messages leave in order.
      parallelizationFactor: 1,
      // Clients have replayed to them what they missed.
      retryAttempts: 10,
    })
    for (const [name, purpose] of Object.entries(purposes)) {
      this.readQueue(name as QueueName, purpose, messaging)
    }
  }

  private readQueue(name: QueueName, description: string, messaging: Messaging): void {
    const { consumer, kind, batchSize, maxConcurrency } = consumers[name]
    const { queueArn } = messaging.queues[name]
    const { rings = [] }: Access = access[consumer]
    const handler = new SupportFunction(this, { name: consumer, kind, description, ringsItself: rings.includes(name) })
    handler.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queueArn])
    const mapping = new lambda.EventSourceMapping(this, `${name}Mapping`, {
      target: handler,
      eventSourceArn: queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    })
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'a queue sets failed messages aside by its own redrive policy',
    })
  }

  private followStream(
    name: 'publish-changes' | 'broadcast-change',
    tickets: ddb.Table,
    { description, ...reading }: StreamReading,
  ): void {
    const stream = tickets.tableStreamArn
    if (!stream) throw new Error('the table of tickets has no stream')
    const handler = new SupportFunction(this, { name, kind: 'worker', description })
    const failures = deadLetterQueue(this, name === 'publish-changes' ? 'PublishDeadLetters' : 'BroadcastDeadLetters')
    handler.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [stream],
    )
    handler.allow(['sqs:SendMessage'], [failures.queueArn])
    new lambda.EventSourceMapping(this, `${handler.node.id}Mapping`, {
      target: handler,
      eventSourceArn: stream,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      ...reading,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(12),
      filters: [lambda.FilterCriteria.filter(newEvents)],
      onFailure: new destinations.SqsDlq(failures),
    })
    declareAlarm(handler, 'IteratorAge', {
      metric: handler.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
      above: Duration.minutes(1).toMilliseconds(),
      says: `${name} falls behind the stream`,
      runbook: 'stream-age',
      periods: 3,
    })
  }
}
