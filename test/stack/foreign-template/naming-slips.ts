import { add, append, change, type Mutation } from '../template-mutations/mutation.ts'

const ELSEWHERE = { 'Fn::ImportValue': 'ReportArn' }
const CLOCK = { Ref: 'ClockRole' }
const PIPE = 'AWS::Pipes::Pipe'

/** Types that assume a role, with the schedules' role given by its name. */
const TAKERS: ReadonlyArray<readonly [type: string, properties: Readonly<Record<string, unknown>>]> = [
  ['AWS::Pipes::Pipe', { RoleArn: CLOCK }],
  ['AWS::StepFunctions::StateMachine', { RoleArn: CLOCK }],
  ['AWS::Logs::SubscriptionFilter', { RoleArn: CLOCK }],
  ['AWS::Logs::Destination', { RoleArn: CLOCK }],
  ['AWS::SNS::Subscription', { SubscriptionRoleArn: CLOCK }],
  ['AWS::KinesisFirehose::DeliveryStream', { S3DestinationConfiguration: { RoleARN: CLOCK } }],
  ['AWS::KinesisFirehose::DeliveryStream', { ExtendedS3DestinationConfiguration: { RoleARN: CLOCK } }],
  ['AWS::KinesisFirehose::DeliveryStream', { KinesisStreamSourceConfiguration: { RoleARN: CLOCK } }],
  ['AWS::ApiGatewayV2::Authorizer', { AuthorizerCredentialsArn: CLOCK }],
  ['AWS::ApiGateway::Method', { Integration: { Credentials: CLOCK } }],
  ['AWS::ApiGateway::Authorizer', { AuthorizerCredentials: CLOCK }],
  ['AWS::ApiGateway::Account', { CloudWatchRoleArn: CLOCK }],
  ['AWS::AppSync::DataSource', { ServiceRoleArn: CLOCK }],
  ['AWS::Cognito::UserPool', { SmsConfiguration: { SnsCallerArn: CLOCK } }],
  ['AWS::S3::Bucket', { ReplicationConfiguration: { Role: CLOCK } }],
]

/** What each of these types reads or sends to, by a name or URL in place of its ARN. */
const ENDS: ReadonlyArray<
  readonly [what: string, rule: string, type: string, properties: Readonly<Record<string, unknown>>]
> = [
  ['a pipe that reads a queue by its URL', 'source-name', PIPE, { Source: { Ref: 'TicketQueue' } }],
  ['a pipe that reads a table', 'source-name', PIPE, { Source: { 'Fn::GetAtt': ['Tickets', 'Arn'] } }],
  ['a pipe that reads a stream by its name', 'source-name', PIPE, { Source: { 'Fn::Sub': `\${Named}` } }],
  ['a pipe that calls a function by its name', 'target-name', PIPE, { Target: { Ref: 'Worker' } }],
  ['a pipe that asks a function by its name', 'target-name', PIPE, { Enrichment: { Ref: 'Worker' } }],
  [
    'a pipe that sends to a queue by its name',
    'target-name',
    PIPE,
    { Target: { 'Fn::GetAtt': ['TicketQueue', 'QueueName'] } },
  ],
  [
    'logs that a function gets by its name',
    'target-name',
    'AWS::Logs::SubscriptionFilter',
    { DestinationArn: { Ref: 'Worker' } },
  ],
  [
    'logs that a stream gets by its name',
    'target-name',
    'AWS::Logs::SubscriptionFilter',
    { DestinationArn: { Ref: 'Named' } },
  ],
  [
    'logs of others that a stream gets by its name',
    'target-name',
    'AWS::Logs::Destination',
    { TargetArn: { Ref: 'Named' } },
  ],
  [
    'a table whose changes a stream gets by its name',
    'target-name',
    'AWS::DynamoDB::Table',
    { KinesisStreamSpecification: { StreamArn: { Ref: 'Named' } } },
  ],
  [
    'a replica whose changes a stream gets by its name',
    'target-name',
    'AWS::DynamoDB::GlobalTable',
    { Replicas: [{ Region: 'us-east-1', KinesisStreamSpecification: { StreamArn: { Ref: 'Named' } } }] },
  ],
]

/** An asynchronous invocation's settings, with destinations of its results. */
const calls = (DestinationConfig: object) => ({
  FunctionName: { Ref: 'Worker' },
  Qualifier: '$LATEST',
  DestinationConfig,
})

/** Names where ARNs are needed. */
export const namingSlips: readonly Mutation[] = [
  [
    'failed calls that are kept at a queue’s address',
    'redrive',
    add('Calls', 'AWS::Lambda::EventInvokeConfig', calls({ OnFailure: { Destination: { Ref: 'RuleFailures' } } })),
  ],
  [
    'news that are kept at a queue’s address',
    'redrive',
    change('NewsReader', 'RedrivePolicy', { deadLetterTargetArn: { Ref: 'RuleFailures' } }),
  ],
  [
    'a bus whose failures are kept at a queue’s address',
    'redrive',
    add('Bus', 'AWS::Events::EventBus', { Name: 'shop', DeadLetterConfig: { Arn: { Ref: 'RuleFailures' } } }),
  ],
  ...['KinesisStreamParameters', 'DynamoDBStreamParameters'].map(
    (parameters): Mutation => [
      `a pipe whose failures are kept at a queue’s address, by its ${parameters}`,
      'redrive',
      add('Pipe', 'AWS::Pipes::Pipe', {
        Source: ELSEWHERE,
        Target: ELSEWHERE,
        RoleArn: ELSEWHERE,
        SourceParameters: { [parameters]: { DeadLetterConfig: { Arn: { Ref: 'RuleFailures' } } } },
      }),
    ],
  ),
  [
    'calls that are told of to a queue’s address',
    'redrive',
    add('Calls', 'AWS::Lambda::EventInvokeConfig', calls({ OnSuccess: { Destination: { Ref: 'TicketQueue' } } })),
  ],
  [
    'failed calls that are told of to a bus by its name',
    'redrive',
    (all) => {
      add('Named', 'AWS::Events::EventBus', {})(all)
      add('Calls', 'AWS::Lambda::EventInvokeConfig', calls({ OnFailure: { Destination: { Ref: 'Named' } } }))(all)
    },
  ],
  ...[
    'AWS::Events::EventBus',
    'AWS::Events::ApiDestination',
    'AWS::Logs::LogGroup',
    'AWS::KinesisFirehose::DeliveryStream',
    'AWS::ECS::Cluster',
  ].map(
    (type): Mutation => [
      `a rule that calls an ${type} by its name`,
      'rule-target',
      (all) => {
        add('Named', type, {})(all)
        append('Nightly', 'Targets', { Id: 'named', Arn: { Ref: 'Named' }, RoleArn: ELSEWHERE })(all)
      },
    ],
  ),
  ...[
    'AWS::Logs::LogGroup',
    'AWS::DynamoDB::GlobalTable',
    'AWS::ECR::Repository',
    'AWS::CodeBuild::Project',
    'AWS::CodePipeline::Pipeline',
    'AWS::Cognito::UserPool',
    'AWS::KMS::Key',
    'AWS::IAM::User',
  ].map(
    (type): Mutation => [
      `a grant on an ${type} by its name`,
      'grant-name',
      (all) => {
        add('Named', type, {})(all)
        change('ReadAll', 'PolicyDocument.Statement.1.Resource', [{ Ref: 'Failures' }, { Ref: 'Named' }])(all)
      },
    ],
  ),
  ...ENDS.map(
    ([what, rule, type, properties]): Mutation => [
      what,
      rule,
      (all) => {
        add('Named', 'AWS::Kinesis::Stream', {})(all)
        add('End', type, properties)(all)
      },
    ],
  ),
  [
    'logs that a destination gets by its name',
    'target-name',
    (all) => {
      add('Named', 'AWS::Logs::Destination', {})(all)
      add('End', 'AWS::Logs::SubscriptionFilter', { DestinationArn: { Ref: 'Named' } })(all)
    },
  ],
  [
    'a mapping that reads a table of many regions, not its stream',
    'mapping-source',
    change('TicketStream', 'EventSourceArn', { 'Fn::GetAtt': ['Tickets', 'Arn'] }),
  ],
  ['an integration that takes a role on by its name', 'role-name', change('SocketCall', 'CredentialsArn', CLOCK)],
  ...TAKERS.map(
    ([type, properties], place): Mutation => [
      `an ${type} that takes a role on by its name, ${place}`,
      'role-name',
      add('Taker', type, properties),
    ],
  ),
]
