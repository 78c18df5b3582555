import { change, changeFirst, type Mutation, removeFirst } from './mutation.ts'

/** Slips in what carries messages and rings bells. */
export const messagingSlips: readonly Mutation[] = [
  ['a visibility below six time-outs', change('TicketQueue', 'VisibilityTimeout', 60)],
  ['a consumer that takes longer', change('AssignTicket', 'Timeout', 120)],
  ['a batch over ten without a window', changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'BatchSize', 100)],
  ['a batch over the limit', changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'BatchSize', 20_000)],
  [
    'whole batches that fail',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'FunctionResponseTypes', undefined),
  ],
  ['a queue without dead letters', change('TicketQueue', 'RedrivePolicy', undefined)],
  ['dead letters at the first failure', change('TicketQueue', 'RedrivePolicy.maxReceiveCount', 1)],
  ['dead letters kept four days', change('TicketDeadLetters', 'MessageRetentionPeriod', undefined)],
  ['a queue that nobody reads', removeFirst('Lambda::EventSourceMapping', 'IndexTicket')],
  [
    'a poison record that stops its shard',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'MaximumRetryAttempts', undefined),
  ],
  [
    'stream failures that are lost',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'DestinationConfig', undefined),
  ],
  [
    'a filter that is no JSON',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', '{'),
  ],

  ['a rate of one minutes', changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'rate(1 minutes)')],
  [
    'a cron of five fields',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'cron(0 10 * * ?)'),
  ],
  ['a cron of two days', changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'cron(0 10 * * * *)')],
  ['a schedule on our own bus', changeFirst('Events::Rule', 'CheckMerges', 'ScheduleExpression', 'rate(5 minutes)')],
  [
    'a pattern with an operator that does not exist',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.source', [{ startsWith: 'plim' }]),
  ],
  ['a pattern on a field that no event has', changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.type', ['x'])],
  [
    'a rule for an event that nobody publishes',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.detail-type', ['AgentAproved']),
  ],
  ['a rule that calls nobody', changeFirst('Events::Rule', 'SyncRoleRule', 'Targets', [])],
]
