import { imported, include, of, ref, ruleWith, type Snippet, sub } from './snippet.ts'

const alarm = (properties: object = {}) =>
  of('AWS::CloudWatch::Alarm', {
    AlarmName: 'slow-shop',
    Namespace: 'Shop',
    MetricName: 'Wait',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    ...properties,
  })

/** Alarms, dashboards, rules and filters. */
export const soundWatching: readonly Snippet[] = [
  [
    'an alarm in PromQL',
    {
      Resources: {
        Alarm: of('AWS::CloudWatch::Alarm', {
          EvaluationCriteria: { PromQLCriteria: { Query: 'up == 0' } },
          EvaluationInterval: 60,
          AlarmActions: [ref('Topic')],
        }),
      },
    },
  ],
  ['an alarm that tells of its end', { Resources: { Alarm: alarm({ OKActions: [ref('Topic')] }) } }],
  ['an alarm on silence', { Resources: { Alarm: alarm({ InsufficientDataActions: [ref('Topic')] }) } }],
  ['an alarm for other stacks', { Resources: { Alarm: alarm() }, Outputs: { Alarm: { Value: ref('Alarm') } } }],
  [
    'an alarm that another asks by its name',
    {
      Resources: {
        Alarm: alarm(),
        Any: of('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM("slow-shop")', AlarmActions: [ref('Topic')] }),
      },
    },
  ],
  [
    'an alarm that a rule listens to',
    {
      Resources: {
        Alarm: alarm(),
        ...ruleWith({ EventPattern: { 'detail-type': ['CloudWatch Alarm State Change'] } }).Resources,
      },
    },
  ],
  ...[sub('{"source":["shop"]}'), ref('Pattern'), include].map(
    (EventPattern, place): Snippet => [`a pattern that a deployment puts in, ${place}`, ruleWith({ EventPattern })],
  ),
  ['a rhythm that is kept elsewhere', ruleWith({ ScheduleExpression: 'cron({{resolve:ssm:/rhythm}})' })],
  [
    'an input that is kept elsewhere',
    ruleWith({
      ScheduleExpression: 'rate(1 day)',
      Targets: [
        { Id: 'all', Arn: imported('There'), Input: '{{resolve:ssm:/input}}' },
        { Id: 'part', Arn: imported('There'), Input: '{"most":{{resolve:ssm:/most}}}' },
        { Id: 'put-in', Arn: imported('There'), Input: { 'Fn::Join': ['', ['{"most":', imported('Most'), '}']] } },
      ],
    }),
  ],
  [
    'a filter that is kept elsewhere',
    {
      Resources: {
        Reader: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: imported('Stream'),
          FunctionName: imported('Worker'),
          FilterCriteria: { Filters: [{ Pattern: '{{resolve:ssm:/filter}}' }] },
        }),
      },
    },
  ],
  ...[ref('Body'), { 'Fn::ToJsonString': { widgets: [] } }].map(
    (DashboardBody, place): Snippet => [
      `a dashboard that a deployment puts in, ${place}`,
      { Resources: { Dashboard: of('AWS::CloudWatch::Dashboard', { DashboardBody }) } },
    ],
  ),
]
