import { append, change, changeFirst, idOf, type Mutation, removeFirst, showOnDashboard } from './mutation.ts'

/** Paths of what an alarm on throttles adds up. */
const READS = 'Metrics.1.MetricStat.Metric'
const WRITES = 'Metrics.2.MetricStat.Metric'

/** Slips in alarms and the dashboard. */
export const watchingSlips: readonly Mutation[] = [
  [
    'an alarm without an operator',
    'alarm-operator',
    changeFirst('CloudWatch::Alarm', 'ApiIntake', 'ComparisonOperator', undefined),
  ],
  [
    'an alarm that tells nobody',
    'alarm-silent',
    changeFirst('CloudWatch::Alarm', 'ApiIntake', 'AlarmActions', undefined),
  ],
  [
    'a topic that CloudWatch may not publish to',
    'alarm-unheard',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1', undefined),
  ],
  [
    'a topic that any account’s alarms may publish to',
    'alarm-unheard',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1.Condition', undefined),
  ],
  [
    'an alarm on a metric that nobody publishes',
    'metric',
    changeFirst('CloudWatch::Alarm', 'ApiIntake', 'MetricName', 'Error'),
  ],
  ['errors that nobody hears', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'ApiIntakeErrors')],
  ['dead letters that nobody hears', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'TicketDeadLettersDepth')],
  ['a backlog that nobody hears', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'TicketQueueAge')],
  [
    'a dashboard that is no JSON',
    'dashboard',
    changeFirst('CloudWatch::Dashboard', '', 'DashboardBody', '{"widgets": ['),
  ],
  ['a widget without a metric that exists', 'metric', showOnDashboard([['AWS/Lambda', 'Errorz']])],
  ['a widget with a misspelt metric of our own', 'metric', showOnDashboard([['Plimsoll', 'TicketCreated']])],
  [
    'a search for a misspelt metric of our own',
    'metric',
    showOnDashboard([
      [
        {
          expression: `SEARCH('{Plimsoll,department,service} MetricName="AgentNeeded" service="plimsoll"', 'Maximum')`,
        },
      ],
    ]),
  ],
  [
    'a widget that computes with what it does not show',
    'expression',
    showOnDashboard([[{ expression: 'sent * 2' }], ['Plimsoll', 'MailsSent', 'service', 'plimsoll', { id: 'mails' }]]),
  ],
  [
    'an alarm that computes with a metric that nobody publishes',
    'metric',
    changeFirst('CloudWatch::Alarm', 'AuthorizeSocketErrors', 'Metrics.1.MetricStat.Metric.MetricName', 'Error'),
  ],
  [
    'an alarm that computes with what it does not look at',
    'expression',
    changeFirst('CloudWatch::Alarm', 'AuthorizeSocketErrors', 'Metrics.0.Expression', 'errors - refused'),
  ],

  [
    'an alarm that compares with nothing',
    'alarm-threshold',
    changeFirst('CloudWatch::Alarm', 'ApiIntake', 'Threshold', undefined),
  ],
  ['an alarm that never looks', 'alarm-periods', changeFirst('CloudWatch::Alarm', 'ApiIntake', 'EvaluationPeriods', 0)],
  [
    'an alarm that is switched off',
    'alarm-silent',
    changeFirst('CloudWatch::Alarm', 'ApiIntake', 'ActionsEnabled', false),
  ],
  [
    'a metric of a service that does not exist',
    'metric',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'Namespace', 'AWS/Lamda'),
  ],
  ['slow answers that nobody hears of', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'ApiIntakeSlow')],
  [
    'slow answers that are heard of too late',
    'alarm-late',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeSlow', 'Threshold', 15_000),
  ],
  [
    'a stream whose delay nobody hears of',
    'alarm-missing',
    removeFirst('CloudWatch::Alarm', 'PublishChangesIteratorAge'),
  ],
  ['throttles that nobody hears of', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'Throttles')],
  [
    'a table’s throttles that nobody hears of',
    'alarm-missing',
    removeFirst('CloudWatch::Alarm', 'ConnectionsThrottled'),
  ],
  [
    'an index’s throttles that nobody hears of',
    'alarm-missing',
    removeFirst('CloudWatch::Alarm', 'TicketsbystatusThrottled'),
  ],
  [
    'an index whose writes are looked for at another one',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'TicketsbystatusThrottled', `${WRITES}.Dimensions.0.Value`, 'by_requester'),
  ],
  [
    'an alarm of an index that is looked for under no such dimension',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'TicketsbystatusThrottled', `${READS}.Dimensions.0.Name`, 'IndexName'),
  ],
  [
    'throttled reads of a table that nobody hears of',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'TicketsThrottled', `${READS}.MetricName`, 'WriteThrottleEvents'),
  ],
  [
    'throttled writes of an index that nobody hears of',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'TicketsbystatusThrottled', `${WRITES}.MetricName`, 'ReadThrottleEvents'),
  ],
  ['bounces that nobody hears of', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'Reputation.BounceRate')],
  ['a long wait that nobody hears of', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'OldestWaitSeconds')],
  ['a silent model that nobody hears of', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'TriageDegraded')],
  ['a dashboard that is gone', 'dashboard-missing', removeFirst('CloudWatch::Dashboard', '')],
  [
    'a widget whose second line is misspelt',
    'metric',
    showOnDashboard([
      ['AWS/Lambda', 'Errors'],
      ['.', 'Errorz'],
    ]),
  ],

  ['a full house that nobody hears of', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'ConcurrentExecutions')],
  ['a flood that nobody hears of', 'alarm-missing', removeFirst('CloudWatch::Alarm', 'BlockedRequests')],

  [
    'an alarm on a metric of nobody',
    'metric',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'Namespace', undefined),
  ],
  [
    'an alarm without a period',
    'alarm-statistic',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'Period', undefined),
  ],
  [
    'an alarm without a statistic',
    'alarm-statistic',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeSlow', 'ExtendedStatistic', undefined),
  ],
  [
    'an alarm on periods that there are not',
    'alarm-periods',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'Period', 45),
  ],
  [
    'an alarm on an expression’s period that there is not',
    'alarm-periods',
    changeFirst('CloudWatch::Alarm', 'AuthorizeSocketErrors', 'Metrics.1.MetricStat.Period', 45),
  ],
  [
    'an alarm on an expression that looks back for days',
    'alarm-periods',
    changeFirst('CloudWatch::Alarm', 'AuthorizeSocketErrors', 'EvaluationPeriods', 5000),
  ],
  [
    'an alarm that waits for more than it looks at',
    'alarm-periods',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'DatapointsToAlarm', 9),
  ],
  [
    'an alarm that looks back for days',
    'alarm-periods',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'EvaluationPeriods', 2000),
  ],

  [
    'an alarm that compares two lines',
    'expression',
    changeFirst('CloudWatch::Alarm', 'AuthorizeSocketErrors', 'Metrics.1.ReturnData', true),
  ],
  [
    'throttled writes that an alarm does not add up',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'ObservabilityTicketsThrottled', 'Metrics.0.Expression', 'FILL(reads_Tickets, 0)'),
  ],
  [
    'throttled writes that an alarm adds to what nobody compares',
    'alarm-missing',
    (all) => {
      const id = idOf(all, 'CloudWatch::Alarm', 'ObservabilityTicketsThrottled')
      change(id, 'Metrics.0.ReturnData', false)(all)
      append(id, 'Metrics', { Id: 'reads', Expression: 'FILL(reads_Tickets, 0)' })(all)
    },
  ],
  [
    'an average of what is to be counted',
    'alarm-statistic',
    changeFirst('CloudWatch::Alarm', 'ObservabilityTicketsThrottled', 'Metrics.2.MetricStat.Stat', 'Average'),
  ],
  [
    'a depth where it is lowest',
    'alarm-statistic',
    changeFirst('CloudWatch::Alarm', 'TicketDeadLettersDepth', 'Statistic', 'Minimum'),
  ],
  [
    'an alarm that rings while all is well',
    'alarm-operator',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'ComparisonOperator', 'LessThanThreshold'),
  ],
  [
    'an alarm that rings all night',
    'alarm-missing-data',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'TreatMissingData', 'breaching'),
  ],
  [
    'a rate in percent that is a share of one',
    'alarm-threshold',
    changeFirst('CloudWatch::Alarm', 'Reputation.BounceRate', 'Threshold', 4),
  ],
  [
    'a queue that is watched by its address',
    'metric',
    changeFirst('CloudWatch::Alarm', 'TicketQueueAge', 'Dimensions.0.Value', { Ref: 'TicketQueue' }),
  ],
  [
    'a function that is watched by its ARN',
    'metric',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'Dimensions.0.Value', { 'Fn::GetAtt': ['ApiIntake', 'Arn'] }),
  ],
  [
    'a function that is watched under no such dimension',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'Dimensions.0.Name', 'Function'),
  ],
  [
    'a wait that is watched for all stages, which nobody counts',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'OldestWaitSeconds', 'Dimensions', undefined),
  ],
  [
    'a wait of another stage',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', 'OldestWaitSeconds', 'Dimensions.0.Value', 'plimsoll-staging'),
  ],
  [
    'failures of another API',
    'alarm-missing',
    changeFirst('CloudWatch::Alarm', '"5xx"', `${READS}.Dimensions.0.Value`, { Ref: 'SocketApi' }),
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
    'an alarm that tells a queue',
    'alarm-silent',
    changeFirst('CloudWatch::Alarm', 'ApiIntakeErrors', 'AlarmActions', [{ 'Fn::GetAtt': ['TicketQueue', 'Arn'] }]),
  ],
  [
    'a topic’s policy for no topic',
    'alarm-unheard',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1.Resource', undefined),
  ],
]
