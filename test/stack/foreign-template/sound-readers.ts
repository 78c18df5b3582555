import {
  allow,
  arnOf,
  consumer,
  imported,
  inline,
  of,
  plainRole,
  ref,
  type Snippet,
  serving,
  sub,
  worker,
} from './snippet.ts'

/** Readers of streams, queues and topics, as in AWS’s own guides. */
export const soundReaders: readonly Snippet[] = [
  [
    'a line in order, that is read in order',
    {
      Resources: {
        Worker: worker({ Timeout: 60 }),
        Role: plainRole(inline(allow('sqs:*', arnOf('Orders')))),
        Orders: of('AWS::SQS::Queue', {
          QueueName: 'orders.fifo',
          FifoQueue: true,
          ContentBasedDeduplication: true,
          DeduplicationScope: 'messageGroup',
          FifoThroughputLimit: 'perMessageGroupId',
          VisibilityTimeout: 360,
          RedrivePolicy: { deadLetterTargetArn: arnOf('Failed'), maxReceiveCount: 1 },
        }),
        Failed: of('AWS::SQS::Queue', { QueueName: 'failed.fifo', FifoQueue: true }),
        Reader: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: arnOf('Orders'),
          FunctionName: arnOf('Worker'),
          BatchSize: 1,
          ScalingConfig: { MaximumConcurrency: 2 },
        }),
      },
    },
  ],
  [
    'a stream of Kinesis by a consumer of its own',
    serving(
      inline(
        allow(['kinesis:Get*', 'kinesis:DescribeStream*', 'kinesis:SubscribeToShard'], [arnOf('Stream'), ref('Fan')]),
      ),
      {
        Stream: of('AWS::Kinesis::Stream', { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
        Fan: of('AWS::Kinesis::StreamConsumer', { ConsumerName: 'worker', StreamARN: arnOf('Stream') }),
        Reader: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: ref('Fan'),
          FunctionName: ref('Worker'),
          StartingPosition: 'AT_TIMESTAMP',
          StartingPositionTimestamp: 1_700_000_000,
          BatchSize: 10_000,
          MaximumBatchingWindowInSeconds: 300,
          ParallelizationFactor: 10,
          TumblingWindowInSeconds: 60,
          FilterCriteria: {
            Filters: [
              {
                Pattern:
                  '{"data":{"kind":[{"prefix":"order"}],"sum":[{"numeric":[">",0,"<=",100]}]},"partitionKey":["1"]}',
              },
            ],
          },
        }),
      },
    ),
  ],
  [
    'a topic of Kafka',
    serving(
      inline(
        allow(
          [
            'kafka:DescribeCluster',
            'kafka:DescribeClusterV2',
            'kafka:GetBootstrapBrokers',
            'kafka-cluster:Connect',
            'ec2:DescribeVpcs',
          ],
          '*',
        ),
      ),
      {
        Kafka: of('AWS::MSK::ServerlessCluster', {
          ClusterName: 'shop',
          ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
          VpcConfigs: [{ SubnetIds: ['a', 'b'] }],
        }),
        Reader: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: arnOf('Kafka'),
          FunctionName: ref('Worker'),
          StartingPosition: 'LATEST',
          Topics: ['orders'],
          BatchSize: 500,
          MaximumBatchingWindowInSeconds: 10,
          FilterCriteria: { Filters: [{ Pattern: '{"value":{"kind":["order"]}}' }] },
        }),
      },
    ),
  ],
  [
    'a Kafka of somebody’s own, and a broker',
    serving(
      {},
      {
        Kafka: of('AWS::Lambda::EventSourceMapping', {
          FunctionName: ref('Worker'),
          SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['kafka.example.com:9092'] } },
          Topics: ['orders'],
          StartingPosition: 'TRIM_HORIZON',
          SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: imported('login') }],
        }),
        Broker: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: arnOf('Rabbit'),
          FunctionName: ref('Worker'),
          Queues: ['orders'],
          SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: imported('login') }],
        }),
        Rabbit: of('AWS::AmazonMQ::Broker', { EngineType: 'RABBITMQ' }),
      },
    ),
  ],
  [
    'a stream of documents',
    serving(
      {},
      {
        Documents: of('AWS::DocDB::DBCluster'),
        Reader: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: sub(`arn:\${AWS::Partition}:rds:\${AWS::Region}:\${AWS::AccountId}:cluster:\${Documents}`),
          FunctionName: sub(`\${Worker}:live`),
          StartingPosition: 'LATEST',
          DocumentDBEventSourceConfig: { DatabaseName: 'shop', FullDocument: 'UpdateLookup' },
        }),
      },
    ),
  ],
  [
    'an alias that reads with a window',
    consumer({
      Role: plainRole(
        inline(allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage*', 'sqs:GetQueueAttributes'], sub(`\${Orders.Arn}`))),
      ),
      Version: of('AWS::Lambda::Version', { FunctionName: ref('Worker') }),
      Live: of('AWS::Lambda::Alias', {
        FunctionName: ref('Worker'),
        FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
        Name: 'live',
      }),
      Reader: of('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: arnOf('Orders'),
        FunctionName: ref('Live'),
        BatchSize: '10000',
        MaximumBatchingWindowInSeconds: '300',
        ProvisionedPollerConfig: { MinimumPollers: 2 },
      }),
    }),
  ],
  [
    'a topic in order, with a subscriber in order',
    {
      Resources: {
        News: of('AWS::SNS::Topic', {
          TopicName: 'news.fifo',
          FifoTopic: true,
          ContentBasedDeduplication: true,
          KmsMasterKeyId: ref('Key'),
        }),
        Key: of('AWS::KMS::Key', {
          KeyPolicy: {
            Statement: [
              allow('kms:*', '*', { Principal: { AWS: sub(`arn:aws:iam::\${AWS::AccountId}:root`) } }),
              allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*', {
                Principal: { Service: ['sns.amazonaws.com', 'cloudwatch.amazonaws.com'] },
              }),
              allow('kms:Decrypt', '*', {
                Principal: { AWS: '*' },
                Condition: { StringEquals: { 'kms:CallerAccount': ref('AWS::AccountId') } },
              }),
            ],
          },
        }),
        Orders: of('AWS::SQS::Queue', { QueueName: 'orders.fifo', FifoQueue: true }),
        Policy: of('AWS::SQS::QueuePolicy', {
          Queues: [ref('Orders')],
          PolicyDocument: {
            Statement: allow('SQS:SendMessage', arnOf('Orders'), {
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: { ArnLike: { 'aws:SourceArn': ref('News') } },
            }),
          },
        }),
        Subscribed: of('AWS::SNS::Subscription', {
          TopicArn: ref('News'),
          Protocol: 'sqs',
          Endpoint: arnOf('Orders'),
          RawMessageDelivery: true,
          FilterPolicyScope: 'MessageBody',
          FilterPolicy: { kind: ['order'] },
        }),
      },
    },
  ],
  [
    'choices within choices',
    {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'test', 'live'] } },
      Conditions: {
        IsLive: { 'Fn::Equals': [ref('Stage'), 'live'] },
        IsTest: { 'Fn::Equals': [ref('Stage'), 'test'] },
      },
      Resources: consumer({
        Role: plainRole(
          inline(
            allow(
              { 'Fn::If': ['IsLive', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], 'sqs:*'] },
              arnOf('Orders'),
            ),
          ),
        ),
        Worker: worker({ Timeout: { 'Fn::If': ['IsLive', 60, { 'Fn::If': ['IsTest', 30, ref('AWS::NoValue')] }] } }),
        Orders: of('AWS::SQS::Queue', {
          VisibilityTimeout: { 'Fn::If': ['IsLive', 360, { 'Fn::If': ['IsTest', 180, 18] }] },
          RedrivePolicy: {
            'Fn::If': [
              'IsLive',
              { deadLetterTargetArn: imported('live'), maxReceiveCount: 5 },
              {
                'Fn::If': [
                  'IsTest',
                  { deadLetterTargetArn: imported('test'), maxReceiveCount: 2 },
                  { deadLetterTargetArn: imported('dev'), maxReceiveCount: 1 },
                ],
              },
            ],
          },
        }),
        Reader: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: arnOf('Orders'),
          FunctionName: ref('Worker'),
          BatchSize: { 'Fn::If': ['IsLive', 100, 10] },
          MaximumBatchingWindowInSeconds: { 'Fn::If': ['IsLive', 5, ref('AWS::NoValue')] },
        }),
      }).Resources,
    },
  ],
]
