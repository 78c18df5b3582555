import {
  add,
  append,
  appendFirst,
  arnOf,
  change,
  changeFirst,
  idOf,
  type Mutation,
  removeFirst,
  rewriteFirst,
} from './mutation.ts'

const RULE = 'Events::Rule'

/** Slips in queues, topics and the rules of the bus. */
export const messagingSlips: readonly Mutation[] = [
  ['a visibility below six time-outs', 'visibility', change('TicketQueue', 'VisibilityTimeout', 60)],
  ['a consumer that takes longer', 'visibility', change('AssignTicket', 'Timeout', 120)],
  ['a queue without dead letters', 'redrive', change('TicketQueue', 'RedrivePolicy', undefined)],
  ['dead letters at the first failure', 'redrive', change('TicketQueue', 'RedrivePolicy.maxReceiveCount', 1)],
  [
    'dead letters kept four days',
    'dead-letter-retention',
    change('TicketDeadLetters', 'MessageRetentionPeriod', undefined),
  ],
  [
    'a pattern with an operator that does not exist',
    'event-pattern',
    changeFirst(RULE, 'SyncRoleRule', 'EventPattern.source', [{ startsWith: 'plim' }]),
  ],
  [
    'a pattern on a field that no event has',
    'event-pattern',
    changeFirst(RULE, 'SyncRoleRule', 'EventPattern.type', ['x']),
  ],
  [
    'a rule for an event that nobody publishes',
    'detail-type',
    changeFirst(RULE, 'SyncRoleRule', 'EventPattern.detail-type', ['AgentAproved']),
  ],
  ['a rule that calls nobody', 'rule-target', changeFirst(RULE, 'SyncRoleRule', 'Targets', [])],
  ['a rule without a pattern', 'rule-empty', changeFirst(RULE, 'SyncRoleRule', 'EventPattern', undefined)],
  [
    'a comparison that does not exist',
    'event-pattern',
    changeFirst(RULE, 'SyncRoleRule', 'EventPattern.detail', { version: [{ numeric: ['~', 3] }] }),
  ],
  ['a prefix of a number', 'event-pattern', changeFirst(RULE, 'SyncRoleRule', 'EventPattern.source', [{ prefix: 3 }])],
  ['a choice among nothing', 'event-pattern', changeFirst(RULE, 'SyncRoleRule', 'EventPattern.$or', [])],
  [
    'a topic that may not call its function',
    'invoke-permission',
    (all) => {
      all.CallForAlarm = {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          Protocol: 'lambda',
          TopicArn: { Ref: idOf(all, 'SNS::Topic', '') },
          Endpoint: arnOf('SweepQueue'),
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
          Endpoint: arnOf('CallDeadLetters'),
        },
      }
    },
  ],
  [
    'a rule whose failures may not be set aside',
    'send-permission',
    removeFirst('SQS::QueuePolicy', '"Ref":"CallDeadLetters"'),
  ],
  ['a rule that tells what is no JSON', 'rule-target', changeFirst(RULE, 'SyncRoleRule', 'Targets.0.Input', '{')],
  [
    'a rule that tells pieces of what is no JSON',
    'rule-target',
    changeFirst(RULE, 'SyncRoleRule', 'Targets.0.Input', { 'Fn::Join': ['', ['{"a":', { Ref: 'Tickets' }]] }),
  ],
  [
    'a rule that tells two things',
    'rule-target',
    changeFirst(RULE, 'SyncRoleRule', 'Targets.0', {
      ...{ Arn: arnOf('SyncRoleQueue'), Id: 'two' },
      ...{ Input: '{}', InputPath: '$.detail' },
    }),
  ],
  [
    'a queue whose dead letters have no queue',
    'redrive',
    change('TicketQueue', 'RedrivePolicy.deadLetterTargetArn', undefined),
  ],
  [
    'a rule whose dead letters have no queue',
    'rule-target',
    changeFirst(RULE, 'SyncRoleRule', 'Targets.0.DeadLetterConfig.Arn', undefined),
  ],
  [
    'failed calls to a queue’s address',
    'redrive',
    change('SweepQueue', 'DeadLetterConfig.TargetArn', { Ref: 'CallDeadLetters' }),
  ],
  [
    'a rule’s failures to a queue’s address',
    'redrive',
    changeFirst(RULE, 'SyncRoleRule', 'Targets.0.DeadLetterConfig.Arn', { Ref: 'SyncRoleDeadLetters' }),
  ],
  [
    'a rule that takes a role on by its name',
    'role-name',
    changeFirst(RULE, 'SyncRoleRule', 'Targets.0.RoleArn', { Ref: 'SyncRoleRole' }),
  ],
  [
    'a rule that calls a bus by its name',
    'rule-target',
    appendFirst(RULE, 'SyncRoleRule', 'Targets', { Id: 'bus', Arn: { Ref: 'Bus' }, RoleArn: arnOf('SyncRoleRole') }),
  ],
  [
    'a rule that writes to a log by its name',
    'rule-target',
    (all) => {
      const Arn = { Ref: idOf(all, 'Logs::LogGroup', 'ApiIntakeLog') }
      appendFirst(RULE, 'SyncRoleRule', 'Targets', { Id: 'log', Arn })(all)
    },
  ],
  [
    'calls that a queue is told of at its address',
    'redrive',
    add('Calls', 'AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: 'ApiIntake' },
      Qualifier: '$LATEST',
      DestinationConfig: { OnSuccess: { Destination: { Ref: 'TicketQueue' } } },
    }),
  ],
  ['a rule on the default bus', 'rule-bus', changeFirst(RULE, 'SyncRoleRule', 'EventBusName', undefined)],
  [
    'a rule that believes everybody',
    'rule-source',
    changeFirst(RULE, 'SyncRoleRule', 'EventPattern.source', undefined),
  ],
  ['a queue closed to the bus', 'send-permission', removeFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"')],
  [
    'a rule that hears some of its events',
    'unheard-event',
    changeFirst(RULE, 'TriageTicketRule', 'EventPattern.detail', { data: { priority: ['high'] } }),
  ],
  [
    'a rule that hears of one account',
    'unheard-event',
    changeFirst(RULE, 'TriageTicketRule', 'EventPattern.account', ['111122223333']),
  ],
  [
    'a rule that brings a part of its events',
    'rule-target',
    changeFirst(RULE, 'TriageTicketRule', 'Targets.0.InputPath', '$.detail'),
  ],
  [
    'a line that sets aside where another does',
    'redrive',
    change('TicketQueue', 'RedrivePolicy.deadLetterTargetArn', arnOf('TriageTicketDeadLetters')),
  ],
  ['a line that forgets', 'queue-retention', change('TicketQueue', 'MessageRetentionPeriod', 60)],
  ['a line that keeps everybody waiting', 'queue-delay', change('TicketQueue', 'DelaySeconds', 900)],
  [
    'a queue under a key that the bus may not use',
    'send-permission',
    (all) => {
      change('TicketQueue', 'SqsManagedSseEnabled', undefined)(all)
      change('TicketQueue', 'KmsMasterKeyId', 'alias/aws/sqs')(all)
    },
  ],
  [
    'a topic under a key that CloudWatch may not use',
    'alarm-unheard',
    changeFirst('SNS::Topic', '', 'KmsMasterKeyId', 'alias/aws/sns'),
  ],
  [
    'a detail-type in one text',
    'event-pattern',
    changeFirst(RULE, 'TriageTicketRule', 'EventPattern.detail-type', 'TicketCreated'),
  ],
  [
    'a pattern on detailType',
    'event-pattern',
    (all) => rewriteFirst(RULE, 'TriageTicketRule', '"detail-type"', '"detailType"')(all),
  ],
  ['a source in capitals', 'rule-source', changeFirst(RULE, 'TriageTicketRule', 'EventPattern.source', ['Plimsoll'])],
  [
    'a type that is misspelt among others',
    'detail-type',
    append('MessagingTicketRule21201B2B', 'EventPattern.detail-type', 'TicketOpened'),
  ],
  [
    'a type by its beginning',
    'unheard-event',
    changeFirst(RULE, 'TriageTicketRule', 'EventPattern.detail-type', [{ prefix: 'Ticket.' }]),
  ],
  [
    'a queue of a rule by its address',
    'rule-target',
    changeFirst(RULE, 'TriageTicketRule', 'Targets.0.Arn', { Ref: 'TriageTicketQueue' }),
  ],
  ['a bus of another name', 'rule-bus', changeFirst(RULE, 'TriageTicketRule', 'EventBusName', 'plimsoll-bus')],
  [
    'line failures to a queue’s address',
    'redrive',
    change('TicketQueue', 'RedrivePolicy.deadLetterTargetArn', { Ref: 'TicketDeadLetters' }),
  ],
  ['a line without a count', 'redrive', change('TicketQueue', 'RedrivePolicy.maxReceiveCount', undefined)],
  ['a visibility of five time-outs', 'visibility', change('TicketQueue', 'VisibilityTimeout', 150)],
  ['a visibility that nobody says', 'visibility', change('TicketQueue', 'VisibilityTimeout', undefined)],
]
