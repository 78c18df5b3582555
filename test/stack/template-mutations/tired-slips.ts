import { append, change, changeFirst, ENVIRONMENT, type Mutation, rewriteFirst } from './mutation.ts'

const MAPPING = 'Lambda::EventSourceMapping'
const SCHEDULE = 'Scheduler::Schedule'
const RULE = 'Events::Rule'
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

/** Slips of whoever is tired, in settings, keys, mappings, schedules and rules. */
export const tiredSlips: readonly Mutation[] = [
  // environment
  [
    'a region of its own',
    'reserved-environment',
    change('SweepQueue', `${ENVIRONMENT}.AWS_DEFAULT_REGION`, 'eu-central-1'),
  ],
  ['a session of its own', 'reserved-environment', change('SweepQueue', `${ENVIRONMENT}.AWS_SESSION_TOKEN`, 'x')],
  ['a name that begins with a digit', 'environment-name', change('SweepQueue', `${ENVIRONMENT}.2ND_TRY`, 'x')],
  [
    'an environment of many small settings',
    'environment-size',
    (all) => {
      for (let place = 0; place < 120; place++)
        change('SweepQueue', `${ENVIRONMENT}.SETTING_NUMBER_${place}`, 'x'.repeat(25))(all)
    },
  ],
  [
    'an environment over 4 KB by a joined text',
    'environment-size',
    change('SweepQueue', `${ENVIRONMENT}.LONG`, { 'Fn::Join': ['', ['x'.repeat(4200), { Ref: 'AWS::Region' }]] }),
  ],
  [
    'a queue in place of a table',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.TICKETS_TABLE`, { Ref: 'Search' }),
  ],
  [
    'a table’s ARN in place of its name',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.TICKETS_TABLE`, arnOf('Tickets')),
  ],
  [
    'a table’s name as one remembers it',
    'setting-value',
    change('ApiTickets', `${ENVIRONMENT}.TICKETS_TABLE`, 'plimsoll-tickets'),
  ],
  [
    'a sort key alone of five',
    'key-length',
    (all) => {
      const names = ['a', 'b', 'c', 'd', 'e']
      for (const name of names)
        append('Search', 'AttributeDefinitions', { AttributeName: name, AttributeType: 'S' })(all)
      change('Search', 'GlobalSecondaryIndexes', [
        {
          IndexName: 'many',
          Projection: { ProjectionType: 'ALL' },
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            ...names.map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' })),
          ],
        },
      ])(all)
    },
  ],
  ['a key whose kind is misspelt', 'key-missing', change('Search', 'KeySchema.0.KeyType', 'HASHKEY')],
  [
    'an index whose sort key stands first',
    'key-missing',
    (all) =>
      change('Insight', 'GlobalSecondaryIndexes.0.KeySchema', [
        { AttributeName: 'by_kind_order', KeyType: 'RANGE' },
        { AttributeName: 'by_kind_key', KeyType: 'HASH' },
      ])(all),
  ],
  ['a key that is a list', 'key-type', change('Search', 'AttributeDefinitions.0.AttributeType', 'L')],
  [
    'an index without a projection',
    'index-missing',
    change('Insight', 'GlobalSecondaryIndexes.0.Projection', undefined),
  ],
  [
    'a window of a minute',
    'queue-delay',
    changeFirst(MAPPING, 'IndexTicketQueue', 'MaximumBatchingWindowInSeconds', 60),
  ],
  [
    'a window of six seconds in quotes',
    'queue-delay',
    changeFirst(MAPPING, 'IndexTicketQueue', 'MaximumBatchingWindowInSeconds', '6'),
  ],
  [
    'a queue with a starting position',
    'mapping-source',
    changeFirst(MAPPING, 'IndexTicketQueue', 'StartingPosition', 'LATEST'),
  ],
  [
    'a queue with retries of a stream',
    'mapping-source',
    changeFirst(MAPPING, 'IndexTicketQueue', 'MaximumRetryAttempts', 3),
  ],
  [
    'a stream with a concurrency of a queue',
    'mapping-source',
    changeFirst(MAPPING, 'PublishChanges', 'ScalingConfig', { MaximumConcurrency: 5 }),
  ],
  [
    'the dead letters in place of the line',
    'unread-queue',
    changeFirst(MAPPING, 'IndexTicketQueue', 'EventSourceArn', arnOf('IndexTicketDeadLetters')),
  ],
  [
    'a queue by its address',
    'mapping-source',
    changeFirst(MAPPING, 'IndexTicketQueue', 'EventSourceArn', { Ref: 'IndexTicketQueue' }),
  ],
  [
    'the table in place of its stream',
    'mapping-source',
    changeFirst(MAPPING, 'PublishChanges', 'EventSourceArn', arnOf('Tickets')),
  ],
  [
    'a rate of seconds',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(30 seconds)'),
  ],
  [
    'a rate of a half',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(0.5 hours)'),
  ],
  [
    'a rate of nothing',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(0 minutes)'),
  ],
  [
    'a rate in capitals',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'Rate(5 minutes)'),
  ],
  [
    'a rate without its blank',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'rate(5minutes)'),
  ],
  [
    'a cron of Sunday as nought',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 3 ? * 0 *)'),
  ],
  [
    'a cron of the hour 24',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 24 * * ? *)'),
  ],
  [
    'a cron with a step of nothing',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(*/0 * * * ? *)'),
  ],
  [
    'a cron of years that are over',
    'disabled',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 3 * * ? 2020)'),
  ],
  [
    'a cron of 30 February',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'cron(0 3 30 2 ? *)'),
  ],
  [
    'a moment that has passed',
    'disabled',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'at(2020-01-01T00:00:00)'),
  ],
  [
    'a moment for what is to come back',
    'disabled',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpression', 'at(2030-01-01T00:00:00)'),
  ],
  [
    'a zone of time that there is not',
    'schedule-expression',
    changeFirst(SCHEDULE, 'sweep-queue', 'ScheduleExpressionTimezone', 'Europe/Hamburg'),
  ],
  [
    'a schedule in a group that there is not',
    'schedule-group',
    changeFirst(SCHEDULE, 'sweep-queue', 'GroupName', 'plimsol'),
  ],
  [
    'a schedule under another role',
    'invoke-permission',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.RoleArn', arnOf('SweepQueueRole')),
  ],
  [
    'a role that Scheduler may not take on',
    'trust',
    changeFirst(
      'IAM::Role',
      'SchedulesRole',
      'AssumeRolePolicyDocument.Statement.0.Principal.Service',
      'events.amazonaws.com',
    ),
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
    'a schedule for a function’s name',
    'schedule-target',
    changeFirst(SCHEDULE, 'sweep-queue', 'Target.Arn', { Ref: 'SweepQueue' }),
  ],
]
