/** A template with a table, two queues and functions of differing rights, as CDK would write it. */
export const ticketTemplate = () => ({
  Resources: {
    Tickets: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
          { AttributeName: 'status', AttributeType: 'S' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by_status',
            KeySchema: [
              { AttributeName: 'status', KeyType: 'HASH' },
              { AttributeName: 'sk', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ] as object[],
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      },
    },
    TicketQueue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 30,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['TicketQueueDeadLetters', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    TicketQueueDeadLetters: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1209600 } },
    TicketQueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'TicketQueue' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Deny',
              Action: 'sqs:*',
              Principal: { AWS: '*' },
              Resource: { 'Fn::GetAtt': ['TicketQueue', 'Arn'] },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
            {
              Effect: 'Allow',
              Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'],
              Principal: { Service: 'events.amazonaws.com' },
              Resource: { 'Fn::GetAtt': ['TicketQueue', 'Arn'] },
              Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['QueuedRule', 'Arn'] } } },
            },
          ],
        },
      },
    },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'plimsoll' } },
    QueuedRule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' } } },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Writer: lambda('WriterRole'),
    WriterRole: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [basicExecution] as unknown[] } },
    WriterPolicy: policy('WriterRole', [
      {
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
        Resource: { 'Fn::GetAtt': ['Tickets', 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Tickets', 'Arn'] }, '/index/*']] },
      },
      {
        Effect: 'Allow',
        Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
        Resource: { 'Fn::GetAtt': ['TicketQueue', 'Arn'] },
      },
      { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag': 'own' } },
      },
    ]),
    Reader: lambda('ReaderRole'),
    ReaderRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [
          {
            PolicyName: 'read',
            PolicyDocument: {
              Statement: { Effect: 'Allow', Action: 'dynamodb:Get*', Resource: { 'Fn::GetAtt': ['Tickets', 'Arn'] } },
            },
          },
        ],
      },
    },
    WriterFromApi: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Writer', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':execute-api:us-east-1:',
              { Ref: 'AWS::AccountId' },
              ':',
              { Ref: 'Api' },
              '/*/*/api/tickets',
            ],
          ],
        },
      },
    },
  },
})

const basicExecution = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']],
}

function lambda(role: string) {
  return { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [role, 'Arn'] } } }
}

function policy(role: string, Statement: readonly object[]) {
  return {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: `${role}Default`, Roles: [{ Ref: role }], PolicyDocument: { Statement } },
  }
}
