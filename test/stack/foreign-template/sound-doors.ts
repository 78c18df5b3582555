import { arnOf, consumer, imported, include, of, ref, type Snippet } from './snippet.ts'

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

/** A rule of a web ACL or of a rule group. */
const counting = (properties: object) => ({
  Action: { Count: {} },
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 100 } },
  ...properties,
})

/** APIs with their routes, stages and authorizers, event source mappings, and firewalls. */
export const soundDoors: readonly Snippet[] = [
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
  [
    'rules of a firewall that a deployment names and puts in order',
    {
      Resources: {
        Acl: of('AWS::WAFv2::WebACL', {
          Scope: 'REGIONAL',
          Rules: [
            ...[0, 1].map((place) =>
              counting({ Name: { 'Fn::Select': [place, ref('Names')] }, Priority: imported(`place-${place}`) }),
            ),
            ...['one', 'other'].map((name, place) =>
              counting({ Name: { 'Fn::FindInMap': ['Names', 'rule', name] }, Priority: place }),
            ),
          ],
        }),
      },
    },
  ],
  [
    'a rate over a window that is kept elsewhere',
    {
      Resources: {
        Acl: of('AWS::WAFv2::WebACL', {
          Scope: 'REGIONAL',
          Rules: [
            counting({
              Name: 'floods',
              Priority: 0,
              Statement: {
                RateBasedStatement: {
                  AggregateKeyType: 'IP',
                  Limit: '{{resolve:ssm:/limit}}',
                  EvaluationWindowSec: '{{resolve:ssm:/window}}',
                },
              },
            }),
          ],
        }),
      },
    },
  ],
  [
    'a stage that closes one of its routes',
    {
      Resources: {
        Api: of('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }),
        Stage: of('AWS::ApiGatewayV2::Stage', {
          ApiId: ref('Api'),
          StageName: '$default',
          RouteSettings: { 'POST /old': { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 } },
        }),
      },
    },
  ],
  ...[
    { 'POST /orders': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: '20' } },
    { 'POST /orders': { 'Fn::FindInMap': ['Limits', 'POST', 'orders'] } },
    include,
  ].map(
    (RouteSettings, place): Snippet => [
      `a stage that is closed but for the routes that it opens, ${place}`,
      {
        Resources: {
          Api: of('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }),
          Stage: of('AWS::ApiGatewayV2::Stage', {
            ApiId: ref('Api'),
            StageName: '$default',
            DefaultRouteSettings: { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 },
            RouteSettings,
          }),
        },
      },
    ],
  ),
  [
    'jobs of half a day, whose workers give them back by themselves',
    {
      Resources: {
        Jobs: of('AWS::SQS::Queue', {
          VisibilityTimeout: 43_200,
          RedrivePolicy: { deadLetterTargetArn: imported('DeadLetters'), maxReceiveCount: 10 },
        }),
      },
    },
  ],
]
