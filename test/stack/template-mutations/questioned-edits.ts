import { alarm, TELLING } from './harmless-alarms.ts'
import { add, append, arnOf, change, changeFirst, type Edit, FLOOD, idOf } from './mutation.ts'

const MAPPING = 'Lambda::EventSourceMapping'
const ALARM = 'CloudWatch::Alarm'
const STATEMENTS = 'Policies.0.PolicyDocument.Statement'

/** A queue's policy: denies requests without TLS, and lets a rule send, under the given operator on its ARN. */
const queuePolicy = (queue: string, rule: string, operator: string) => ({
  Queues: [{ Ref: queue }],
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: ['sqs:*'],
        Resource: [arnOf(queue)],
        Condition: { Bool: { 'aws:SecureTransport': false } },
      },
      {
        Effect: 'Allow',
        Principal: { Service: ['events.amazonaws.com'] },
        Action: ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
        Resource: [arnOf(queue)],
        Condition: { [operator]: { 'AWS:SourceArn': [arnOf(rule)] } },
      },
    ],
  },
})

/**
 * Changes that our own rules accept but others question: cdk-nag wants a reason for some, and CloudFormation’s
 * validator warns of numbers and switches in quotes.
 */
export const questionedEdits: readonly Edit[] = [
  ['no traces', change('ApiMeta', 'TracingConfig', undefined)],
  [
    'a rule with a queue of its own, that somebody else reads',
    (all) => {
      add('OutwardRule', 'AWS::Events::Rule', {
        EventBusName: { Ref: 'Bus' },
        EventPattern: {
          source: ['plimsoll'],
          'detail-type': ['SlaAtRisk', 'SlaBreached'],
          detail: { data: { priority: [{ 'anything-but': ['low'] }] } },
        },
        Targets: [
          { Id: 'outward', Arn: arnOf('OutwardQueue'), DeadLetterConfig: { Arn: arnOf('OutwardDeadLetters') } },
        ],
      })(all)
      add('OutwardQueue', 'AWS::SQS::Queue', {
        SqsManagedSseEnabled: true,
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: arnOf('OutwardDeadLetters'), maxReceiveCount: 4 },
      })(all)
      add('OutwardDeadLetters', 'AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 })(
        all,
      )
      add('OutwardQueuePolicy', 'AWS::SQS::QueuePolicy', queuePolicy('OutwardQueue', 'OutwardRule', 'ArnEquals'))(all)
      add(
        'OutwardDeadLettersPolicy',
        'AWS::SQS::QueuePolicy',
        queuePolicy('OutwardDeadLetters', 'OutwardRule', 'ArnLike'),
      )(all)
      const of = (queue: string, MetricName: string) =>
        alarm({
          Namespace: 'AWS/SQS',
          MetricName,
          Statistic: 'Maximum',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
        })
      add('OutwardAge', 'AWS::CloudWatch::Alarm', of('OutwardQueue', 'ApproximateAgeOfOldestMessage'))(all)
      add('OutwardDepth', 'AWS::CloudWatch::Alarm', of('OutwardDeadLetters', 'ApproximateNumberOfMessagesVisible'))(all)
    },
  ],
  [
    'a rule that keeps what is said in a log',
    add('EverythingRule', 'AWS::Events::Rule', {
      EventBusName: { 'Fn::GetAtt': ['Bus', 'Name'] },
      EventPattern: { source: ['plimsoll'] },
      Targets: [
        {
          Id: 'log',
          Arn: {
            'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/events/plimsoll`,
          },
        },
      ],
    }),
  ],
  [
    'a grant that is used by nobody',
    append('ApiMetaRole', STATEMENTS, {
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: { 'Fn::Sub': `\${SiteBucket.Arn}/*` },
    }),
  ],
  [
    'an address for those who hear alarms',
    add('Hearer', 'AWS::SNS::Subscription', { TopicArn: TELLING[0], Protocol: 'email', Endpoint: 'ops@example.com' }),
  ],

  ['a time-out as a text', change('ApiPeople', 'Timeout', '20')],
  ['memory as a text', change('ApiPeople', 'MemorySize', '2048')],
  ['a mapping that says that it is on', changeFirst(MAPPING, 'SyncRole', 'Enabled', 'true')],
  ['deliveries as a text', change('IndexTicketQueue', 'RedrivePolicy.maxReceiveCount', '8')],
  [
    'an alarm by numbers in quotes',
    (all) => {
      const id = idOf(all, ALARM, 'ApiSessionErrors')
      change(id, 'Threshold', '5')(all)
      change(id, 'Period', '60')(all)
      change(id, 'EvaluationPeriods', '3')(all)
    },
  ],
  ['a switch at the edge in quotes', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.Enabled', 'true')],
  ['a switch of the stage in quotes', changeFirst('ApiGatewayV2::Stage', 'SocketApi', 'AutoDeploy', 'true')],
  [
    'a protection in quotes',
    (all) => {
      change('Search', 'DeletionProtectionEnabled', 'true')(all)
      change('Search', 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', 'true')(all)
      change('Search', 'TimeToLiveSpecification.Enabled', 'true')(all)
    },
  ],
  [
    'a bucket closed in quotes',
    (all) => {
      for (const name of ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'])
        change('SiteBucket', `PublicAccessBlockConfiguration.${name}`, 'true')(all)
    },
  ],
  [
    'the answer to a flood in quotes',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Action.Block.CustomResponse.ResponseCode`, '429'),
  ],
  [
    'a metric that is set aside in quotes',
    changeFirst(ALARM, 'ObservabilitySearchThrottled', 'Metrics.1.ReturnData', 'false'),
  ],
  ['revocation in quotes', change('UserPoolClient', 'EnableTokenRevocation', 'true')],
  ['accounts by us alone, in quotes', change('UserPool', 'AdminCreateUserConfig.AllowAdminCreateUserOnly', 'true')],
]
