import { change, changeFirst, idOf, type Mutation, removeFirst } from './mutation.ts'

/** Slips in what carries messages and rings bells. */
export const messagingSlips: readonly Mutation[] = [
  ['a visibility below six time-outs', 'visibility', change('TicketQueue', 'VisibilityTimeout', 60)],
  ['a consumer that takes longer', 'visibility', change('AssignTicket', 'Timeout', 120)],
  [
    'a batch over ten without a window',
    'batch-window',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'BatchSize', 100),
  ],
  [
    'a batch over the limit',
    'batch-window',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'BatchSize', 20_000),
  ],
  [
    'whole batches that fail',
    'partial-failures',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'FunctionResponseTypes', undefined),
  ],
  ['a queue without dead letters', 'redrive', change('TicketQueue', 'RedrivePolicy', undefined)],
  ['dead letters at the first failure', 'redrive', change('TicketQueue', 'RedrivePolicy.maxReceiveCount', 1)],
  [
    'dead letters kept four days',
    'dead-letter-retention',
    change('TicketDeadLetters', 'MessageRetentionPeriod', undefined),
  ],
  ['a queue that nobody reads', 'unread-queue', removeFirst('Lambda::EventSourceMapping', 'IndexTicket')],
  [
    'a poison record that stops its shard',
    'stream-retries',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'MaximumRetryAttempts', undefined),
  ],
  [
    'stream failures that are lost',
    'stream-destination',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'DestinationConfig', undefined),
  ],
  [
    'a filter that is no JSON',
    'filter',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', '{'),
  ],

  [
    'a rate of one minutes',
    'schedule-expression',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'rate(1 minutes)'),
  ],
  [
    'a cron of five fields',
    'schedule-expression',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'cron(0 10 * * ?)'),
  ],
  [
    'a cron of two days',
    'schedule-expression',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'cron(0 10 * * * *)'),
  ],
  [
    'a schedule on our own bus',
    'schedule-bus',
    changeFirst('Events::Rule', 'CheckMerges', 'ScheduleExpression', 'rate(5 minutes)'),
  ],
  [
    'a pattern with an operator that does not exist',
    'event-pattern',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.source', [{ startsWith: 'plim' }]),
  ],
  [
    'a pattern on a field that no event has',
    'event-pattern',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.type', ['x']),
  ],
  [
    'a rule for an event that nobody publishes',
    'detail-type',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.detail-type', ['AgentAproved']),
  ],
  ['a rule that calls nobody', 'rule-target', changeFirst('Events::Rule', 'SyncRoleRule', 'Targets', [])],

  [
    'a stream that is read from nowhere',
    'starting-position',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'StartingPosition', undefined),
  ],
  [
    'a bad record that takes its batch along',
    'stream-bisect',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'BisectBatchOnFunctionError', false),
  ],
  [
    'a mapping that calls a table',
    'mapping-function',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'FunctionName', { Ref: 'Tickets' }),
  ],
  ['a rule without a pattern', 'rule-empty', changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern', undefined)],
  [
    'a month that there is not',
    'schedule-expression',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'cron(0 10 1 13 ? *)'),
  ],
  [
    'a day of the week that there is not',
    'schedule-expression',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'cron(0 10 ? * FOO *)'),
  ],
  [
    'a moment that there is not',
    'schedule-expression',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'ScheduleExpression', 'at(2026-02-30T00:00:00)'),
  ],
  [
    'a rule for a moment',
    'schedule-expression',
    changeFirst('Events::Rule', 'CheckMerges', 'ScheduleExpression', 'at(2026-01-01T00:00:00)'),
  ],
  [
    'a comparison that does not exist',
    'event-pattern',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.detail', { version: [{ numeric: ['~', 3] }] }),
  ],
  [
    'a prefix of a number',
    'event-pattern',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.source', [{ prefix: 3 }]),
  ],
  ['a choice among nothing', 'event-pattern', changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.$or', [])],
  [
    'a topic that may not call its function',
    'invoke-permission',
    (all) => {
      all.CallForAlarm = {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          Protocol: 'lambda',
          TopicArn: { Ref: idOf(all, 'SNS::Topic', '') },
          Endpoint: { 'Fn::GetAtt': ['SweepQueue', 'Arn'] },
        },
      }
    },
  ],
  [
    'a topic that may not send to its queue',
    'send-permission',
    (all) => {
      all.KeepAlarm = {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          Protocol: 'sqs',
          TopicArn: { Ref: idOf(all, 'SNS::Topic', '') },
          Endpoint: { 'Fn::GetAtt': ['CallDeadLetters', 'Arn'] },
        },
      }
    },
  ],
  [
    'a rule whose failures may not be set aside',
    'send-permission',
    removeFirst('SQS::QueuePolicy', '"Ref":"CallDeadLetters"'),
  ],
  [
    'a schedule whose failures may not be set aside',
    'send-permission',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'Target.DeadLetterConfig', {
      Arn: { 'Fn::GetAtt': ['CallDeadLetters', 'Arn'] },
    }),
  ],
  [
    'a filter by a text instead of a list',
    'filter',
    changeFirst(
      'Lambda::EventSourceMapping',
      'PublishChanges',
      'FilterCriteria.Filters.0.Pattern',
      '{"eventName":"INSERT"}',
    ),
  ],
  [
    'a filter with an operator that does not exist',
    'filter',
    changeFirst(
      'Lambda::EventSourceMapping',
      'PublishChanges',
      'FilterCriteria.Filters.0.Pattern',
      '{"eventName":[{"startsWith":"INS"}]}',
    ),
  ],
  [
    'a rule that tells what is no JSON',
    'rule-target',
    changeFirst('Events::Rule', 'SyncRoleRule', 'Targets.0.Input', '{'),
  ],
  [
    'a rule that tells pieces of what is no JSON',
    'rule-target',
    changeFirst('Events::Rule', 'SyncRoleRule', 'Targets.0.Input', { 'Fn::Join': ['', ['{"a":', { Ref: 'Tickets' }]] }),
  ],
  [
    'a rule that tells two things',
    'rule-target',
    changeFirst('Events::Rule', 'SyncRoleRule', 'Targets.0', {
      ...{ Arn: { 'Fn::GetAtt': ['SyncRoleQueue', 'Arn'] }, Id: 'two' },
      ...{ Input: '{}', InputPath: '$.detail' },
    }),
  ],
  [
    'a schedule that tells what is no JSON',
    'schedule-input',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'Target.Input', '{'),
  ],
  [
    'a filter on a field that no record has',
    'filter',
    changeFirst(
      'Lambda::EventSourceMapping',
      'PublishChanges',
      'FilterCriteria.Filters.0.Pattern',
      '{"evntName":["INSERT"]}',
    ),
  ],
  [
    'a filter for a change in other letters',
    'filter',
    changeFirst(
      'Lambda::EventSourceMapping',
      'PublishChanges',
      'FilterCriteria.Filters.0.Pattern',
      '{"$or":[{"eventName":["insert"]}]}',
    ),
  ],
  [
    'a filter on a field that no message has',
    'filter',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'FilterCriteria', {
      Filters: [{ Pattern: '{"Body":{"a":["b"]}}' }],
    }),
  ],
  [
    'a schedule at its time, with a window',
    'schedule-window',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'FlexibleTimeWindow', { Mode: 'OFF', MaximumWindowInMinutes: 5 }),
  ],
  [
    'a schedule at any time',
    'schedule-window',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'FlexibleTimeWindow', { Mode: 'FLEXIBLE' }),
  ],

  [
    'a mapping that reads nothing',
    'mapping-source',
    changeFirst('Lambda::EventSourceMapping', 'AssignTicket', 'EventSourceArn', undefined),
  ],
  [
    'a filter without a pattern',
    'filter',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'FilterCriteria.Filters.0.Pattern', undefined),
  ],
  [
    'a queue whose dead letters have no queue',
    'redrive',
    change('TicketQueue', 'RedrivePolicy.deadLetterTargetArn', undefined),
  ],
  [
    'a rule whose dead letters have no queue',
    'rule-target',
    changeFirst('Events::Rule', 'SyncRoleRule', 'Targets.0.DeadLetterConfig.Arn', undefined),
  ],
  [
    'stream failures to a queue’s address',
    'redrive',
    changeFirst('Lambda::EventSourceMapping', 'PublishChanges', 'DestinationConfig.OnFailure.Destination', {
      Ref: 'PublishDeadLetters',
    }),
  ],
  [
    'failed calls to a queue’s address',
    'redrive',
    change('SweepQueue', 'DeadLetterConfig.TargetArn', { Ref: 'CallDeadLetters' }),
  ],
  [
    'a rule’s failures to a queue’s address',
    'redrive',
    changeFirst('Events::Rule', 'SyncRoleRule', 'Targets.0.DeadLetterConfig.Arn', { Ref: 'SyncRoleDeadLetters' }),
  ],
  [
    'a schedule’s failures to a queue’s address',
    'redrive',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'Target.DeadLetterConfig', { Arn: { Ref: 'CallDeadLetters' } }),
  ],
  [
    'a rule that takes a role on by its name',
    'role-name',
    changeFirst('Events::Rule', 'SyncRoleRule', 'Targets.0.RoleArn', { Ref: 'SyncRoleRole' }),
  ],
  [
    'a schedule that takes a role on by its name',
    'role-name',
    changeFirst('Scheduler::Schedule', 'sweep-queue', 'Target.RoleArn', { Ref: 'SweepQueueRole' }),
  ],
  ['a rule on the default bus', 'rule-bus', changeFirst('Events::Rule', 'SyncRoleRule', 'EventBusName', undefined)],
  [
    'a rule that believes everybody',
    'rule-source',
    changeFirst('Events::Rule', 'SyncRoleRule', 'EventPattern.source', undefined),
  ],
  [
    'a queue’s policy for no queue',
    'send-permission',
    changeFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"', 'PolicyDocument.Statement.1.Resource', undefined),
  ],

  [
    'a consumer without a bound',
    'mapping-unbounded',
    changeFirst('Lambda::EventSourceMapping', 'TriageTicket', 'ScalingConfig', undefined),
  ],
]
