const statement = (principal: unknown, action: string, resource: unknown, condition: unknown) => ({
  Effect: 'Allow',
  Principal: { Service: principal },
  Action: action,
  Resource: resource,
  Condition: condition,
})

const byOwner = (projection: 'ALL' | 'KEYS_ONLY') => ({
  IndexName: 'by-owner',
  KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
  Projection: { ProjectionType: projection },
})

/** In the template twice under different conditions, of which at most one holds. */
const salesMayCall = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: { Ref: 'Worker' },
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: { Ref: 'Sales' },
  },
}

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

/** Tables, streams, queues, topics and schedules. */
export const foreignMessaging = {
  Tickets: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      AttributeDefinitions: ['tenant', 'id', 'owner'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'tenant', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [{ 'Fn::If': ['IsStaging', byOwner('ALL'), byOwner('KEYS_ONLY')] }],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [{ Region: 'us-east-1' }, { Region: 'eu-west-1' }],
    },
  },
  Connections: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    },
  },
  TicketStream: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Tickets', 'StreamArn'] },
      FunctionName: { Ref: 'Worker' },
      StartingPosition: 'LATEST',
    },
  },
  Clicks: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::ImportValue': 'ClickStreamArn' },
      FunctionName: { 'Fn::ImportValue': 'ClickCounterArn' },
      StartingPosition: 'LATEST',
    },
  },
  ImportedOrders: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { Ref: 'OrdersQueueArn' }, FunctionName: { 'Fn::GetAtt': ['Worker', 'Arn'] } },
  },
  ArchivedOrders: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::Sub': `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:archive` },
      FunctionName: { Ref: 'WorkerLive' },
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      Enabled: false,
    },
  },
  TicketQueue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 120,
      RedrivePolicy: { deadLetterTargetArn: arnOf('SharedDeadLetters'), maxReceiveCount: 20 },
    },
  },
  TicketQueueReader: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arnOf('TicketQueue'), FunctionName: { Ref: 'Worker' } },
  },
  SharedDeadLetters: { Type: 'AWS::SQS::Queue', Properties: {} },
  RuleFailures: { Type: 'AWS::SQS::Queue', Properties: {} },
  RuleFailuresReader: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arnOf('RuleFailures'), FunctionName: { Ref: 'Worker' } },
  },
  OpenQueues: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'RuleFailures' }, { Ref: 'SharedDeadLetters' }, { Ref: 'TicketQueue' }],
      PolicyDocument: {
        Statement: [
          statement('events.amazonaws.com', 'SQS:SendMessage', '*', {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          }),
          statement({ 'Fn::Sub': `sns.\${AWS::URLSuffix}` }, 'sqs:SendMessage', arnOf('TicketQueue'), {
            ArnEquals: { 'aws:SourceArn': { Ref: 'News' } },
          }),
        ],
      },
    },
  },
  Orders: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: {
        source: [{ 'Fn::Sub': `\${AWS::StackName}.orders` }, { prefix: { 'equals-ignore-case': 'shop' } }],
        detail: { total: [{ numeric: ['>', 0, '<=', 100] }], state: [{ 'anything-but': { prefix: 'draft' } }] },
      },
      State: 'DISABLED',
      Targets: [
        { Id: 'worker', Arn: arnOf('Worker'), DeadLetterConfig: { Arn: arnOf('RuleFailures') } },
        {
          'Fn::If': [
            'IsProduction',
            { Id: 'elsewhere', Arn: { 'Fn::ImportValue': 'AuditBusArn' }, RoleArn: arnOf('WorkerRole') },
            { Ref: 'AWS::NoValue' },
          ],
        },
      ],
    },
  },
  Nightly: {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: 'rate(1 day)',
      EventBusName: { 'Fn::ImportValue': 'DefaultBusName' },
      Targets: [{ Id: 'elsewhere', Arn: { 'Fn::ImportValue': 'ReportArn' } }],
    },
  },
  OrdersMayCall: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: 'orders-worker',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  },
  SweepQueue: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'cron(0 18 L * ? 2026-2030)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: arnOf('Worker'),
        RoleArn: arnOf('ClockRole'),
        DeadLetterConfig: { Arn: arnOf('SharedDeadLetters') },
      },
    },
  },
  DailyReport: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: { Ref: 'EveryDay' },
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { 'Fn::ImportValue': 'ReportArn' }, RoleArn: { 'Fn::ImportValue': 'ReportRoleArn' } },
    },
  },
  News: {
    Type: 'AWS::SNS::Topic',
    Properties: { Subscription: [{ Protocol: 'sqs', Endpoint: arnOf('TicketQueue') }] },
  },
  NewsReader: {
    Type: 'AWS::SNS::Subscription',
    Properties: { Protocol: 'lambda', TopicArn: { Ref: 'News' }, Endpoint: arnOf('Worker') },
  },
  NewsMayCall: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: 'Worker' },
      Action: 'lambda:InvokeFunction',
      Principal: { 'Fn::Join': ['.', ['sns', { Ref: 'AWS::URLSuffix' }]] },
      SourceArn: { Ref: 'News' },
    },
  },
  Sales: {
    Type: 'AWS::SNS::Topic',
    Properties: { Subscription: [{ Protocol: 'lambda', Endpoint: arnOf('Worker') }] },
  },
  SmallSalesMayCall: { ...salesMayCall, Condition: 'IsSmall' },
  LargeSalesMayCall: { ...salesMayCall, Condition: 'IsLarge' },
}
