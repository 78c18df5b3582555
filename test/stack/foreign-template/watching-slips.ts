import { add, change, type Mutation } from '../template-mutations/mutation.ts'

/** An alarm on what a service does not publish. */
const watching =
  (namespace: string, name: string): Mutation[2] =>
  (all) => {
    change('SlowShop', 'Namespace', namespace)(all)
    change('SlowShop', 'MetricName', name)(all)
  }

/** Slips in alarms, their actions, and dashboards. */
export const watchingSlips: readonly Mutation[] = [
  [
    'a topic that CloudWatch may not publish to',
    'alarm-unheard',
    change('NewsPolicy', 'PolicyDocument.Statement.0.Action', ['sns:Subscribe']),
  ],
  ['an alarm without an operator', 'alarm-operator', change('SlowShop', 'ComparisonOperator', undefined)],
  ['an alarm that nobody hears', 'alarm-silent', change('Busiest', 'AlarmActions', [])],
  ['an alarm that nobody hears wherever it is', 'alarm-silent', change('BusyShop', 'AlarmActions.Fn::If.1', [])],
  [
    'an alarm that is there where nobody hears it',
    'alarm-silent',
    (all) => {
      Object.assign(all.BusyShop ?? {}, { Condition: 'IsStaging' })
    },
  ],
  [
    'an alarm on a misspelt metric of Lambda’s',
    'metric',
    (all) => {
      change('SlowShop', 'Namespace', 'AWS/Lambda')(all)
      change('SlowShop', 'MetricName', 'Thortles')(all)
    },
  ],
  [
    'an alarm on a metric of Lambda’s in small letters',
    'metric',
    (all) => {
      change('SlowShop', 'Namespace', 'AWS/Lambda')(all)
      change('SlowShop', 'MetricName', 'deadlettererrors')(all)
    },
  ],
  [
    'an alarm that computes with nothing',
    'expression',
    change('Unusual', 'Metrics.0.Expression', 'ANOMALY_DETECTION_BAND(faults, 2)'),
  ],
  [
    'a queue that is watched by its address',
    'metric',
    change('QuietShop', 'Dimensions', [{ Name: 'QueueName', Value: { Ref: 'TicketQueue' } }]),
  ],
  [
    'an alarm that tells a queue',
    'alarm-silent',
    change('Busiest', 'AlarmActions', [{ 'Fn::GetAtt': ['TicketQueue', 'Arn'] }]),
  ],
  ...(
    [
      ['AWS/SQS', 'ApproximateNumberOfMessages'],
      ['AWS/SQS', 'MessagesVisible'],
      ['AWS/SQS', 'Errors'],
      ['AWS/SQS', 'NumberOfMessagesPublished'],
      ['AWS/Lambda', '5XXError'],
      ['AWS/Lambda', 'ErrorRate'],
      ['AWS/DynamoDB', 'ThrottleEvents'],
      ['AWS/ApiGateway', '5XXErrorRate'],
    ] as const
  ).map(
    ([namespace, name]): Mutation => [
      `an alarm on ${name}, which ${namespace} does not publish`,
      'metric',
      watching(namespace, name),
    ],
  ),
  ['an alarm on others that tells nobody', 'alarm-silent', change('Either', 'AlarmActions', [])],
  [
    'an alarm on others that tells nobody, and has a part of their names',
    'alarm-silent',
    add('Shop', 'AWS::CloudWatch::CompositeAlarm', { AlarmName: 'shop', AlarmRule: 'ALARM(slow-shop)' }),
  ],
  ['an alarm on others that is switched off', 'alarm-silent', change('Either', 'ActionsEnabled', false)],
  [
    'an alarm on others whose topic is closed to CloudWatch',
    'alarm-unheard',
    (all) => {
      add('Pager', 'AWS::SNS::Topic', {})(all)
      add('PagerPolicy', 'AWS::SNS::TopicPolicy', {
        Topics: [{ Ref: 'Pager' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sns:Publish',
              Resource: { Ref: 'Pager' },
            },
          ],
        },
      })(all)
      change('Either', 'AlarmActions', [{ Ref: 'Pager' }])(all)
    },
  ],
  [
    'a topic under a key that CloudWatch may not use',
    'alarm-unheard',
    change('News', 'KmsMasterKeyId', 'alias/aws/sns'),
  ],
  [
    'a topic that hears of ends alone, under a key that CloudWatch may not use',
    'alarm-unheard',
    (all) => {
      add('Ends', 'AWS::SNS::Topic', { KmsMasterKeyId: 'alias/aws/sns' })(all)
      change('SlowShop', 'OKActions', [{ Ref: 'Ends' }])(all)
    },
  ],
  ['a dashboard that is no JSON', 'dashboard', change('Dashboard', 'DashboardBody', '{')],
]
