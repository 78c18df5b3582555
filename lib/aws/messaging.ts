import { Duration, Validations } from 'aws-cdk-lib'
import * as events from 'aws-cdk-lib/aws-events'
import * as targets from 'aws-cdk-lib/aws-events-targets'
import type * as lambda from 'aws-cdk-lib/aws-lambda'
import * as sqs from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { type DetailType, SOURCE } from '../../functions/contracts/events.ts'
import { declareAlarm } from './alarm.ts'
import { timeoutOf } from './function-kinds.ts'
import { withLogicalId } from './logical-id.ts'
import { type Settings, stagedName } from './settings.ts'

/** A queue for each consumer, and how it is read. */
export const consumers = {
  TicketQueue: { consumer: 'assign-ticket', kind: 'worker', batchSize: 10, maxConcurrency: 50 },
  /** Few at once, because the model has a quota. */
  TriageTicketQueue: { consumer: 'triage-ticket', kind: 'triage', batchSize: 5, maxConcurrency: 10 },
  AcceptTicketQueue: { consumer: 'accept-ticket', kind: 'worker', batchSize: 10, maxConcurrency: 20 },
  IndexTicketQueue: { consumer: 'index-ticket', kind: 'worker', batchSize: 10, maxConcurrency: 50 },
  CountVolumeQueue: { consumer: 'count-volume', kind: 'worker', batchSize: 10, maxConcurrency: 10 },
  /** The fewest that there can be, because SES takes 14 mails a second of a new account; each sends one at a time. */
  NotifyPeopleQueue: { consumer: 'notify-people', kind: 'worker', batchSize: 10, maxConcurrency: 2 },
  SyncRoleQueue: { consumer: 'sync-role', kind: 'worker', batchSize: 10, maxConcurrency: 2 },
} as const

export type QueueName = keyof typeof consumers
type Listener = QueueName | 'check-merges' | 'outward'

/**
 * The listeners of each detail-type of the bus; a detail-type without a row does not compile.
 * A row of `outward` alone has no listener of our own: the event is for other services, which read docs/events.
 */
export const listeners: Readonly<Record<DetailType, readonly Listener[]>> = {
  TicketRequested: ['AcceptTicketQueue'],
  TicketCreated: ['TriageTicketQueue', 'IndexTicketQueue', 'CountVolumeQueue', 'NotifyPeopleQueue'],
  TicketQueued: ['TicketQueue', 'CountVolumeQueue'],
  TicketAssigned: ['TicketQueue', 'CountVolumeQueue'],
  TicketUpdated: ['TicketQueue', 'IndexTicketQueue', 'CountVolumeQueue', 'NotifyPeopleQueue'],
  TicketStatusChanged: ['TicketQueue', 'CountVolumeQueue', 'NotifyPeopleQueue'],
  TicketCommented: ['TicketQueue', 'CountVolumeQueue', 'NotifyPeopleQueue'],
  TicketMerged: ['TicketQueue', 'CountVolumeQueue'],
  TriageReady: ['TicketQueue', 'CountVolumeQueue'],
  SlaAtRisk: ['outward'],
  SlaBreached: ['outward'],
  DepartmentOverloaded: ['check-merges'],
  DepartmentUpdated: ['TicketQueue'],
  MergeProposed: ['outward'],
  MergeApplied: ['TicketQueue'],
  MergeEnded: ['TicketQueue'],
  MergeUndone: ['TicketQueue'],
  ForecastPublished: ['outward'],
  CapacityAdvised: ['outward'],
  AgentPresenceChanged: ['TicketQueue'],
  CustomerSignedUp: ['NotifyPeopleQueue', 'SyncRoleQueue'],
  AgentApproved: ['TicketQueue', 'NotifyPeopleQueue', 'SyncRoleQueue'],
  AgentUpdated: ['TicketQueue'],
  AgentRemoved: ['TicketQueue', 'SyncRoleQueue'],
  ApplicationRejected: ['NotifyPeopleQueue'],
}

/** Events of which the ticket queue receives only the part that concerns it, each by a rule of its own. */
export const partlyHeard = {
  /** A comment with which a customer reopens a ticket. */
  ReopenedRule: { detailType: 'TicketCommented', data: { reopened: [true] } },
  /** An assignment by hand, which may free the ticket's previous agent; an automatic assignment frees nobody. */
  ReassignedRule: { detailType: 'TicketAssigned', data: { outcome: ['manual'] } },
} as const satisfies Readonly<Record<string, { readonly detailType: DetailType; readonly data: object }>>

const partlyHeardTypes: ReadonlySet<string> = new Set(Object.values(partlyHeard).map(({ detailType }) => detailType))

/** The detail-types that a listener receives in full, whatever their content. */
const heardBy = (listener: Listener): string[] =>
  Object.entries(listeners).flatMap(([detailType, who]) =>
    who.includes(listener) && !(listener === 'TicketQueue' && partlyHeardTypes.has(detailType)) ? [detailType] : [],
  )

/** Deliveries of a message before it goes to the dead-letter queue. */
const MAX_RECEIVES = 5
/** How long a message is kept for its redrive. */
const DEAD_LETTER_RETENTION = Duration.days(14)
/** Seconds after which the oldest message of a queue is a backlog, not a burst. */
const BACKLOG_SECONDS = 300

/** The bus, its rules, and for each consumer a queue with a dead-letter queue. */
export class Messaging extends Construct {
  readonly bus: events.EventBus
  readonly queues: Readonly<Record<QueueName, sqs.Queue>>
  /** Refused requests of other services, each with the reason, and tickets that could not be accepted. */
  readonly intakeDeadLetters: sqs.Queue
  /** Asynchronous calls that failed for good: schedules, and rules that call a function. */
  readonly callDeadLetters: sqs.Queue
  private readonly deadLetters = new Map<QueueName, sqs.Queue>()

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    this.bus = withLogicalId(new events.EventBus(this, 'Bus', { eventBusName: stagedName(settings) }), 'Bus')
    this.queues = {
      TicketQueue: this.queue('TicketQueue'),
      TriageTicketQueue: this.queue('TriageTicketQueue'),
      AcceptTicketQueue: this.queue('AcceptTicketQueue'),
      IndexTicketQueue: this.queue('IndexTicketQueue'),
      CountVolumeQueue: this.queue('CountVolumeQueue'),
      NotifyPeopleQueue: this.queue('NotifyPeopleQueue'),
      SyncRoleQueue: this.queue('SyncRoleQueue'),
    }
    this.intakeDeadLetters = this.deadLettersOf('AcceptTicketQueue')
    this.callDeadLetters = deadLetterQueue(this, 'CallDeadLetters')
    for (const [name, queue] of Object.entries(this.queues)) {
      this.subscribe(name as QueueName, queue)
    }
    this.addPartialRules()
  }

  /** Has the bus call the function `check-merges` for the events that `listeners` gives it. */
  callCheckMerges(handler: lambda.IFunction): void {
    new events.Rule(this, 'CheckMergesRule', {
      eventBus: this.bus,
      eventPattern: { source: [SOURCE], detailType: heardBy('check-merges') },
      targets: [new targets.LambdaFunction(handler, { deadLetterQueue: this.callDeadLetters })],
    })
  }

  private queue(name: QueueName): sqs.Queue {
    const deadLetters = deadLetterQueue(this, name.replace(/Queue$/, 'DeadLetters'))
    this.deadLetters.set(name, deadLetters)
    const queue = new sqs.Queue(this, name, {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS's advice: six times the consumer's time-out, so that no batch is delivered again while it is processed.
      visibilityTimeout: Duration.seconds(timeoutOf(consumers[name].kind).toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    })
    declareAlarm(queue, 'Age', {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      above: BACKLOG_SECONDS,
      says: `${name} has a backlog`,
      runbook: 'queue-age',
    })
    return withLogicalId(queue, name)
  }

  private deadLettersOf(name: QueueName): sqs.Queue {
    const queue = this.deadLetters.get(name)
    if (!queue) throw new Error(`${name} has no dead letters`)
    return queue
  }

  private subscribe(name: QueueName, queue: sqs.Queue): void {
    // Other services send requests under their own source; all other events must come from us.
    const source = name === 'AcceptTicketQueue' ? {} : { source: [SOURCE] }
    new events.Rule(this, name.replace(/Queue$/, 'Rule'), {
      eventBus: this.bus,
      eventPattern: { ...source, detailType: heardBy(name) },
      targets: [new targets.SqsQueue(queue, { deadLetterQueue: this.deadLettersOf(name) })],
    })
  }

  /** Adds a rule for each event type that the ticket queue receives in part. */
  private addPartialRules(): void {
    const deadLetterQueue = this.deadLettersOf('TicketQueue')
    for (const [name, { detailType, data }] of Object.entries(partlyHeard)) {
      new events.Rule(this, name, {
        eventBus: this.bus,
        eventPattern: { source: [SOURCE], detailType: [detailType], detail: { data } },
        targets: [new targets.SqsQueue(this.queues.TicketQueue, { deadLetterQueue })],
      })
    }
  }
}

/** A queue for messages that failed for good: kept for 14 days, with an alarm from the first message on. */
export const deadLetterQueue = (scope: Construct, name: string): sqs.Queue => {
  const queue = new sqs.Queue(scope, name, {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: DEAD_LETTER_RETENTION,
  })
  declareAlarm(queue, 'Depth', {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    above: 0,
    says: `${name} is not empty`,
    runbook: 'dead-letters',
  })
  for (const rule of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
    Validations.of(queue).acknowledge({
      id: rule,
      reason: 'it is a dead-letter queue itself: its alarm calls somebody, and docs/runbook.md tells how to redrive it',
    })
  }
  return withLogicalId(queue, name)
}
