import type { Resource } from '../../support/own-template.ts'
import { arnOf, imported, include, of, plainRole, ref, ruleWith, type Snippet, sub, worker } from './snippet.ts'

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

/** An alarm for each of some values of a dimension. */
const alarmsOn = (Name: string, values: readonly unknown[]): Readonly<Record<string, Resource>> =>
  Object.fromEntries(
    values.map((Value, place) => [
      `${Name}${place}`,
      alarm({ Dimensions: [{ Name, Value }], AlarmActions: [ref('Topic')] }),
    ]),
  )

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
  [
    'alarms on what a deployment names, and one on a version of a function',
    {
      Resources: {
        Worker: worker(),
        Role: plainRole(),
        Orders: of('AWS::SQS::Queue', { QueueName: 'orders' }),
        Live: of('AWS::Lambda::Alias', { FunctionName: ref('Worker') }),
        ...alarmsOn('FunctionName', [
          sub(`\${Worker}`),
          { 'Fn::Select': [6, { 'Fn::Split': [':', arnOf('Worker')] }] },
          ref('Live'),
        ]),
        ...alarmsOn('QueueName', [
          { 'Fn::Select': [4, { 'Fn::Split': ['/', ref('Orders')] }] },
          sub(`\${Orders.QueueName}`),
          'orders',
        ]),
      },
    },
  ],
  [
    'alarms that tell a function, a policy, and what a deployment names',
    {
      Resources: {
        Worker: worker(),
        Role: plainRole(),
        Live: of('AWS::Lambda::Alias', { FunctionName: ref('Worker') }),
        Grow: of('AWS::AutoScaling::ScalingPolicy'),
        OfLive: alarm({ AlarmActions: [ref('Live')] }),
        OfGrowth: alarm({ AlarmActions: [ref('Grow')] }),
        OfMachines: alarm({ AlarmActions: [sub(`arn:aws:automate:\${AWS::Region}:ec2:recover`)] }),
        OfOthers: alarm({ AlarmActions: [ref('Topic')] }),
      },
    },
  ],
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
    'an alarm that holds another one back, by its name',
    {
      Resources: {
        Alarm: alarm(),
        Any: of('AWS::CloudWatch::CompositeAlarm', {
          AlarmRule: 'ALARM("failing-shop")',
          AlarmActions: [ref('Topic')],
          ActionsSuppressor: 'slow-shop',
          ActionsSuppressorWaitPeriod: 60,
          ActionsSuppressorExtensionPeriod: 60,
        }),
      },
    },
  ],
  [
    'alarms on others that another asks, and one that tells of its end',
    {
      Resources: {
        Each: of('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'each', AlarmRule: 'ALARM(one) AND ALARM(other)' }),
        Some: of('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM(one) OR ALARM(other)' }),
        All: of('AWS::CloudWatch::CompositeAlarm', {
          AlarmRule: sub(`ALARM(each) OR ALARM("\${Some.Arn}")`),
          OKActions: [ref('Topic')],
        }),
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
  [
    'an alarm that opens an investigation',
    {
      Resources: {
        Team: of('AWS::AIOps::InvestigationGroup', { Name: 'team' }),
        Alarm: alarm({ AlarmActions: [arnOf('Team')] }),
      },
    },
  ],
  [
    'an alarm whose metrics are set aside in quotes',
    {
      Resources: {
        Alarm: of('AWS::CloudWatch::Alarm', {
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          AlarmActions: [ref('Topic')],
          Metrics: [
            { Id: 'all', Expression: 'waits * 2', ReturnData: 'true' },
            {
              Id: 'waits',
              MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Wait' }, Period: 60, Stat: 'Sum' },
              ReturnData: 'false',
            },
          ],
        }),
      },
    },
  ],
  [
    'alarms on what several publish under one name',
    {
      Resources: Object.fromEntries(
        [
          ['AWS/Events', 'Invocations'],
          ['AWS/Bedrock', 'Invocations'],
          ['AWS/AppSync', '5XXError'],
          ['AWS/AppSync', 'Latency'],
          ['AWS/CodeBuild', 'Duration'],
          ['AWS/SNS', 'SMSSuccessRate'],
          ['AWS/Cassandra', 'SystemErrors'],
          ['Shop', 'Errors'],
          ['Shop', 'ErrorRate'],
          ['Plimsoll', 'TicketCreated'],
        ].map(([Namespace, MetricName], place) => [
          `Alarm${place}`,
          alarm({ Namespace, MetricName, AlarmActions: [ref('Topic')] }),
        ]),
      ),
    },
  ],
  [
    'alarms on what services began to publish yesterday',
    {
      Resources: Object.fromEntries(
        [
          ['AWS/Lambda', 'OversizedRecordCount'],
          ['AWS/Lambda', 'SignatureValidationErrors'],
          ['AWS/Lambda', 'NobodyHasHeardOfIt'],
          ['AWS/DynamoDB', 'NobodyHasHeardOfIt'],
          ['AWS/DynamoDB', 'FaultInjectionServiceInducedErrors'],
          ['AWS/Lambda', 'ApproximateRunningDurableExecutions'],
          ['AWS/Lambda', 'DurableExecutionDuration'],
          ['AWS/Lambda', 'DurableExecutionFailed'],
          ['AWS/Lambda', 'MaxOffsetLag'],
          ['AWS/Lambda', 'Utilization'],
          ['AWS/SES', 'Received'],
          ['AWS/SES', 'PublishFailure'],
        ].map(([Namespace, MetricName], place) => [
          `Alarm${place}`,
          alarm({ Namespace, MetricName, AlarmActions: [ref('Topic')] }),
        ]),
      ),
    },
  ],
]
