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

/** Descriptions of the consumers, as the AWS console shows them. */
const purposes = {
  TicketQueue: 'Serves the waiting tickets of a department',
  TriageTicketQueue: 'Suggests category, priority and skills of a new ticket',
  AcceptTicketQueue: 'Opens the tickets that other services request',
  IndexTicketQueue: 'Keeps the words of tickets findable',
  CountVolumeQueue: 'Counts tickets by hour, status and priority',
  NotifyPeopleQueue: 'Mails people what concerns them',
  SyncRoleQueue: 'Keeps the user pool’s groups equal to roles',
} as const satisfies Record<QueueName, string>

/** Filter for newly written event rows: other changes of the table are ignored. */
const newEvents = {
  eventName: lambda.FilterRule.isEqual('INSERT'),
  dynamodb: { NewImage: { sk: { S: lambda.FilterRule.beginsWith(EVENT_PREFIX) } } },
}

/** The highest number of retries that a mapping accepts, other than unlimited. */
const MOST_RETRIES = 10_000

/** How one function reads the stream. */
interface StreamReading extends Pick<lambda.EventSourceMappingOptions, 'parallelizationFactor' | 'retryAttempts'> {
  readonly description: string
}

/** The functions that consume events: two read the stream of the tickets table, each of the others its own queue. */
export class Subscriptions extends Construct {
  constructor(scope: Construct, id: string, tickets: ddb.Table, messaging: Messaging) {
    super(scope, id)
    this.followStream('publish-changes', tickets, {
      description: 'Puts every new event on the bus',
      parallelizationFactor: 4,
      // An event that never reaches the bus is lost for good, so retries outlast any outage until the event is too old.
      // Unreadable rows cause no retries: the function leaves them out.
      retryAttempts: MOST_RETRIES,
    })
    this.followStream('broadcast-change', tickets, {
      description: 'Sends every new event to the sockets that may see it',
      // One batch at a time per shard, so that a ticket's messages leave in order.
      parallelizationFactor: 1,
      // Few, since clients have missed events replayed.
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
