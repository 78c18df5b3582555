import { changeFirst, type Mutation, removeFirst, showOnDashboard } from './mutation.ts'

/** Slips in alarms and the dashboard. */
export const watchingSlips: readonly Mutation[] = [
  ['an alarm without an operator', changeFirst('CloudWatch::Alarm', 'ApiIntake', 'ComparisonOperator', undefined)],
  ['an alarm that tells nobody', changeFirst('CloudWatch::Alarm', 'ApiIntake', 'AlarmActions', undefined)],
  [
    'a topic that CloudWatch may not publish to',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1', undefined),
  ],
  [
    'a topic that any account’s alarms may publish to',
    changeFirst('SNS::TopicPolicy', '', 'PolicyDocument.Statement.1.Condition', undefined),
  ],
  ['an alarm on a metric that nobody publishes', changeFirst('CloudWatch::Alarm', 'ApiIntake', 'MetricName', 'Error')],
  ['errors that nobody hears', removeFirst('CloudWatch::Alarm', 'ApiIntakeErrors')],
  ['dead letters that nobody hears', removeFirst('CloudWatch::Alarm', 'TicketDeadLettersDepth')],
  ['a backlog that nobody hears', removeFirst('CloudWatch::Alarm', 'TicketQueueAge')],
  ['a dashboard that is no JSON', changeFirst('CloudWatch::Dashboard', '', 'DashboardBody', '{"widgets": [')],
  ['a widget without a metric that exists', showOnDashboard([['AWS/Lambda', 'Errorz']])],
  ['a widget with a misspelt metric of our own', showOnDashboard([['Plimsoll', 'TicketCreated']])],
  [
    'a search for a misspelt metric of our own',
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
    showOnDashboard([[{ expression: 'sent * 2' }], ['Plimsoll', 'MailsSent', 'service', 'plimsoll', { id: 'mails' }]]),
  ],
  [
    'an alarm that computes with a metric that nobody publishes',
    changeFirst('CloudWatch::Alarm', 'AuthorizeSocketErrors', 'Metrics.1.MetricStat.Metric.MetricName', 'Error'),
  ],
  [
    'an alarm that computes with what it does not look at',
    changeFirst('CloudWatch::Alarm', 'AuthorizeSocketErrors', 'Metrics.0.Expression', 'errors - refused'),
  ],
]
