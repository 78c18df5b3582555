import { allow, arnOf, imported, of, ref, type Snippet, serving, sub } from './snippet.ts'

/** APIs and sites as in AWS’s own guides, with their protection and monitoring. */
export const soundFronts: readonly Snippet[] = [
  [
    'a REST API with its deployment',
    serving(
      {},
      {
        Api: of('AWS::ApiGateway::RestApi', {
          Name: 'shop',
          EndpointConfiguration: { Types: ['REGIONAL'] },
          Policy: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 'execute-api:Invoke',
                Resource: 'execute-api:/*',
                Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } },
              },
            ],
          },
        }),
        Orders: of('AWS::ApiGateway::Resource', {
          RestApiId: ref('Api'),
          ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          PathPart: '{proxy+}',
        }),
        Any: of('AWS::ApiGateway::Method', {
          RestApiId: ref('Api'),
          ResourceId: ref('Orders'),
          HttpMethod: 'ANY',
          AuthorizationType: 'COGNITO_USER_POOLS',
          AuthorizerId: ref('People'),
          Integration: {
            Type: 'AWS_PROXY',
            IntegrationHttpMethod: 'POST',
            Uri: sub(
              `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Worker.Arn}/invocations`,
            ),
          },
        }),
        People: of('AWS::ApiGateway::Authorizer', {
          RestApiId: ref('Api'),
          Type: 'COGNITO_USER_POOLS',
          ProviderARNs: [imported('pool')],
          IdentitySource: 'method.request.header.Authorization',
          Name: 'people',
        }),
        Call: of('AWS::Lambda::Permission', {
          FunctionName: ref('Worker'),
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/*/*`),
        }),
        Deployment: of('AWS::ApiGateway::Deployment', { RestApiId: ref('Api') }),
        Stage: of('AWS::ApiGateway::Stage', {
          RestApiId: ref('Api'),
          DeploymentId: ref('Deployment'),
          StageName: 'live',
          MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingBurstLimit: 0 }],
        }),
        Slow: of('AWS::CloudWatch::Alarm', {
          Namespace: 'AWS/ApiGateway',
          MetricName: '5XXError',
          Statistic: 'Average',
          Period: 60,
          EvaluationPeriods: 5,
          Threshold: 0.05,
          ComparisonOperator: 'GreaterThanThreshold',
          Dimensions: [
            { Name: 'ApiName', Value: 'shop' },
            { Name: 'Stage', Value: ref('Stage') },
          ],
          AlarmActions: [imported('pager')],
        }),
      },
    ),
  ],
  [
    'a firewall of labels, limits by header and a group of its own',
    {
      Resources: {
        Acl: of('AWS::WAFv2::WebACL', {
          Scope: 'REGIONAL',
          DefaultAction: { Block: {} },
          Rules: [
            {
              Name: 'bots',
              Priority: 0,
              OverrideAction: { None: {} },
              Statement: {
                ManagedRuleGroupStatement: {
                  VendorName: 'AWS',
                  Name: 'AWSManagedRulesBotControlRuleSet',
                  Version: 'Version_2.0',
                },
              },
            },
            {
              Name: 'own',
              Priority: 1,
              OverrideAction: { Count: {} },
              Statement: { RuleGroupReferenceStatement: { Arn: arnOf('Own') } },
            },
            {
              Name: 'keys',
              Priority: 2,
              Action: { Captcha: {} },
              Statement: {
                RateBasedStatement: {
                  Limit: '10',
                  EvaluationWindowSec: '60',
                  AggregateKeyType: 'CUSTOM_KEYS',
                  CustomKeys: [{ Header: { Name: 'x-key', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } }],
                },
              },
            },
            {
              Name: 'labels',
              Priority: 3,
              Action: { Allow: {} },
              Statement: { LabelMatchStatement: { Scope: 'LABEL', Key: 'awswaf:managed' } },
            },
          ],
        }),
        Own: of('AWS::WAFv2::RuleGroup', {
          Scope: 'REGIONAL',
          Capacity: 10,
          Rules: [
            {
              Name: 'home',
              Priority: 0,
              Action: { Challenge: {} },
              Statement: { GeoMatchStatement: { CountryCodes: ['DE'] } },
            },
          ],
        }),
      },
    },
  ],
  [
    'a socket that anybody may open, with routes of its own',
    serving(
      {},
      {
        Socket: of('AWS::ApiGatewayV2::Api', {
          ProtocolType: 'WEBSOCKET',
          RouteSelectionExpression: '$request.body.action',
        }),
        Send: of('AWS::ApiGatewayV2::Route', {
          ApiId: ref('Socket'),
          RouteKey: 'send-message',
          Target: { 'Fn::Join': ['/', ['integrations', ref('Call')]] },
        }),
        Open: of('AWS::ApiGatewayV2::Route', {
          ApiId: ref('Socket'),
          RouteKey: '$connect',
          AuthorizationType: 'AWS_IAM',
          Target: { 'Fn::Join': ['/', ['integrations', ref('Call')]] },
        }),
        Call: of('AWS::ApiGatewayV2::Integration', {
          ApiId: ref('Socket'),
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: sub(
            `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Worker.Arn}/invocations`,
          ),
        }),
        May: of('AWS::Lambda::Permission', {
          FunctionName: arnOf('Worker'),
          Action: 'lambda:Invoke*',
          Principal: 'apigateway.amazonaws.com',
          SourceAccount: ref('AWS::AccountId'),
        }),
        Stage: of('AWS::ApiGatewayV2::Stage', {
          ApiId: ref('Socket'),
          StageName: 'live',
          AutoDeploy: 'true',
          DefaultRouteSettings: { ThrottlingRateLimit: '100' },
        }),
      },
    ),
  ],
  [
    'a bucket that calls a function and a line',
    serving(
      {},
      {
        Bucket: of('AWS::S3::Bucket', {
          BucketName: 'shop-files',
          NotificationConfiguration: {
            LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arnOf('Worker') }],
            QueueConfigurations: [{ Event: 's3:ObjectRemoved:*', Queue: arnOf('Gone') }],
          },
        }),
        Gone: of('AWS::SQS::Queue', { MessageRetentionPeriod: 60 }),
        GonePolicy: of('AWS::SQS::QueuePolicy', {
          Queues: [ref('Gone')],
          PolicyDocument: {
            Statement: [
              allow('sqs:SendMessage', arnOf('Gone'), {
                Principal: { Service: 's3.amazonaws.com' },
                Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::shop-files' } },
              }),
            ],
          },
        }),
        May: of('AWS::Lambda::Permission', {
          FunctionName: ref('Worker'),
          Action: 'lambda:InvokeFunction',
          Principal: 's3.amazonaws.com',
          SourceAccount: ref('AWS::AccountId'),
          SourceArn: 'arn:aws:s3:::shop-files',
        }),
      },
    ),
  ],
  [
    'alarms of other services and of one’s own',
    {
      Resources: {
        ...Object.fromEntries(
          [
            ['AWS/RDS', 'CPUUtilization'],
            ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count'],
            ['Shop', 'Orders'],
            ['AWS/States', 'ExecutionsFailed'],
            ['ECS/ContainerInsights', 'RunningTaskCount'],
          ].map(([Namespace, MetricName], place) => [
            `Alarm${place}`,
            of('AWS::CloudWatch::Alarm', {
              Namespace,
              MetricName,
              ExtendedStatistic: 'tm99',
              Period: 10,
              EvaluationPeriods: 6,
              DatapointsToAlarm: 6,
              Threshold: -1.5,
              ComparisonOperator: 'LessThanOrEqualToThreshold',
              AlarmActions: [sub(`arn:aws:automate:\${AWS::Region}:ec2:recover`)],
            }),
          ]),
        ),
      },
    },
  ],
  [
    'a site in a bucket that everybody reads',
    {
      Resources: {
        Site: of('AWS::S3::Bucket', {
          WebsiteConfiguration: { IndexDocument: 'index.html' },
          PublicAccessBlockConfiguration: { BlockPublicPolicy: false },
        }),
        Open: of('AWS::S3::BucketPolicy', {
          Bucket: ref('Site'),
          PolicyDocument: { Statement: [allow('s3:GetObject', sub(`\${Site.Arn}/*`), { Principal: '*' })] },
        }),
        Front: of('AWS::CloudFront::Distribution', {
          DistributionConfig: {
            Enabled: true,
            Origins: [
              {
                Id: 'site',
                DomainName: sub(`\${Site}.s3-website.eu-central-1.amazonaws.com`),
                CustomOriginConfig: { OriginProtocolPolicy: 'http-only' },
              },
            ],
            DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'redirect-to-https' },
          },
        }),
      },
    },
  ],
  [
    'a function with an address that everybody may ask',
    serving(
      {},
      {
        Address: of('AWS::Lambda::Url', { TargetFunctionArn: arnOf('Worker'), AuthType: 'NONE' }),
        Open: of('AWS::Lambda::Permission', {
          FunctionName: ref('Worker'),
          Action: 'lambda:InvokeFunctionUrl',
          Principal: '*',
          FunctionUrlAuthType: 'NONE',
        }),
        Fails: of('AWS::Lambda::EventInvokeConfig', {
          FunctionName: ref('Worker'),
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: imported('failed') } },
        }),
      },
    ),
  ],
]
