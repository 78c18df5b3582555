import { append, change, type Mutation, remove } from '../template-mutations/mutation.ts'
import { namingSlips } from './naming-slips.ts'
import { watchingSlips } from './watching-slips.ts'

/** Slips that would fail in any template. */
export const foreignSlips: readonly Mutation[] = [
  ...namingSlips,
  ...watchingSlips,
  [
    'a reserved setting',
    'reserved-environment',
    change('Worker', 'Environment.Variables.Fn::If.1.AWS_REGION', 'us-east-1'),
  ],
  [
    'an oversized setting',
    'environment-size',
    change('Worker', 'Environment.Variables.Fn::If.2.NOTE', 'x'.repeat(4200)),
  ],
  ['an undefined key', 'key-undefined', change('Tickets', 'KeySchema.0.AttributeName', 'pk')],
  [
    'a key of five attributes',
    'key-length',
    change(
      'Tickets',
      'GlobalSecondaryIndexes.0.Fn::If.1.KeySchema',
      ['owner', 'id', 'tenant', 'owner', 'id'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
    ),
  ],
  ['an index with a bad name', 'index-name', change('Tickets', 'GlobalSecondaryIndexes.0.Fn::If.1.IndexName', 'x')],
  [
    'a key of a global table that is not defined',
    'key-undefined',
    change('Tickets', 'GlobalSecondaryIndexes.0.Fn::If.2.KeySchema.0.AttributeName', 'holder'),
  ],
  [
    'a replica with an index that its table does not have',
    'index-missing',
    change('Tickets', 'Replicas.1', { Region: 'eu-west-1', GlobalSecondaryIndexes: [{ IndexName: 'by-holder' }] }),
  ],
  ['a stream from nowhere', 'starting-position', change('TicketStream', 'StartingPosition', undefined)],
  [
    'a large batch of an imported queue',
    'batch-window',
    change('ArchivedOrders', 'MaximumBatchingWindowInSeconds', undefined),
  ],
  ['a short visibility', 'visibility', change('TicketQueue', 'VisibilityTimeout', 20)],
  ['a queue without dead letters', 'redrive', change('TicketQueue', 'RedrivePolicy', undefined)],
  ['a filter that is no JSON', 'filter', change('TicketStream', 'FilterCriteria', { Filters: [{ Pattern: '{' }] })],
  ['a mapping that calls a queue', 'mapping-function', change('TicketStream', 'FunctionName', { Ref: 'TicketQueue' })],
  [
    'a schedule that is none',
    'schedule-expression',
    change('SweepQueue', 'ScheduleExpression', 'cron(0 10 99 * ? FOO)'),
  ],
  [
    'a clock that may not call',
    'invoke-permission',
    change('ClockPolicy', 'PolicyDocument.Statement.0.Action', ['sqs:*']),
  ],
  [
    'a clock that may not set aside',
    'send-permission',
    change('ClockPolicy', 'PolicyDocument.Statement.0.Action', ['lambda:*']),
  ],
  [
    'a comparison that is none',
    'event-pattern',
    change('Orders', 'EventPattern.detail.total', [{ numeric: ['~', 3] }]),
  ],
  ['a rule that calls nobody', 'rule-target', change('Orders', 'Targets', undefined)],
  ['a rule that may not call', 'invoke-permission', remove('OrdersMayCall')],
  ['failures that may not be kept', 'send-permission', remove('OpenQueues')],
  ['a topic that may not call', 'invoke-permission', remove('NewsMayCall')],
  ['a topic that may call another function', 'invoke-permission', change('NewsMayCall', 'FunctionName', 'another')],
  [
    'a function that everybody may call',
    'open-invoke',
    (all) => {
      change('NewsMayCall', 'Principal', '*')(all)
      change('NewsMayCall', 'SourceArn', undefined)(all)
    },
  ],
  [
    'a role that everybody may take on',
    'open-policy',
    change('ClockRole', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }),
  ],
  [
    'a queue that everybody may read',
    'open-policy',
    append('OpenQueues', 'PolicyDocument.Statement', {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sqs:ReceiveMessage',
      Resource: { 'Fn::GetAtt': ['TicketQueue', 'Arn'] },
      Condition: {},
    }),
  ],
  [
    'a bucket that all but one may read',
    'open-policy',
    append('FilesPolicy', 'PolicyDocument.Statement', {
      Effect: 'Allow',
      NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 's3:GetObject',
      Resource: { 'Fn::Sub': `\${Files.Arn}/*` },
      Condition: { Bool: { 'aws:SecureTransport': true } },
    }),
  ],
  [
    'a grant on a topic that a denial names by another word',
    'missing-grant',
    append('ReadAll', 'PolicyDocument.Statement', {
      Effect: 'Deny',
      Action: 'sns:*',
      Resource: { 'Fn::GetAtt': ['Failures', 'TopicArn'] },
    }),
  ],
  [
    'a grant that the same role denies',
    'missing-grant',
    change('WorkerRole', 'Policies.0.PolicyDocument.Statement.3.Condition', undefined),
  ],
  [
    'a reserved setting in production with a domain',
    'reserved-environment',
    change('Worker', 'Environment.Variables', { 'Fn::If': ['IsPublic', { AWS_REGION: 'us-east-1' }, {}] }),
  ],
  ['a topic that may not call for a large shop', 'invoke-permission', remove('LargeSalesMayCall')],
  [
    'a rule that may not call but in production',
    'invoke-permission',
    (all) => Object.assign(all.OrdersMayCall ?? {}, { Condition: 'IsProduction' }),
  ],
  [
    'a key that is not defined in production',
    'key-undefined',
    change('Tickets', 'AttributeDefinitions.2', {
      'Fn::If': ['IsProduction', { Ref: 'AWS::NoValue' }, { AttributeName: 'owner', AttributeType: 'S' }],
    }),
  ],
  [
    'a group that is overridden in production alone',
    'waf-action',
    change('Firewall', 'Rules.1.Fn::If.2.OverrideAction', undefined),
  ],
  ['a consumer that may not receive', 'missing-grant', change('WorkerRole', 'Policies', [])],
  [
    'a reader that may not read the stream',
    'missing-grant',
    change('ReadAll', 'PolicyDocument.Statement.0', undefined),
  ],
  [
    'a function that may not tell its failures',
    'missing-grant',
    change('ReadAll', 'PolicyDocument.Statement.1', undefined),
  ],
  ['a misspelt action', 'action-name', change('ReadAll', 'PolicyDocument.Statement.1.Action', 'sns:Publsh')],
  [
    'a pattern that covers no action',
    'action-name',
    change('ClockPolicy', 'PolicyDocument.Statement.0.Action', ['lambda:Inwoke*', 'sqs:*', 'lambda:*']),
  ],
  [
    'a misspelt action of a topic’s policy',
    'action-name',
    change('NewsPolicy', 'PolicyDocument.Statement.0.Action', ['sns:Publish', 'sns:Listen']),
  ],
  ['a route that is none', 'route-key', change('ProxyRoute', 'RouteKey', 'ANY /{proxy+}/shop')],
  ['a route key of a shared API that is none', 'route-key', change('SharedRoute', 'RouteKey', 'GET shop')],
  ['a route without an authorizer', 'route-authorizer', change('ProxyRoute', 'AuthorizerId', undefined)],
  ['a token of anybody', 'jwt', change('Jwt', 'JwtConfiguration.Audience', [])],
  ['an API that may not call', 'invoke-permission', change('SocketCall', 'CredentialsArn', undefined)],
  ['a negative throttle', 'throttle', change('HttpStage', 'DefaultRouteSettings.ThrottlingRateLimit', -1)],
  [
    'a throttle of nought that no route is taken out of',
    'throttle',
    (all) => {
      change('HttpStage', 'DefaultRouteSettings', { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 })(all)
      change('HttpStage', 'RouteSettings', { 'GET /status': { DetailedMetricsEnabled: true } })(all)
    },
  ],
  [
    'a path without TLS',
    'plain-http',
    change('Distribution', 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', 'allow-all'),
  ],
  [
    'a firewall of another scope',
    'waf-scope',
    change('Distribution', 'DistributionConfig.WebACLId', { 'Fn::GetAtt': ['Firewall', 'Arn'] }),
  ],
  ['two rules of one priority', 'waf-priority', change('Firewall', 'Rules.1.Fn::If.1.Priority', 1)],
  ['a group with an action', 'waf-action', change('Firewall', 'Rules.1.Fn::If.1.Action', { Block: {} })],
  [
    'a window that WAF does not know',
    'waf-window',
    change('Firewall', 'Rules.0.Statement.RateBasedStatement.EvaluationWindowSec', 900),
  ],
  [
    'a pool that may not call',
    'invoke-permission',
    change('UserPool', 'LambdaConfig.PreSignUp', { 'Fn::GetAtt': ['Worker', 'Arn'] }),
  ],
  ['a secret that everybody may read', 'secret', change('Key', 'SecretString', 'hush')],
  ['an authorizer that no stage asks', 'authorizer-unused', remove('StaffRoute')],
  [
    'a queue under a key that a topic may not use',
    'send-permission',
    change('TicketQueue', 'KmsMasterKeyId', 'alias/aws/sqs'),
  ],
  ['a queue that forgets', 'queue-retention', change('TicketQueue', 'MessageRetentionPeriod', 600)],
  [
    'a function that may run less often than it is called',
    'mapping-concurrency',
    (all) => {
      change('Worker', 'ReservedConcurrentExecutions', 5)(all)
      change('TicketQueueReader', 'ScalingConfig', { MaximumConcurrency: 50 })(all)
    },
  ],
]
