import { jsonOf } from '../../../lib/aws/template-lint/template-json.ts'
import { add, arnOf, change, type Edit, idOf, type Resources } from './mutation.ts'

/** The actions of our alarms. */
export const TELLING = [{ Ref: 'ObservabilityAlarms72EB291A' }]

/** An alarm with these actions and the given properties. */
export const alarm = (properties: object) => ({
  AlarmActions: TELLING,
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: 1,
  Period: 300,
  Threshold: 0,
  TreatMissingData: 'notBreaching',
  ...properties,
})

/** Adds widgets to the dashboard, whose body is then one text. */
const show =
  (...more: readonly object[]) =>
  (all: Resources) => {
    const id = idOf(all, 'CloudWatch::Dashboard', '')
    const { widgets } = Object(jsonOf(all[id]?.Properties.DashboardBody))
    change(id, 'DashboardBody', JSON.stringify({ widgets: [...widgets, ...more] }))(all)
  }

const widget = (metrics: unknown) => ({
  type: 'metric',
  width: 12,
  height: 6,
  properties: { view: 'timeSeries', region: 'us-east-1', metrics },
})

/** Additional alarms and widgets. */
export const harmlessAlarms: readonly Edit[] = [
  [
    'an alarm on how often a function is called',
    add(
      'ManyCalls',
      'AWS::CloudWatch::Alarm',
      alarm({
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Statistic: 'Sum',
        Threshold: 100_000,
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'ApiIntake' } }],
      }),
    ),
  ],
  [
    'an alarm when nothing is taken in any more',
    add(
      'NothingComes',
      'AWS::CloudWatch::Alarm',
      alarm({
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Statistic: 'Sum',
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
        Period: 3600,
        EvaluationPeriods: 24,
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'SweepQueue' } }],
      }),
    ),
  ],
  [
    'an alarm on the share of errors',
    add('ErrorShare', 'AWS::CloudWatch::Alarm', {
      AlarmActions: TELLING,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 5,
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Id: 'share', Expression: 'IF(calls > 100, 100 * errors / calls, 0)', Label: 'Errors in percent' },
        ...['Errors', 'Invocations'].map((MetricName, place) => ({
          Id: ['errors', 'calls'][place] ?? '',
          ReturnData: false,
          MetricStat: {
            Stat: 'Sum',
            Period: 60,
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName,
              Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'ApiTickets' } }],
            },
          },
        })),
      ],
    }),
  ],
  [
    'an alarm by a band of what is usual',
    add('Unusual', 'AWS::CloudWatch::Alarm', {
      AlarmActions: TELLING,
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
      EvaluationPeriods: 2,
      ThresholdMetricId: 'band',
      Metrics: [
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(latency, 2)' },
        {
          Id: 'latency',
          ReturnData: true,
          MetricStat: {
            Stat: 'p90',
            Period: 300,
            Metric: {
              Namespace: 'AWS/ApiGateway',
              MetricName: 'Latency',
              Dimensions: [{ Name: 'ApiId', Value: { Ref: 'HttpApi' } }],
            },
          },
        },
      ],
    }),
  ],
  [
    'an alarm that falls when few messages wait',
    add(
      'LineEmpty',
      'AWS::CloudWatch::Alarm',
      alarm({
        Namespace: 'AWS/SQS',
        MetricName: 'NumberOfMessagesSent',
        Statistic: 'Sum',
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        Period: 86_400,
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': 'TicketQueue.QueueName' } }],
      }),
    ),
  ],
  [
    'a composite alarm of two',
    (all) =>
      add('Both', 'AWS::CloudWatch::CompositeAlarm', {
        AlarmActions: TELLING,
        AlarmRule: {
          'Fn::Join': [
            '',
            [
              'ALARM("',
              arnOf(idOf(all, 'CloudWatch::Alarm', 'ApiIntakeErrors')),
              '") AND ALARM("',
              arnOf(idOf(all, 'CloudWatch::Alarm', 'ApiTicketsErrors')),
              '")',
            ],
          ],
        },
      })(all),
  ],
  [
    'an alarm that a composite alarm asks',
    (all) => {
      add('Quiet', 'AWS::CloudWatch::Alarm', {
        ...alarm({
          Namespace: 'Plimsoll',
          MetricName: 'TicketsCreated',
          Statistic: 'Sum',
          Threshold: 500,
          Dimensions: [{ Name: 'service', Value: 'plimsoll' }],
        }),
        AlarmActions: [],
      })(all)
      add('Loud', 'AWS::CloudWatch::CompositeAlarm', {
        AlarmActions: TELLING,
        AlarmRule: { 'Fn::Sub': `ALARM(\${Quiet})` },
      })(all)
    },
  ],
  [
    'a metric of a log, and an alarm on it',
    (all) => {
      add('Warnings', 'AWS::Logs::MetricFilter', {
        LogGroupName: { Ref: idOf(all, 'Logs::LogGroup', 'ApiIntakeLog') },
        FilterPattern: '{ $.level = "WARN" }',
        MetricTransformations: [{ MetricNamespace: 'PlimsollLogs', MetricName: 'Warnings', MetricValue: '1' }],
      })(all)
      add(
        'ManyWarnings',
        'AWS::CloudWatch::Alarm',
        alarm({ Namespace: 'PlimsollLogs', MetricName: 'Warnings', Statistic: 'Sum', Threshold: 100 }),
      )(all)
    },
  ],
  [
    'a widget of many lines',
    show(
      widget([
        ['AWS/Lambda', 'Duration', 'FunctionName', 'x', { stat: 'p99', id: 'm1' }],
        ['.', 'Invocations', '.', '.', { id: 'm2', visible: false }],
        ['...', { stat: 'Maximum' }],
        [{ expression: 'm1 / PERIOD(m2)', label: 'Rate', id: 'e1' }],
      ]),
    ),
  ],
  [
    'a widget of logs, of alarms, of text',
    show(
      {
        type: 'log',
        width: 24,
        height: 6,
        properties: { region: 'us-east-1', query: "SOURCE '/aws/lambda/x' | stats count(*) by level", view: 'table' },
      },
      {
        type: 'alarm',
        width: 6,
        height: 6,
        properties: { alarms: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:x'] },
      },
      { type: 'text', width: 6, height: 1, properties: { markdown: '# Shop' } },
    ),
  ],
  [
    'a widget of what other services count',
    show(
      widget([
        ['AWS/Cognito', 'SignInSuccesses', 'UserPool', 'x'],
        ['AWS/CloudFront', 'BytesDownloaded', 'Region', 'Global', 'DistributionId', 'x'],
        ['AWS/Events', 'MatchedEvents', 'EventBusName', 'plimsoll'],
        ['AWS/Bedrock', 'Invocations', 'ModelId', 'x'],
      ]),
    ),
  ],
  [
    'a widget of a query',
    show(
      widget([
        [{ expression: 'SELECT MAX(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName', id: 'q1' }],
      ]),
    ),
  ],
]
