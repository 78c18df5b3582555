import { alarm, TELLING } from './harmless-alarms.ts'
import { add, append, appendFirst, arnOf, change, type Edit, idOf } from './mutation.ts'

/** Additional resources. */
export const harmlessAdditions: readonly Edit[] = [
  ['a log of its own for somebody', add('ExtraLog', 'AWS::Logs::LogGroup', { RetentionInDays: 14 })],
  [
    'another group of rules of AWS’s',
    appendFirst('WAFv2::WebACL', '', 'Rules', {
      Name: 'Addresses',
      Priority: 70,
      OverrideAction: { None: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesAmazonIpReputationList' } },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'Addresses', SampledRequestsEnabled: true },
    }),
  ],
  [
    'a group of rules that is tried first',
    appendFirst('WAFv2::WebACL', '', 'Rules', {
      Name: 'Anonymous',
      Priority: 80,
      OverrideAction: { Count: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesAnonymousIpList' } },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'Anonymous', SampledRequestsEnabled: true },
    }),
  ],
  [
    'a country that is kept out',
    appendFirst('WAFv2::WebACL', '', 'Rules', {
      Name: 'Embargo',
      Priority: 90,
      Action: { Block: {} },
      Statement: { GeoMatchStatement: { CountryCodes: ['AQ'] } },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'Embargo', SampledRequestsEnabled: true },
    }),
  ],
  [
    'a flood of attempts to sign in, by a limit of its own',
    appendFirst('WAFv2::WebACL', '', 'Rules', {
      Name: 'SignInFlood',
      Priority: 100,
      Action: {
        Block: {
          CustomResponse: {
            ResponseCode: 429,
            CustomResponseBodyKey: 'flood',
            ResponseHeaders: [{ Name: 'retry-after', Value: '600' }],
          },
        },
      },
      Statement: {
        RateBasedStatement: {
          AggregateKeyType: 'IP',
          EvaluationWindowSec: 300,
          Limit: 1500,
          ScopeDownStatement: {
            ByteMatchStatement: {
              FieldToMatch: { UriPath: {} },
              PositionalConstraint: 'STARTS_WITH',
              SearchString: '/api/session',
              TextTransformations: [{ Priority: 0, Type: 'NONE' }],
            },
          },
        },
      },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'SignInFlood', SampledRequestsEnabled: true },
    }),
  ],
  [
    'tags',
    (all) => {
      change('Tickets', 'Tags', [{ Key: 'team', Value: 'support' }])(all)
      change('ApiIntake', 'Tags', [{ Key: 'team', Value: { Ref: 'AWS::StackName' } }])(all)
      change('TicketQueue', 'Tags', [{ Key: 'team', Value: 'support' }])(all)
    },
  ],
  [
    'an index more, with its keys and its alarm',
    (all) => {
      append('Search', 'AttributeDefinitions', { AttributeName: 'by_word_key', AttributeType: 'S' })(all)
      change('Search', 'GlobalSecondaryIndexes', [
        {
          IndexName: 'by_word',
          KeySchema: [
            { AttributeName: 'by_word_key', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ])(all)
      add('SearchByWordThrottled', 'AWS::CloudWatch::Alarm', {
        AlarmActions: TELLING,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Threshold: 0,
        TreatMissingData: 'notBreaching',
        Metrics: [
          { Id: 'sum', Expression: 'SUM(METRICS())' },
          ...['Read', 'Write'].map((kind) => ({
            Id: kind.toLowerCase(),
            ReturnData: false,
            MetricStat: {
              Stat: 'Sum',
              Period: 300,
              Metric: {
                Namespace: 'AWS/DynamoDB',
                MetricName: `${kind}ThrottleEvents`,
                Dimensions: [
                  { Name: 'GlobalSecondaryIndexName', Value: 'by_word' },
                  { Name: 'TableName', Value: { Ref: 'Search' } },
                ],
              },
            },
          })),
        ],
      })(all)
    },
  ],
  [
    'an index by a number, with its keys and its alarms',
    (all) => {
      append('Connections', 'AttributeDefinitions', { AttributeName: 'opened', AttributeType: 'N' })(all)
      append('Connections', 'GlobalSecondaryIndexes', {
        IndexName: 'by_age',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'opened', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })(all)
      for (const kind of ['Read', 'Write'])
        add(
          `ConnectionsByAge${kind}`,
          'AWS::CloudWatch::Alarm',
          alarm({
            Namespace: 'AWS/DynamoDB',
            MetricName: `${kind}ThrottleEvents`,
            Statistic: 'Sum',
            Dimensions: [
              { Name: 'TableName', Value: { Ref: 'Connections' } },
              { Name: 'GlobalSecondaryIndexName', Value: 'by_age' },
            ],
          }),
        )(all)
    },
  ],
  [
    'an archive of what is said on the bus',
    add('Archive', 'AWS::Events::Archive', {
      SourceArn: arnOf('Bus'),
      RetentionDays: 30,
      EventPattern: { source: [{ prefix: '' }] },
    }),
  ],
  [
    'a second schedule of a function',
    (all) => {
      const { Properties } = all[idOf(all, 'Scheduler::Schedule', 'forecast-volume')] ?? {}
      add('NightlyForecast', 'AWS::Scheduler::Schedule', {
        ...Properties,
        Name: 'forecast-nightly',
        GroupName: { Ref: 'SchedulesGroupD276B6F4' },
        ScheduleExpression: 'cron(0 2 ? * SUN *)',
      })(all)
    },
  ],
]
