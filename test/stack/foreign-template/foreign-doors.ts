const ruleOf = (name: string, statement: unknown, acts: Readonly<Record<string, unknown>>, priority: number) => ({
  Name: name,
  Priority: priority,
  ...acts,
  Statement: statement,
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name },
})

/** In the template twice under different conditions, of which at most one holds. */
const statusRoute = {
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'HttpApi' },
    RouteKey: 'GET /status',
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Proxy' }]] },
  },
}

/** A managed rule group that only counts (`Count`), or blocks (`None`). */
const common = (override: 'Count' | 'None') =>
  ruleOf(
    'Common',
    { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
    { OverrideAction: { [override]: {} } },
    2,
  )

/** APIs, a site, and the web ACL of a load balancer. */
export const foreignDoors = {
  HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType: 'HTTP' } },
  Proxy: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      IntegrationUri: { Ref: 'ListenerArn' },
      PayloadFormatVersion: '1.0',
    },
  },
  ProxyRoute: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      RouteKey: 'ANY /shop/{shop-id}/{proxy+}',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Proxy' }]] },
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: 'Jwt' },
    },
  },
  StaffRoute: {
    Type: 'AWS::ApiGatewayV2::Route',
    Condition: 'IsProduction',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      RouteKey: 'GET /staff',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Proxy' }]] },
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: 'StaffJwt' },
    },
  },
  SharedRoute: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { 'Fn::ImportValue': 'SharedApiId' },
      RouteKey: 'GET /shop/',
      Target: { 'Fn::Sub': `integrations/\${Proxy}` },
    },
  },
  ProductionRoute: { ...statusRoute, Condition: 'IsProduction' },
  StagingRoute: { ...statusRoute, Condition: 'IsStaging' },
  Jwt: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      AuthorizerType: 'JWT',
      Name: 'jwt',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://login.example.com', Audience: ['shop'] },
    },
  },
  StaffJwt: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      AuthorizerType: 'JWT',
      Name: 'staff-jwt',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://login.example.com', Audience: ['staff'] },
    },
  },
  HttpStage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      StageName: 'v1',
      DeploymentId: { Ref: 'HttpDeployment' },
      DefaultRouteSettings: { DetailedMetricsEnabled: true },
    },
  },
  HttpDeployment: { Type: 'AWS::ApiGatewayV2::Deployment', Properties: { ApiId: { Ref: 'HttpApi' } } },
  OpenSocket: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'open', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
  },
  SocketCall: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'OpenSocket' },
      IntegrationType: 'AWS_PROXY',
      CredentialsArn: { 'Fn::GetAtt': ['ClockRole', 'Arn'] },
      IntegrationUri: {
        'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Worker.Arn}/invocations`,
      },
    },
  },
  SocketConnect: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'OpenSocket' },
      RouteKey: '$connect',
      Target: { 'Fn::Sub': [`integrations/\${Call}`, { Call: { Ref: 'SocketCall' } }] },
    },
  },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        Origins: [
          {
            Id: 'pages',
            DomainName: 'pages.s3.amazonaws.com',
            S3OriginConfig: { OriginAccessIdentity: { 'Fn::Sub': `origin-access-identity/cloudfront/\${Identity}` } },
          },
          {
            Id: { Ref: 'ShopOrigin' },
            DomainName: 'shop.example.com',
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
          },
        ],
        OriginGroups: {
          Quantity: 1,
          Items: [
            {
              Id: 'either',
              FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [503] } },
              Members: { Quantity: 2, Items: [{ OriginId: 'pages' }, { OriginId: { Ref: 'ShopOrigin' } }] },
            },
          ],
        },
        DefaultCacheBehavior: {
          TargetOriginId: 'either',
          ViewerProtocolPolicy: 'redirect-to-https',
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        },
        CacheBehaviors: [
          {
            PathPattern: '/shop/*',
            TargetOriginId: { Ref: 'ShopOrigin' },
            ViewerProtocolPolicy: 'redirect-to-https',
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          },
        ],
        CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/index.html' }],
      },
    },
  },
  Identity: {
    Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
    Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: 'pages' } },
  },
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: { ResponseHeadersPolicyConfig: { Name: 'cors' } },
  },
  Firewall: {
    Type: 'AWS::WAFv2::WebACL',
    Properties: {
      Scope: 'REGIONAL',
      DefaultAction: { Block: {} },
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'shop' },
      Rules: [
        ruleOf('Floods', { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 100 } }, { Action: { Block: {} } }, 1),
        { 'Fn::If': ['IsProduction', common('None'), common('Count')] },
      ],
    },
  },
}
