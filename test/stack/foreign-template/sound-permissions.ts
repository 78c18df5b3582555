import type { Resource } from '../../support/own-template.ts'
import {
  allow,
  arnOf,
  consumer,
  imported,
  include,
  inline,
  of,
  plainRole,
  ref,
  ruleWith,
  type Snippet,
  sub,
  type Template,
  trusting,
  worker,
} from './snippet.ts'

const roleOf = (policy: unknown) =>
  of('AWS::IAM::Role', {
    AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
    Policies: [{ PolicyName: 'own', PolicyDocument: policy }],
  })

const RECEIVING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
const receiving = { Statement: [{ Effect: 'Allow', Action: RECEIVING, Resource: arnOf('Orders') }] }

const mayCall = (properties: object) =>
  of('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: ref('Worker'),
    Principal: 'events.amazonaws.com',
    ...properties,
  })

/** A function that a rule of a bus calls. */
const called = (permission: object, name: object = {}, more: Readonly<Record<string, Resource>> = {}): Template => ({
  Resources: {
    Worker: worker(name),
    Role: plainRole(),
    Bus: of('AWS::Events::EventBus', { Name: 'shop' }),
    Rule: of('AWS::Events::Rule', {
      EventBusName: ref('Bus'),
      EventPattern: { source: ['shop'] },
      Targets: [{ Id: 'worker', Arn: arnOf('Worker') }],
    }),
    Permission: mayCall(permission),
    ...more,
  },
})

/** Roles, queues, topics and functions that grant access. */
export const soundPermissions: readonly Snippet[] = [
  [
    'a function’s address that the CDK opens',
    called({}, {}, { Address: mayCall({ Principal: '*', InvokedViaFunctionUrl: true }) }),
  ],
  [
    'a permission for whatever one account has',
    called({}, {}, { Open: mayCall({ Principal: '*', SourceAccount: ref('AWS::AccountId') }) }),
  ],
  [
    'a permission for the rules of a bus',
    called({ SourceArn: sub(`arn:aws:events:\${AWS::Region}:\${AWS::AccountId}:rule/\${Bus}/*`) }),
  ],
  [
    'a permission on a name made at the deployment',
    called({ FunctionName: sub(`\${AWS::StackName}-worker`) }, { FunctionName: sub(`\${AWS::StackName}-worker`) }),
  ],
  [
    'a permission on a literal ARN',
    called({ FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:worker' }, { FunctionName: 'worker' }),
  ],
  ['a permission for a service of each partition', called({ Principal: { 'Fn::FindInMap': ['A', 'b', 'c'] } })],
  [
    'permissions that a loop makes',
    called({ FunctionName: 'another' }, {}, { 'Fn::ForEach::Each': ['Name', ['a'], {}] as unknown as Resource }),
  ],
  [
    'roles by their names, where services take these',
    {
      Resources: {
        Role: plainRole(),
        Task: of('AWS::ECS::TaskDefinition', { TaskRoleArn: ref('Role'), ExecutionRoleArn: ref('Role') }),
        Crawler: of('AWS::Glue::Crawler', { Role: ref('Role') }),
      },
    },
  ],
  [
    'targets by their ARNs, as they are or of pieces',
    ruleWith(
      {
        ScheduleExpression: 'rate(1 day)',
        Targets: [
          arnOf('Bus'),
          arnOf('Address'),
          arnOf('Log'),
          sub(`arn:aws:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${Log}`),
          arnOf('Stream'),
          sub(`\${Cluster.Arn}`),
          sub(`arn:aws:codepipeline:\${AWS::Region}:\${AWS::AccountId}:\${Line}`),
        ].map((Arn, place) => ({ Id: `target-${place}`, Arn, RoleArn: arnOf('Role') })),
      },
      {
        Bus: of('AWS::Events::EventBus', { Name: 'shop' }),
        Address: of('AWS::Events::ApiDestination'),
        Log: of('AWS::Logs::LogGroup'),
        Stream: of('AWS::KinesisFirehose::DeliveryStream', {
          ExtendedS3DestinationConfiguration: { BucketARN: imported('bucket'), RoleARN: arnOf('Role') },
        }),
        Cluster: of('AWS::ECS::Cluster'),
        Line: of('AWS::CodePipeline::Pipeline', { RoleArn: arnOf('Role') }),
        Role: plainRole({
          ...inline(allow('events:InvokeApiDestination', { 'Fn::GetAtt': ['Address', 'ArnForPolicy'] })),
        }),
      },
    ),
  ],
  [
    'a role for a service of each partition',
    {
      Resources: {
        Worker: worker(),
        Role: plainRole({ AssumeRolePolicyDocument: trusting(sub(`\${Service}.amazonaws.com`)) }),
      },
    },
  ],
  [
    'a policy on a role by its name',
    consumer({
      Role: plainRole({ RoleName: sub(`\${AWS::StackName}-role`) }),
      Policy: of('AWS::IAM::Policy', { Roles: [sub(`\${AWS::StackName}-role`)], PolicyDocument: receiving }),
    }),
  ],
  ...[ref('Actions'), { 'Fn::Split': [',', ref('Actions')] }, [sub(`\${Service}:*`)]].map(
    (Action, place): Snippet => [
      `actions that a deployment puts in, ${place}`,
      consumer({ Role: roleOf({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }) }),
    ],
  ),
  ['a policy that is included', consumer({ Role: roleOf(include) })],
  [
    'a queue’s policy that is included',
    {
      Resources: {
        Queue: of('AWS::SQS::Queue'),
        Policy: of('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: include }),
        ...ruleWith({ ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'queue', Arn: arnOf('Queue') }] }).Resources,
      },
    },
  ],
  [
    'a topic’s policy as AWS writes it',
    {
      Resources: {
        Policy: of('AWS::SNS::TopicPolicy', {
          Topics: [imported('Topic')],
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Principal: '*', Action: 'SNS:Receive', Resource: '*', Condition: { a: {} } },
            ],
          },
        }),
      },
    },
  ],
  [
    'a queue whose memory a deployment decides, with a consumer of as many as may run',
    consumer({
      Role: roleOf(receiving),
      Worker: worker({ ReservedConcurrentExecutions: 5 }),
      Reader: of('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: arnOf('Orders'),
        FunctionName: ref('Worker'),
        ScalingConfig: { MaximumConcurrency: 5 },
      }),
      Orders: of('AWS::SQS::Queue', {
        MessageRetentionPeriod: ref('Memory'),
        VisibilityTimeout: 180,
        RedrivePolicy: { deadLetterTargetArn: imported('DeadLetters'), maxReceiveCount: 3 },
      }),
    }),
  ],
  [
    'a queue under a key that AWS keeps, for functions alone',
    consumer({
      Role: roleOf(receiving),
      Orders: of('AWS::SQS::Queue', {
        KmsMasterKeyId: 'alias/aws/sqs',
        VisibilityTimeout: 180,
        RedrivePolicy: { deadLetterTargetArn: imported('DeadLetters'), maxReceiveCount: 3 },
      }),
    }),
  ],
  [
    'a queue whose redrive policy is a text',
    consumer({
      Role: roleOf(receiving),
      Orders: of('AWS::SQS::Queue', { VisibilityTimeout: 180, RedrivePolicy: sub(`{"maxReceiveCount":3}`) }),
    }),
  ],
  [
    'dead letters that are read, and that a text names',
    consumer({
      Role: roleOf({ Statement: [{ Effect: 'Allow', Action: RECEIVING, Resource: '*' }] }),
      Orders: of('AWS::SQS::Queue', {
        VisibilityTimeout: 180,
        RedrivePolicy: sub(`{"deadLetterTargetArn":"\${Failed.Arn}","maxReceiveCount":3}`),
      }),
      Failed: of('AWS::SQS::Queue'),
      FailedReader: of('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: arnOf('Failed'),
        FunctionName: ref('Worker'),
      }),
    }),
  ],
]
