import { change, changeFirst, type Edit, ENVIRONMENT, FLOOD, idOf, type Resources, rewriteFirst } from './mutation.ts'

const MAPPING = 'Lambda::EventSourceMapping'
const SCHEDULE = 'Scheduler::Schedule'
const ALARM = 'CloudWatch::Alarm'

/** Every function of ours. */
const ours = (all: Resources) => Object.values(all).filter((each) => each.Metadata?.['local:bundle'] !== undefined)

/** Other numbers and spellings, all within AWS's limits and our own rules. */
export const harmlessTuning: readonly Edit[] = [
  ['a longer time-out than others', change('SweepQueue', 'Timeout', 300)],
  ['little memory', change('StampToken', 'MemorySize', 256)],
  ['a larger disk', change('RetrainClassifier', 'EphemeralStorage', { Size: 1024 })],
  ['a function that may not take more than its share', change('NotifyPeople', 'ReservedConcurrentExecutions', 2)],
  ['a log of bare lines', change('ApiMeta', 'LoggingConfig.ApplicationLogLevel', 'WARN')],
  ['a name of a function that the stack gives', change('CountVolume', 'FunctionName', 'plimsoll-count-volume')],
  [
    'as many words in each log',
    (all) => {
      for (const { Properties } of ours(all)) {
        const { Variables } = Object(Properties.Environment)
        if (Variables?.LOG_LEVEL === undefined) Object.assign(Variables ?? {}, { LOG_LEVEL: 'warn' })
      }
    },
  ],
  [
    'the house’s name in other words',
    change('ApiIntake', `${ENVIRONMENT}.SITE_URL`, { 'Fn::Sub': `https://\${SiteDistribution390DED28.DomainName}` }),
  ],
  [
    'a namespace of metrics that the stack names',
    change('ApiTickets', `${ENVIRONMENT}.POWERTOOLS_METRICS_NAMESPACE`, { 'Fn::Sub': `\${AWS::StackName}` }),
  ],

  ['a smaller batch', changeFirst(MAPPING, 'IndexTicketQueue', 'BatchSize', 5)],
  [
    'a large batch, and the second that AWS asks for with it',
    (all) => {
      changeFirst(MAPPING, 'CountVolumeQueue', 'BatchSize', 100)(all)
      changeFirst(MAPPING, 'CountVolumeQueue', 'MaximumBatchingWindowInSeconds', 1)(all)
    },
  ],
  [
    'a pause of five seconds for volumes',
    (all) => {
      changeFirst(MAPPING, 'CountVolumeQueue', 'BatchSize', 500)(all)
      changeFirst(MAPPING, 'CountVolumeQueue', 'MaximumBatchingWindowInSeconds', 5)(all)
    },
  ],
  ['a window of no seconds', changeFirst(MAPPING, 'TriageTicketQueue', 'MaximumBatchingWindowInSeconds', 0)],
  ['a smaller batch of a stream', changeFirst(MAPPING, 'PublishChanges', 'BatchSize', 10)],
  [
    'a stream that waits a second for more',
    changeFirst(MAPPING, 'BroadcastChange', 'MaximumBatchingWindowInSeconds', 1),
  ],
  ['a shard that is read ten times at once', changeFirst(MAPPING, 'PublishChanges', 'ParallelizationFactor', 10)],
  ['fewer attempts, for a day', changeFirst(MAPPING, 'PublishChanges', 'MaximumRetryAttempts', 100)],
  ['records of any age', changeFirst(MAPPING, 'BroadcastChange', 'MaximumRecordAgeInSeconds', -1)],
  ['a function by its ARN', changeFirst(MAPPING, 'SyncRole', 'FunctionName', { 'Fn::Sub': `\${SyncRole.Arn}` })],
  [
    'a filter as somebody formats it',
    changeFirst(
      MAPPING,
      'PublishChanges',
      'FilterCriteria.Filters.0.Pattern',
      '{ "dynamodb": { "NewImage": { "sk": { "S": [ { "prefix": "EVENT#" } ] } } }, "eventName": [ "INSERT" ] }',
    ),
  ],

  ['fewer deliveries', change('IndexTicketQueue', 'RedrivePolicy.maxReceiveCount', 3)],
  ['a line that remembers for two weeks', change('TicketQueue', 'MessageRetentionPeriod', 1_209_600)],
  ['a line that is asked slowly', change('SyncRoleQueue', 'ReceiveMessageWaitTimeSeconds', 20)],
  ['a visibility of twelve hours', change('SyncRoleQueue', 'VisibilityTimeout', 43_200)],
  ['no delay, in words', change('AcceptTicketQueue', 'DelaySeconds', 0)],
  ['a queue with a name', change('NotifyPeopleQueue', 'QueueName', 'plimsoll-notify-people')],
  ['dead letters for any line', change('SyncRoleDeadLetters', 'RedriveAllowPolicy', { redrivePermission: 'allowAll' })],
  [
    'dead letters in other words',
    change('SyncRoleQueue', 'RedrivePolicy.deadLetterTargetArn', { 'Fn::Sub': `\${SyncRoleDeadLetters.Arn}` }),
  ],

  [
    'a schedule at working hours',
    changeFirst(SCHEDULE, 'forecast-volume', 'ScheduleExpression', 'cron(5 6-20/2 ? * 2-6 *)'),
  ],
  [
    'a schedule in a time zone',
    (all) => {
      changeFirst(SCHEDULE, 'retrain-classifier', 'ScheduleExpression', 'cron(0 3 L * ? *)')(all)
      changeFirst(SCHEDULE, 'retrain-classifier', 'ScheduleExpressionTimezone', 'Europe/Berlin')(all)
    },
  ],
  [
    'a schedule each second Tuesday',
    changeFirst(SCHEDULE, 'check-merges', 'ScheduleExpression', 'cron(0/30 8 ? JAN-DEC TUE#2 *)'),
  ],
  [
    'a schedule within a quarter of an hour',
    changeFirst(SCHEDULE, 'reconcile-load', 'FlexibleTimeWindow', { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 }),
  ],
  ['a schedule that says something', changeFirst(SCHEDULE, 'reconcile-load', 'Target.Input', '{"by":"clock"}')],
  ['a schedule that is on', changeFirst(SCHEDULE, 'sweep-queue', 'State', 'ENABLED')],
  [
    'a schedule that asks no more',
    changeFirst(SCHEDULE, 'retry-triage', 'Target.RetryPolicy', {
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    }),
  ],
  [
    'a schedule in its group by reference',
    changeFirst(SCHEDULE, 'sweep-queue', 'GroupName', { Ref: 'SchedulesGroupD276B6F4' }),
  ],

  ['an alarm at half the time-out', changeFirst(ALARM, 'ApiInsightSlow', 'Threshold', 14_500)],
  [
    'an alarm at the third of five',
    (all) => {
      const id = idOf(all, ALARM, 'ApiIntakeErrors')
      change(id, 'EvaluationPeriods', 5)(all)
      change(id, 'DatapointsToAlarm', 3)(all)
      change(id, 'Period', 60)(all)
    },
  ],
  ['an alarm at p99.9', changeFirst(ALARM, 'ApiClassifySlow', 'ExtendedStatistic', 'p99.9')],
  ['an alarm at its tail', changeFirst(ALARM, 'ApiMetaSlow', 'ExtendedStatistic', 'p90')],
  ['an alarm that says nothing of the end', changeFirst(ALARM, 'ApiMetaErrors', 'OKActions', undefined)],
  [
    'an alarm that knows nothing where nothing is said',
    changeFirst(ALARM, 'ApiMetaErrors', 'TreatMissingData', 'missing'),
  ],
  ['an alarm with a switch that is on', changeFirst(ALARM, 'ApiMetaErrors', 'ActionsEnabled', true)],
  [
    'an alarm every day',
    (all) => {
      const id = idOf(all, ALARM, 'LoadDrift')
      change(id, 'Period', 86_400)(all)
      change(id, 'EvaluationPeriods', 1)(all)
    },
  ],
  ['an alarm at fewer bounces', changeFirst(ALARM, 'ObservabilityBounces', 'Threshold', 0.03)],

  [
    'other limits of requests',
    (all) => {
      const id = idOf(all, 'ApiGatewayV2::Stage', 'SocketApi')
      change(id, 'DefaultRouteSettings', { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50.5 })(all)
    },
  ],
  [
    'a route with a limit of its own',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'RouteSettings', {
      'POST /api/tickets': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 },
    }),
  ],
  [
    'a flood that is counted by the minute',
    (all) => {
      const id = idOf(all, 'WAFv2::WebACL', '')
      change(id, `${FLOOD}.Statement.RateBasedStatement.EvaluationWindowSec`, 300)(all)
      change(id, 'Rules.1.Statement.RateBasedStatement.Limit', 10_000)(all)
    },
  ],
  [
    'rules in other places',
    (all) => {
      const id = idOf(all, 'WAFv2::WebACL', '')
      for (const place of [0, 1, 2, 3]) change(id, `Rules.${place}.Priority`, 10 * (place + 1))(all)
    },
  ],
  [
    'logs for a year',
    (all) => {
      for (const { Type, Properties } of Object.values(all))
        if (Type === 'AWS::Logs::LogGroup') Object.assign(Properties, { RetentionInDays: 365 })
    },
  ],
  ['tables in the class for what is rarely read', change('Insight', 'TableClass', 'STANDARD_INFREQUENT_ACCESS')],
  ['a table under the key that AWS keeps for it', change('AgentLoad', 'SSESpecification', { SSEEnabled: true })],
  ['recovery for a week', change('Search', 'PointInTimeRecoverySpecification.RecoveryPeriodInDays', 7)],
  ['long passwords', change('UserPool', 'Policies.PasswordPolicy.MinimumLength', 16)],
  ['a session of a week', change('UserPoolClient', 'RefreshTokenValidity', 10_080)],
  ['a longer secret', change('OriginSecret', 'GenerateSecretString.PasswordLength', 64)],
  ['half a year of TLS, exactly', rewriteFirst('CloudFront::ResponseHeadersPolicy', '', '63072000', '15768000')],
  ['a cheaper edge', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.PriceClass', 'PriceClass_100')],
  ['an older HTTP at the edge', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.HttpVersion', 'http2')],
]
