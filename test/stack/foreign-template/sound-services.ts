import { allow, arnOf, imported, inline, of, plainRole, ref, type Snippet, sub, trusting, worker } from './snippet.ts'

/** Networks, rules, roles and stores, as in AWS’s own guides. */
export const soundServices: readonly Snippet[] = [
  [
    'a function in a network',
    {
      Resources: {
        Worker: worker({
          Timeout: 30,
          VpcConfig: {
            SubnetIds: { 'Fn::Split': [',', imported('subnets')] },
            SecurityGroupIds: [{ 'Fn::GetAtt': ['Door', 'GroupId'] }],
          },
          Environment: {
            Variables: { DB_HOST: { 'Fn::GetAtt': ['Cluster', 'Endpoint.Address'] }, PGPORT: '5432', API_KEY_2: 'x' },
          },
        }),
        Door: of('AWS::EC2::SecurityGroup', { GroupDescription: 'door', VpcId: ref('Vpc') }),
        Vpc: of('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
        Role: plainRole({
          ManagedPolicyArns: [
            sub(`arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole`),
          ],
        }),
        Cluster: of('AWS::RDS::DBCluster', {
          Engine: 'aurora-postgresql',
          ManageMasterUserPassword: true,
          StorageEncrypted: true,
          ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
        }),
      },
    },
  ],
  [
    'a password of a database that is made and attached',
    {
      Resources: {
        Password: of('AWS::SecretsManager::Secret', {
          GenerateSecretString: {
            SecretStringTemplate: '{"username":"shop"}',
            GenerateStringKey: 'password',
            PasswordLength: 24,
          },
        }),
        Cluster: of('AWS::RDS::DBCluster', {
          Engine: 'aurora-mysql',
          MasterUsername: 'shop',
          MasterUserPassword: sub(`{{resolve:secretsmanager:\${Password}::password}}`),
        }),
        Attached: of('AWS::SecretsManager::SecretTargetAttachment', {
          SecretId: ref('Password'),
          TargetId: ref('Cluster'),
          TargetType: 'AWS::RDS::DBCluster',
        }),
        Turning: of('AWS::SecretsManager::RotationSchedule', {
          SecretId: ref('Password'),
          RotationRules: { ScheduleExpression: 'rate(30 days)' },
        }),
      },
    },
  ],
  [
    'outputs as SAM writes them',
    {
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { Function: { Runtime: 'python3.13', Timeout: 10 } },
      Resources: {
        Hello: of('AWS::Serverless::Function', {
          Events: {
            Get: { Type: 'HttpApi', Properties: { Path: '/hello', Method: 'get' } },
            Each: { Type: 'Schedule', Properties: { Schedule: 'rate(5 minutes)' } },
          },
          Policies: [{ SQSPollerPolicy: { QueueName: 'x' } }],
        }),
        Alarm: of('AWS::CloudWatch::Alarm', {
          Namespace: 'AWS/Lambda',
          MetricName: 'Errors',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          Dimensions: [{ Name: 'FunctionName', Value: ref('Hello') }],
          AlarmActions: [ref('Pager')],
        }),
        Pager: of('AWS::SNS::Topic', { Subscription: [{ Protocol: 'lambda', Endpoint: arnOf('Hello') }] }),
        Route: of('AWS::ApiGatewayV2::Route', {
          ApiId: ref('ServerlessHttpApi'),
          RouteKey: 'ANY /v1/{proxy+}',
          Target: sub(`integrations/\${Integration}`),
        }),
        Integration: of('AWS::ApiGatewayV2::Integration', {
          ApiId: ref('ServerlessHttpApi'),
          IntegrationType: 'HTTP_PROXY',
          IntegrationUri: 'https://shop.example.com',
        }),
      },
      Outputs: {
        Api: { Value: sub(`https://\${ServerlessHttpApi}.execute-api.\${AWS::Region}.amazonaws.com/`) },
        Role: { Value: { 'Fn::GetAtt': ['HelloRole', 'Arn'] } },
      },
    },
  ],
  [
    'stacks in many accounts',
    {
      Resources: {
        Everywhere: of('AWS::CloudFormation::StackSet', {
          StackSetName: 'guard',
          PermissionModel: 'SERVICE_MANAGED',
          AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
          Capabilities: ['CAPABILITY_NAMED_IAM'],
          StackInstancesGroup: [
            { DeploymentTargets: { OrganizationalUnitIds: ['ou-1234-12345678'] }, Regions: ['eu-central-1'] },
          ],
          TemplateBody: JSON.stringify({ Resources: { Role: plainRole() } }),
        }),
      },
    },
  ],
  [
    'a role for a repository’s tokens',
    {
      Resources: {
        Deployer: of('AWS::IAM::Role', {
          AssumeRolePolicyDocument: {
            Statement: [
              allow('sts:AssumeRoleWithWebIdentity', undefined, {
                Principal: {
                  Federated: sub(`arn:aws:iam::\${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com`),
                },
                Condition: {
                  StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:shop/*' },
                  StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
                },
              }),
            ],
          },
          ...inline(
            allow('iam:PassRole', sub(`arn:aws:iam::\${AWS::AccountId}:role/shop-*`), {
              Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
            }),
            allow(['s3:*Object', 'ssm:GetParameter?'], '*', {
              Condition: {
                StringEquals: { 'aws:ResourceTag/team': sub(`\${AWS::StackName}`) },
                Null: { 'aws:ResourceTag/team': 'false' },
              },
            }),
            {
              Effect: 'Deny',
              NotAction: ['iam:*', 'sts:*'],
              Resource: '*',
              Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
            },
          ),
        }),
      },
    },
  ],
  [
    'a role of several services by a list',
    {
      Resources: {
        Worker: worker(),
        Role: of('AWS::IAM::Role', {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                ...trusting(['edgelambda.amazonaws.com', 'lambda.amazonaws.com']).Statement[0],
                Action: ['sts:AssumeRole', 'sts:TagSession'],
              },
            ],
          },
        }),
      },
    },
  ],
  [
    'rules of the default bus for machines, tasks and projects',
    {
      Resources: {
        Nightly: of('AWS::Events::Rule', {
          ScheduleExpression: 'cron(0 2 ? * MON-FRI *)',
          Targets: [
            {
              Id: 'machine',
              Arn: ref('Machine'),
              RoleArn: arnOf('Role'),
              Input: sub(`{"stack":"\${AWS::StackName}"}`),
            },
          ],
        }),
        Found: of('AWS::Events::Rule', {
          EventPattern: {
            source: ['aws.s3'],
            'detail-type': ['Object Created'],
            detail: {
              bucket: { name: [ref('Bucket')] },
              object: {
                key: [{ wildcard: 'in/*.csv' }, { suffix: { 'equals-ignore-case': '.TSV' } }],
                size: [{ numeric: ['>', 0] }],
              },
              $or: [{ reason: ['PutObject'] }, { requester: [{ exists: false }] }],
            },
          },
          Targets: [
            {
              Id: 'machine',
              Arn: ref('Machine'),
              RoleArn: arnOf('Role'),
              InputTransformer: { InputPathsMap: { key: '$.detail.object.key' }, InputTemplate: '{"key": <key>}' },
            },
          ],
        }),
        Bucket: of('AWS::S3::Bucket', {
          NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        }),
        Machine: of('AWS::StepFunctions::StateMachine', { RoleArn: arnOf('Role'), DefinitionString: '{}' }),
        Role: of('AWS::IAM::Role', { AssumeRolePolicyDocument: trusting('events.amazonaws.com') }),
      },
    },
  ],
  [
    'a schedule of anything that AWS can do',
    {
      Resources: {
        Stop: of('AWS::Scheduler::Schedule', {
          FlexibleTimeWindow: { Mode: 'OFF' },
          ScheduleExpression: 'at(2030-02-28T12:00:00)',
          ScheduleExpressionTimezone: 'Europe/Berlin',
          ActionAfterCompletion: 'DELETE',
          State: 'DISABLED',
          Target: {
            Arn: 'arn:aws:scheduler:::aws-sdk:rds:stopDBCluster',
            RoleArn: imported('role'),
            Input: '{"DbClusterIdentifier":"shop"}',
          },
        }),
      },
    },
  ],
  [
    'a table with keys of four attributes, and one by numbers',
    {
      Resources: {
        Orders: of('AWS::DynamoDB::Table', {
          BillingMode: 'PROVISIONED',
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: '1' },
          AttributeDefinitions: ['a', 'b', 'c', 'd', 'e'].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'N',
          })),
          KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'many',
              Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
              KeySchema: [
                ...['a', 'b', 'c', 'd'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
                ...['e'].map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' })),
              ],
            },
          ],
          LocalSecondaryIndexes: [
            {
              IndexName: 'own',
              KeySchema: [
                { AttributeName: 'a', KeyType: 'HASH' },
                { AttributeName: 'b', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        }),
      },
    },
  ],
]
