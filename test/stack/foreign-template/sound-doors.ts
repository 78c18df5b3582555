import { arnOf, consumer, imported, of, ref, type Snippet } from './snippet.ts'

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

/** What is asked, and what is asked of it. */
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
]
