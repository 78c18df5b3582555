const alarm = (properties: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    AlarmActions: [{ Ref: 'News' }],
    ...properties,
  },
})

/** Parts of the names of DynamoDB's throttling metrics, each a cause; the empty one is for all causes together. */
const THROTTLED_BY = ['', 'ProvisionedThroughput', 'MaxOnDemandThroughput', 'KeyRangeThroughput', 'AccountLimit']

/** Alarms on metrics of applications and services, and a dashboard in short forms. */
export const foreignWatching = {
  SlowShop: alarm({
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'TargetResponseTime',
    Statistic: 'Average',
    Period: 60,
    Threshold: { 'Fn::If': ['IsPublic', { Ref: 'Threshold' }, 60] },
  }),
  FailingShop: alarm({
    Namespace: 'Shop',
    MetricName: 'Failures',
    Statistic: 'Sum',
    Period: 60,
    Threshold: 0,
    ActionsEnabled: false,
  }),
  QuietShop: alarm({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateAgeOfOldestMessageInQuietGroups',
    Statistic: 'Maximum',
    Period: 60,
    Threshold: 60,
  }),
  BusyShop: alarm({
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCount',
    Statistic: 'Sum',
    Period: 60,
    Threshold: 9000,
    ActionsEnabled: { 'Fn::If': ['IsProduction', true, false] },
    AlarmActions: { 'Fn::If': ['HasDomain', [{ Ref: 'News' }], { Ref: 'AWS::NoValue' }] },
  }),
  Either: {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: {
      AlarmRule: { 'Fn::Sub': `ALARM(\${SlowShop}) OR ALARM(\${FailingShop})` },
      AlarmActions: [{ Ref: 'News' }],
    },
  },
  Unusual: alarm({
    ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    ThresholdMetricId: 'band',
    Metrics: [
      { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(errors, 2)' },
      {
        Id: 'errors',
        MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName: '5XXError' }, Period: 60, Stat: 'Sum' },
      },
    ],
  }),
  Busiest: alarm({
    Threshold: 80,
    Metrics: [
      { Id: 'busy', Expression: 'SELECT MAX(CPUUtilization) FROM "AWS/EC2" WHERE state = \'running\'', Period: 60 },
    ],
  }),
  NewsPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'News' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: '*' },
            Action: ['SNS:Publish', 'SNS:Subscribe'],
            Resource: '*',
            Condition: { StringEquals: { 'AWS:SourceOwner': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    },
  },
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      DashboardBody: {
        'Fn::Sub': JSON.stringify({
          widgets: [
            {
              type: 'metric',
              properties: {
                region: `\${AWS::Region}`,
                metrics: [
                  ['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', `\${TicketQueue.QueueName}`, { id: 'sent' }],
                  ['.', 'NumberOfMessagesDeleted', '.', '.', { id: 'done' }],
                  ['...', { stat: 'Sum' }],
                  ['AWS/ApplicationELB', 'RequestCount'],
                  ...['Visible', 'NotVisible', 'Delayed'].map((state) => [
                    'AWS/SQS',
                    `ApproximateNumberOfMessages${state}InQuietGroups`,
                  ]),
                  ['AWS/SQS', 'ApproximateNumberOfNoisyGroups'],
                  ...THROTTLED_BY.flatMap((limit) => [
                    ['AWS/DynamoDB', `Read${limit}ThrottleEvents`],
                    ['.', `Write${limit}ThrottleEvents`],
                  ]),
                  [{ expression: '100 * done / sent', label: 'done' }],
                  [{ expression: "SEARCH('{AWS/EC2,InstanceId} CPUUtilization', 'Average', 300)" }],
                ],
                annotations: { horizontal: [{ value: '@' }] },
              },
            },
          ],
        }).replace('"@"', `\${Threshold}`),
      },
    },
  },
}
