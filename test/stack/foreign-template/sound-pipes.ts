import { arnOf, imported, of, ref, type Snippet, sub, trusting, worker } from './snippet.ts'

/** Pipes, and subscriptions of logs and tables, as other people write them. */
export const soundPipes: readonly Snippet[] = [
  [
    'a pipe from a line to a machine',
    {
      Resources: {
        Pipe: of('AWS::Pipes::Pipe', {
          Source: arnOf('Orders'),
          Target: ref('Machine'),
          RoleArn: arnOf('Role'),
          SourceParameters: {
            SqsQueueParameters: { BatchSize: 1 },
            FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
          },
        }),
        Orders: of('AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: arnOf('Failed'), maxReceiveCount: 3 } }),
        Failed: of('AWS::SQS::Queue'),
        Machine: of('AWS::StepFunctions::StateMachine', { RoleArn: arnOf('Role'), DefinitionString: '{}' }),
        Role: of('AWS::IAM::Role', {
          AssumeRolePolicyDocument: trusting(['pipes.amazonaws.com', 'states.amazonaws.com']),
        }),
      },
    },
  ],
  [
    'ends of pipes, of logs and of tables that are named by their ARNs',
    {
      Resources: {
        Changes: of('AWS::Pipes::Pipe', {
          Source: { 'Fn::GetAtt': ['Everywhere', 'StreamArn'] },
          Enrichment: arnOf('Worker'),
          Target: { 'Fn::GetAtt': 'Stream.Arn' },
          RoleArn: arnOf('Role'),
        }),
        Brokered: of('AWS::Pipes::Pipe', {
          Source: 'smk://broker.example.com:9092',
          Target: sub(`arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:\${Orders.QueueName}`),
          RoleArn: arnOf('Role'),
        }),
        Imported: of('AWS::Pipes::Pipe', {
          Source: ref('SourceArn'),
          Target: imported('Target'),
          RoleArn: arnOf('Role'),
        }),
        Orders: of('AWS::SQS::Queue'),
        Everywhere: of('AWS::DynamoDB::GlobalTable', {
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: ['by_id', ref('OtherIndex')].map((IndexName) => ({
            IndexName,
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          })),
          Replicas: [
            { Region: 'us-east-1', KinesisStreamSpecification: { StreamArn: arnOf('Stream') } },
            { Region: 'eu-west-1', GlobalSecondaryIndexes: [{ IndexName: 'by_id' }, { IndexName: ref('OtherIndex') }] },
          ],
        }),
        Stream: of('AWS::Kinesis::Stream', { ShardCount: 1 }),
        ToFunction: of('AWS::Logs::SubscriptionFilter', { DestinationArn: arnOf('Worker'), FilterPattern: '' }),
        ToStream: of('AWS::Logs::SubscriptionFilter', { DestinationArn: arnOf('Stream'), RoleArn: arnOf('Role') }),
        ToOthers: of('AWS::Logs::SubscriptionFilter', { DestinationArn: arnOf('Others') }),
        Others: of('AWS::Logs::Destination', { TargetArn: arnOf('Stream'), RoleArn: arnOf('Role') }),
        Worker: worker(),
        Role: of('AWS::IAM::Role', {
          AssumeRolePolicyDocument: trusting(['pipes.amazonaws.com', 'logs.amazonaws.com', 'lambda.amazonaws.com']),
        }),
      },
    },
  ],
]
