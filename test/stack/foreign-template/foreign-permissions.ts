const assumedBy = (service: unknown) => ({
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
})

/** Functions, roles, people and secrets. */
export const foreignPermissions = {
  Worker: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'orders-worker',
      Runtime: 'python3.13',
      Handler: 'app.handler',
      Timeout: 5,
      Role: { 'Fn::GetAtt': ['WorkerRole', 'Arn'] },
      Code: { ZipFile: 'def handler(event, context): pass' },
      DeadLetterConfig: { TargetArn: { Ref: 'Failures' } },
      Environment: {
        Variables: { 'Fn::If': ['IsTrial', { RATE_LIMIT: '100000' }, { RATE_LIMIT: '100', STAGE: { Ref: 'Stage' } }] },
      },
    },
  },
  WorkerLive: {
    Type: 'AWS::Lambda::Alias',
    Properties: { Name: 'live', FunctionName: { Ref: 'Worker' }, FunctionVersion: '1' },
  },
  WorkerRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: assumedBy({ 'Fn::Sub': `lambda.\${AWS::URLSuffix}` }),
      ManagedPolicyArns: [{ Ref: 'ReadAll' }],
      Policies: [
        {
          PolicyName: 'inline',
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: ['sqs:Receive*', 'SQS:deletemessage', 'sqs:Get*'], Resource: '*' },
              { Effect: 'Deny', Action: 's3:*', NotResource: 'arn:aws:s3:::mine/*' },
              {
                Effect: 'Deny',
                NotAction: 's3:*',
                Resource: '*',
                Condition: { Bool: { 'aws:SecureTransport': false } },
              },
              {
                Effect: 'Deny',
                Action: 'sqs:*',
                Resource: '*',
                Condition: { StringNotEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
              },
              {
                'Fn::If': [
                  'IsProduction',
                  { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::mine/*' },
                  { Ref: 'AWS::NoValue' },
                ],
              },
            ],
          },
        },
      ],
    },
  },
  ReadAll: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['dynamodb:DescribeStream', 'dynamodb:Get*', 'dynamodb:ListStreams'],
            Resource: { 'Fn::GetAtt': ['Tickets', 'StreamArn'] },
          },
          { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Failures' } },
          // A table is not its stream, and another stack's queues are none of these.
          { Effect: 'Deny', Action: 'dynamodb:*', Resource: { 'Fn::GetAtt': ['Tickets', 'Arn'] } },
          {
            Effect: 'Deny',
            Action: 'sqs:*',
            Resource: { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'AuditQueueArn' }, '*']] },
          },
        ],
      },
    },
  },
  Failures: { Type: 'AWS::SNS::Topic', Properties: {} },
  ClockRole: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: assumedBy('scheduler.amazonaws.com') },
  },
  ClockPolicy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'clock',
      Roles: [{ Ref: 'ClockRole' }],
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: ['lambda:*', 'sqs:SendMessage'], Resource: '*' }],
      },
    },
  },
  UserPool: {
    Type: 'AWS::Cognito::UserPool',
    Properties: { LambdaConfig: { PreSignUp: { 'Fn::ImportValue': 'PreSignUpArn' } } },
  },
  UserPoolClient: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: { UserPoolId: { Ref: 'UserPool' }, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] },
  },
  Key: { Type: 'AWS::SecretsManager::Secret', Properties: { Description: 'Filled in by hand' } },
  Files: { Type: 'AWS::S3::Bucket', Properties: {} },
  FilesPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Files' },
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': false } },
          },
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: { 'Fn::Sub': `\${Files.Arn}/public/*` },
          },
        ],
      },
    },
  },
}
