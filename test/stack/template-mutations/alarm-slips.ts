import { add, append, arnOf, change, changeFirst, ENVIRONMENT, idOf, type Mutation, removeFirst } from './mutation.ts'

const ALARM = 'CloudWatch::Alarm'

/** Paths of the metrics that an alarm on throttling adds up. */
const READS = 'Metrics.1.MetricStat.Metric'
const WRITES = 'Metrics.2.MetricStat.Metric'

/** Slips in alarms. */
export const alarmSlips: readonly Mutation[] = [
  ['an alarm without an operator', 'alarm-operator', changeFirst(ALARM, 'ApiIntake', 'ComparisonOperator', undefined)],
  ['an alarm that tells nobody', 'alarm-silent', changeFirst(ALARM, 'ApiIntake', 'AlarmActions', undefined)],
  ['an alarm on a metric that nobody publishes', 'metric', changeFirst(ALARM, 'ApiIntake', 'MetricName', 'Error')],
  ['errors that nobody hears', 'alarm-missing', removeFirst(ALARM, 'ApiIntakeErrors')],
  ['dead letters that nobody hears', 'alarm-missing', removeFirst(ALARM, 'TicketDeadLettersDepth')],
  ['a backlog that nobody hears', 'alarm-missing', removeFirst(ALARM, 'TicketQueueAge')],
  [
    'an alarm that computes with a metric that nobody publishes',
    'metric',
    changeFirst(ALARM, 'AuthorizeSocketErrors', 'Metrics.1.MetricStat.Metric.MetricName', 'Error'),
  ],
  [
    'an alarm that computes with what it does not look at',
    'expression',
    changeFirst(ALARM, 'AuthorizeSocketErrors', 'Metrics.0.Expression', 'errors - refused'),
  ],
  ['an alarm that compares with nothing', 'alarm-threshold', changeFirst(ALARM, 'ApiIntake', 'Threshold', undefined)],
  ['an alarm that never looks', 'alarm-periods', changeFirst(ALARM, 'ApiIntake', 'EvaluationPeriods', 0)],
  ['an alarm that is switched off', 'alarm-silent', changeFirst(ALARM, 'ApiIntake', 'ActionsEnabled', false)],
  [
    'a metric of a service that does not exist',
    'metric',
    changeFirst(ALARM, 'ApiIntakeErrors', 'Namespace', 'AWS/Lamda'),
  ],
  ['slow answers that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'ApiIntakeSlow')],
  ['slow answers that are heard of too late', 'alarm-late', changeFirst(ALARM, 'ApiIntakeSlow', 'Threshold', 15_000)],
  ['a stream whose delay nobody hears of', 'alarm-missing', removeFirst(ALARM, 'PublishChangesIteratorAge')],
  ['throttles that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'Throttles')],
  ['a table’s throttles that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'ConnectionsThrottled')],
  ['an index’s throttles that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'TicketsbystatusThrottled')],
  [
    'an index whose writes are looked for at another one',
    'alarm-missing',
    changeFirst(ALARM, 'TicketsbystatusThrottled', `${WRITES}.Dimensions.0.Value`, 'by_requester'),
  ],
  [
    'an alarm of an index that is looked for under no such dimension',
    'alarm-missing',
    changeFirst(ALARM, 'TicketsbystatusThrottled', `${READS}.Dimensions.0.Name`, 'IndexName'),
  ],
  [
    'throttled reads of a table that nobody hears of',
    'alarm-missing',
    changeFirst(ALARM, 'TicketsThrottled', `${READS}.MetricName`, 'WriteThrottleEvents'),
  ],
  [
    'throttled writes of an index that nobody hears of',
    'alarm-missing',
    changeFirst(ALARM, 'TicketsbystatusThrottled', `${WRITES}.MetricName`, 'ReadThrottleEvents'),
  ],
  ['bounces that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'Reputation.BounceRate')],
  ['a long wait that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'OldestWaitSeconds')],
  ['a silent model that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'TriageDegraded')],
  ['a full house that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'ConcurrentExecutions')],
  ['a flood that nobody hears of', 'alarm-missing', removeFirst(ALARM, 'BlockedRequests')],
  ['an alarm on a metric of nobody', 'metric', changeFirst(ALARM, 'ApiIntakeErrors', 'Namespace', undefined)],
  ['an alarm without a period', 'alarm-statistic', changeFirst(ALARM, 'ApiIntakeErrors', 'Period', undefined)],
  [
    'an alarm without a statistic',
    'alarm-statistic',
    changeFirst(ALARM, 'ApiIntakeSlow', 'ExtendedStatistic', undefined),
  ],
  ['an alarm on periods that there are not', 'alarm-periods', changeFirst(ALARM, 'ApiIntakeErrors', 'Period', 45)],
  [
    'an alarm on an expression’s period that there is not',
    'alarm-periods',
    changeFirst(ALARM, 'AuthorizeSocketErrors', 'Metrics.1.MetricStat.Period', 45),
  ],
  [
    'an alarm on an expression that looks back for days',
    'alarm-periods',
    changeFirst(ALARM, 'AuthorizeSocketErrors', 'EvaluationPeriods', 5000),
  ],
  [
    'an alarm that waits for more than it looks at',
    'alarm-periods',
    changeFirst(ALARM, 'ApiIntakeErrors', 'DatapointsToAlarm', 9),
  ],
  [
    'an alarm that looks back for days',
    'alarm-periods',
    changeFirst(ALARM, 'ApiIntakeErrors', 'EvaluationPeriods', 2000),
  ],
  [
    'an alarm that compares two lines',
    'expression',
    changeFirst(ALARM, 'AuthorizeSocketErrors', 'Metrics.1.ReturnData', true),
  ],
  [
    'throttled writes that an alarm does not add up',
    'alarm-missing',
    changeFirst(ALARM, 'ObservabilityTicketsThrottled', 'Metrics.0.Expression', 'FILL(reads_Tickets, 0)'),
  ],
  [
    'throttled writes that an alarm adds to what nobody compares',
    'alarm-missing',
    (all) => {
      const id = idOf(all, ALARM, 'ObservabilityTicketsThrottled')
      change(id, 'Metrics.0.ReturnData', false)(all)
      append(id, 'Metrics', { Id: 'reads', Expression: 'FILL(reads_Tickets, 0)' })(all)
    },
  ],
  [
    'an average of what is to be counted',
    'alarm-statistic',
    changeFirst(ALARM, 'ObservabilityTicketsThrottled', 'Metrics.2.MetricStat.Stat', 'Average'),
  ],
  [
    'a depth where it is lowest',
    'alarm-statistic',
    changeFirst(ALARM, 'TicketDeadLettersDepth', 'Statistic', 'Minimum'),
  ],
  [
    'an alarm that rings while all is well',
    'alarm-operator',
    changeFirst(ALARM, 'ApiIntakeErrors', 'ComparisonOperator', 'LessThanThreshold'),
  ],
  [
    'an alarm that rings all night',
    'alarm-missing-data',
    changeFirst(ALARM, 'ApiIntakeErrors', 'TreatMissingData', 'breaching'),
  ],
  [
    'a rate in percent that is a share of one',
    'alarm-threshold',
    changeFirst(ALARM, 'Reputation.BounceRate', 'Threshold', 4),
  ],
  [
    'a queue that is watched by its address',
    'metric',
    changeFirst(ALARM, 'TicketQueueAge', 'Dimensions.0.Value', { Ref: 'TicketQueue' }),
  ],
  [
    'a function that is watched by its ARN',
    'metric',
    changeFirst(ALARM, 'ApiIntakeErrors', 'Dimensions.0.Value', arnOf('ApiIntake')),
  ],
  [
    'a function that is watched under no such dimension',
    'alarm-missing',
    changeFirst(ALARM, 'ApiIntakeErrors', 'Dimensions.0.Name', 'Function'),
  ],
  [
    'a wait that is watched for all stages, which nobody counts',
    'alarm-missing',
    changeFirst(ALARM, 'OldestWaitSeconds', 'Dimensions', undefined),
  ],
  [
    'a wait of another stage',
    'alarm-missing',
    changeFirst(ALARM, 'OldestWaitSeconds', 'Dimensions.0.Value', 'plimsoll-staging'),
  ],
  [
    'failures of another API',
    'alarm-missing',
    changeFirst(ALARM, '"5xx"', `${READS}.Dimensions.0.Value`, { Ref: 'SocketApi' }),
  ],
  [
    'a firewall that counts under another name',
    'alarm-missing',
    changeFirst('WAFv2::WebACL', '', 'VisibilityConfig.MetricName', 'firewall'),
  ],
  [
    'a firewall that counts nothing',
    'alarm-missing',
    changeFirst('WAFv2::WebACL', '', 'VisibilityConfig.CloudWatchMetricsEnabled', false),
  ],
  [
    'a stage that sends mails, and hears of none that is lost',
    'alarm-missing',
    change('NotifyPeople', `${ENVIRONMENT}.MAIL_FROM`, 'support@example.org'),
  ],
  [
    'an alarm that tells a queue',
    'alarm-silent',
    changeFirst(ALARM, 'ApiIntakeErrors', 'AlarmActions', [arnOf('TicketQueue')]),
  ],
  [
    'an alarm on others that tells nobody',
    'alarm-silent',
    add('Both', 'AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM(slow) AND ALARM(failing)' }),
  ],
  [
    'an alarm on others that tells a closed topic',
    'alarm-unheard',
    (all) => {
      add('Pager', 'AWS::SNS::Topic', {})(all)
      add('PagerPolicy', 'AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'Pager' }], PolicyDocument: { Statement: [] } })(
        all,
      )
      add('Both', 'AWS::CloudWatch::CompositeAlarm', {
        AlarmRule: 'ALARM(slow) AND ALARM(failing)',
        AlarmActions: [{ Ref: 'Pager' }],
      })(all)
    },
  ],
  ['an alarm of 90 seconds', 'alarm-periods', changeFirst(ALARM, 'ApiIntakeErrors', 'Period', 90)],
  [
    'an alarm of more points than periods',
    'alarm-periods',
    changeFirst(ALARM, 'ApiIntakeErrors', 'DatapointsToAlarm', 3),
  ],
  [
    'an alarm that is switched off in quotes',
    'alarm-silent',
    changeFirst(ALARM, 'ApiIntakeErrors', 'ActionsEnabled', 'false'),
  ],
  ['an alarm on a metric in other letters', 'metric', changeFirst(ALARM, 'ApiIntakeErrors', 'MetricName', 'errors')],
  [
    'a metric that is set aside in quotes, and computed with by nothing',
    'alarm-missing',
    (all) => {
      const id = idOf(all, ALARM, 'ObservabilitySearchThrottled')
      change(id, 'Metrics.0.Expression', 'FILL(writes_Search, 0)')(all)
      change(id, 'Metrics.1.ReturnData', 'false')(all)
    },
  ],
  ['a namespace in other letters', 'metric', changeFirst(ALARM, 'ApiIntakeErrors', 'Namespace', 'AWS/lambda')],
  ['an alarm above what no time-out reaches', 'alarm-late', changeFirst(ALARM, 'ApiIntakeSlow', 'Threshold', '15000')],
  [
    'an alarm on a filter’s metric that no filter makes',
    'metric',
    add('Lost', 'AWS::CloudWatch::Alarm', {
      Namespace: 'PlimsollLogs',
      MetricName: 'Warnings',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [{ Ref: 'ObservabilityAlarms72EB291A' }],
    }),
  ],
]
