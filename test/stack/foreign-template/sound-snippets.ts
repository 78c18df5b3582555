import type { Resource } from '../../support/own-template.ts'

type Template = Readonly<Record<string, unknown>> & { readonly Resources: Readonly<Record<string, Resource>> }

/** What somebody may write, and a template in which it is right. */
type Snippet = readonly [what: string, template: Template]

const of = (Type: string, Properties: Readonly<Record<string, unknown>> = {}): Resource => ({ Type, Properties })
const ref = (Ref: string) => ({ Ref })
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const sub = (text: string) => ({ 'Fn::Sub': text })
const imported = (name: string) => ({ 'Fn::ImportValue': name })
const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://shop/part.json' } } }

const trusting = (Service: unknown) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
})
const roleOf = (policy: unknown) =>
  of('AWS::IAM::Role', {
    AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
    Policies: [{ PolicyName: 'own', PolicyDocument: policy }],
  })
const plainRole = (properties: object = {}) =>
  of('AWS::IAM::Role', { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'), ...properties })
const worker = (properties: object = {}) => of('AWS::Lambda::Function', { Role: arnOf('Role'), ...properties })

const RECEIVING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
const receiving = { Statement: [{ Effect: 'Allow', Action: RECEIVING, Resource: arnOf('Orders') }] }

/** A function that reads a queue, with what lets it. */
const consumer = (more: Readonly<Record<string, Resource>>): Template => ({
  Resources: {
    Worker: worker(),
    Role: plainRole(),
    Orders: of('AWS::SQS::Queue', {
      VisibilityTimeout: 180,
      RedrivePolicy: { deadLetterTargetArn: imported('DeadLetters'), maxReceiveCount: 3 },
    }),
    Reader: of('AWS::Lambda::EventSourceMapping', { EventSourceArn: arnOf('Orders'), FunctionName: ref('Worker') }),
    ...more,
  },
})

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

const ruleWith = (properties: object): Template => ({
  Resources: {
    Rule: of('AWS::Events::Rule', { Targets: [{ Id: 'there', Arn: imported('There') }], ...properties }),
  },
})

const alarm = (properties: object = {}) =>
  of('AWS::CloudWatch::Alarm', {
    AlarmName: 'slow-shop',
    Namespace: 'Shop',
    MetricName: 'Wait',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    ...properties,
  })

const authorizer = of('AWS::ApiGatewayV2::Authorizer', {
  ApiId: ref('Api'),
  AuthorizerType: 'JWT',
  JwtConfiguration: { Issuer: 'https://login.example.com', Audience: ['shop'] },
})

const distribution = of('AWS::CloudFront::Distribution', {
  DistributionConfig: {
    WebACLId: arnOf('Acl'),
    Origins: [{ Id: 'shop', DomainName: 'shop.example.com', CustomOriginConfig: {} }],
    DefaultCacheBehavior: { TargetOriginId: 'shop', ViewerProtocolPolicy: 'https-only' },
  },
})

const policies: readonly Snippet[] = [
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
    'a queue whose redrive policy is a text',
    consumer({
      Role: roleOf(receiving),
      Orders: of('AWS::SQS::Queue', { VisibilityTimeout: 180, RedrivePolicy: sub(`{"maxReceiveCount":3}`) }),
    }),
  ],
]

const doors: readonly Snippet[] = [
  ['a mapping of a function that a transform makes', consumer({ Worker: of('AWS::Serverless::Function') })],
  [
    'a route of an API that a nested stack makes',
    {
      Resources: {
        Stack: of('AWS::CloudFormation::Stack'),
        Route: of('AWS::ApiGatewayV2::Route', {
          ApiId: { 'Fn::GetAtt': ['Stack', 'Outputs.ApiId'] },
          RouteKey: 'GET /shop',
          Target: imported('Integration'),
        }),
      },
    },
  ],
  [
    'an authorizer that a nested stack asks',
    {
      Resources: {
        Api: of('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }),
        Jwt: authorizer,
        Stack: of('AWS::CloudFormation::Stack', { Parameters: { AuthorizerId: ref('Jwt') } }),
      },
    },
  ],
  [
    'an authorizer for other stacks',
    {
      Resources: { Api: of('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }), Jwt: authorizer },
      Outputs: { Jwt: { Value: ref('Jwt'), Export: { Name: 'jwt' } } },
    },
  ],
  [
    'a firewall of a scope by parameter',
    { Resources: { Site: distribution, Acl: of('AWS::WAFv2::WebACL', { Scope: ref('Scope'), Rules: [] }) } },
  ],
  [
    'indexes that are named by a mapping',
    {
      Resources: {
        Table: of('AWS::DynamoDB::Table', {
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: ['one', 'other'].map((name) => ({
            IndexName: { 'Fn::FindInMap': ['Names', 'index', name] },
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          })),
        }),
      },
    },
  ],
]

const watching: readonly Snippet[] = [
  [
    'an alarm in PromQL',
    {
      Resources: {
        Alarm: of('AWS::CloudWatch::Alarm', {
          EvaluationCriteria: { PromQLCriteria: { Query: 'up == 0' } },
          EvaluationInterval: 60,
          AlarmActions: [ref('Topic')],
        }),
      },
    },
  ],
  ['an alarm that tells of its end', { Resources: { Alarm: alarm({ OKActions: [ref('Topic')] }) } }],
  ['an alarm on silence', { Resources: { Alarm: alarm({ InsufficientDataActions: [ref('Topic')] }) } }],
  ['an alarm for other stacks', { Resources: { Alarm: alarm() }, Outputs: { Alarm: { Value: ref('Alarm') } } }],
  [
    'an alarm that another asks by its name',
    {
      Resources: {
        Alarm: alarm(),
        Any: of('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM("slow-shop")', AlarmActions: [ref('Topic')] }),
      },
    },
  ],
  [
    'an alarm that a rule listens to',
    {
      Resources: {
        Alarm: alarm(),
        ...ruleWith({ EventPattern: { 'detail-type': ['CloudWatch Alarm State Change'] } }).Resources,
      },
    },
  ],
  ...[sub('{"source":["shop"]}'), ref('Pattern'), include].map(
    (EventPattern, place): Snippet => [`a pattern that a deployment puts in, ${place}`, ruleWith({ EventPattern })],
  ),
  ['a rhythm that is kept elsewhere', ruleWith({ ScheduleExpression: 'cron({{resolve:ssm:/rhythm}})' })],
  [
    'an input that is kept elsewhere',
    ruleWith({
      ScheduleExpression: 'rate(1 day)',
      Targets: [
        { Id: 'all', Arn: imported('There'), Input: '{{resolve:ssm:/input}}' },
        { Id: 'part', Arn: imported('There'), Input: '{"most":{{resolve:ssm:/most}}}' },
        { Id: 'put-in', Arn: imported('There'), Input: { 'Fn::Join': ['', ['{"most":', imported('Most'), '}']] } },
      ],
    }),
  ],
  [
    'a filter that is kept elsewhere',
    {
      Resources: {
        Reader: of('AWS::Lambda::EventSourceMapping', {
          EventSourceArn: imported('Stream'),
          FunctionName: imported('Worker'),
          FilterCriteria: { Filters: [{ Pattern: '{{resolve:ssm:/filter}}' }] },
        }),
      },
    },
  ],
  ...[ref('Body'), { 'Fn::ToJsonString': { widgets: [] } }].map(
    (DashboardBody, place): Snippet => [
      `a dashboard that a deployment puts in, ${place}`,
      { Resources: { Dashboard: of('AWS::CloudWatch::Dashboard', { DashboardBody }) } },
    ],
  ),
]

/** Pieces of somebody else's sound templates, in which much is known only at a deployment. */
export const soundSnippets: readonly Snippet[] = [...policies, ...doors, ...watching]
