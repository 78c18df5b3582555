import { arnOf, change, changeFirst, idOf, type Mutation, removeFirst, takeFirst } from './mutation.ts'

/** Slips in the two APIs. */
export const apiSlips: readonly Mutation[] = [
  [
    'a route without a method',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'RouteKey', '/api/tickets'),
  ],
  [
    'a method that does not exist',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'RouteKey', 'PSOT /api/tickets'),
  ],
  [
    'a route twice',
    'route-twice',
    changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'RouteKey', 'GET /api/tickets'),
  ],
  [
    'JWT without an authorizer',
    'route-authorizer',
    changeFirst('ApiGatewayV2::Route', 'GET /api/audit"', 'AuthorizationType', 'JWT'),
  ],
  [
    'a JWT authorizer for any audience',
    'jwt',
    (all) => {
      all.Jwt = {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'HttpApi' },
          AuthorizerType: 'JWT',
          Name: 'jwt',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: 'https://example.com' },
        },
      }
    },
  ],
  [
    'a socket open to everybody',
    'socket-open',
    changeFirst('ApiGatewayV2::Route', '$connect', 'AuthorizationType', 'NONE'),
  ],
  [
    'a negative throttle',
    'throttle',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'DefaultRouteSettings.ThrottlingBurstLimit', -1),
  ],
  [
    'a bill for the metrics of every route',
    'route-metrics',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'DefaultRouteSettings.DetailedMetricsEnabled', true),
  ],
  [
    'a socket stage of another name',
    'stage-name',
    changeFirst('ApiGatewayV2::Stage', 'SocketApi', 'StageName', 'prod'),
  ],
  ['an API that may not call its function', 'invoke-permission', removeFirst('Lambda::Permission', 'ApiIntake')],
  ['an authorizer that may not be asked', 'invoke-permission', removeFirst('Lambda::Permission', 'AuthorizeSocket')],
  ['a pool that may not call its trigger', 'invoke-permission', removeFirst('Lambda::Permission', 'StampToken')],
  ['a rule that may not call its function', 'invoke-permission', removeFirst('Lambda::Permission', 'CheckMerges')],
  [
    'a route of no API',
    'route-api',
    changeFirst('ApiGatewayV2::Route', 'GET /api/audit"', 'ApiId', { Ref: 'Tickets' }),
  ],
  [
    'a route that leads nowhere',
    'route-target',
    changeFirst('ApiGatewayV2::Route', 'GET /api/audit"', 'Target', undefined),
  ],
  [
    'a route with an authorizer that is not asked',
    'route-authorizer',
    changeFirst('ApiGatewayV2::Route', 'GET /api/audit"', 'AuthorizerId', { 'Fn::ImportValue': 'SharedAuthorizer' }),
  ],
  [
    'an authorizer that no route asks',
    'authorizer-unused',
    changeFirst('ApiGatewayV2::Route', '$connect', 'AuthorizerId', undefined),
  ],
  [
    'a stage that shows an old deployment',
    'auto-deploy',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'AutoDeploy', false),
  ],
  [
    'a stage without a throttle',
    'throttle',
    changeFirst('ApiGatewayV2::Stage', 'SocketApi', 'DefaultRouteSettings', undefined),
  ],
  [
    'requests in another form',
    'payload',
    changeFirst('ApiGatewayV2::Integration', 'ApiIntake', 'PayloadFormatVersion', '1.0'),
  ],
  [
    'a function that everybody may call',
    'open-invoke',
    changeFirst('Lambda::Permission', 'ApiIntake', 'Principal', '*'),
  ],
  [
    'a function that any API may call',
    'invoke-permission',
    changeFirst('Lambda::Permission', 'ApiIntake', 'SourceArn', undefined),
  ],
  [
    'a route that another function serves',
    'route-target',
    takeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'GET /api/health', 'Target'),
  ],
  [
    'a route for whoever signs as AWS does',
    'route-authorizer',
    changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'AuthorizationType', 'AWS_IAM'),
  ],
  [
    'a route that lets nobody through',
    'throttle',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'RouteSettings', { 'POST /api/tickets': { ThrottlingRateLimit: 0 } }),
  ],
  [
    'a stage that lets one route through, and no other',
    'throttle',
    (all) => {
      const id = idOf(all, 'ApiGatewayV2::Stage', 'HttpApi')
      change(id, 'DefaultRouteSettings.ThrottlingRateLimit', 0)(all)
      change(id, 'RouteSettings', { 'GET /api/health': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 10 } })(all)
    },
  ],
  [
    'an API that calls its function by a role’s name',
    'role-name',
    changeFirst('ApiGatewayV2::Integration', 'ApiIntake', 'CredentialsArn', { Ref: 'ApiIntakeRole' }),
  ],
  [
    'an API whose address a text takes away',
    'disabled',
    changeFirst('ApiGatewayV2::Api', 'HttpApi', 'DisableExecuteApiEndpoint', 'true'),
  ],
  [
    'requests in the words of nobody',
    'payload',
    changeFirst('ApiGatewayV2::Integration', 'ApiIntake', 'IntegrationType', 'AWS'),
  ],
  [
    'a socket that asks for a header that browsers cannot send',
    'socket-admission',
    changeFirst('ApiGatewayV2::Authorizer', '', 'IdentitySource', ['route.request.header.Authorization']),
  ],
  [
    'a route without its blank',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET/api/health'),
  ],
  [
    'a route without its slash',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET api/health'),
  ],
  [
    'a route in small letters',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'get /api/health'),
  ],
  [
    'a route with an open brace',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET /api/tickets/{id'),
  ],
  [
    'a route that takes the rest in its middle',
    'route-key',
    changeFirst('ApiGatewayV2::Route', 'GET /api/health', 'RouteKey', 'GET /api/{rest+}/health'),
  ],
  [
    'an authorizer of another API',
    'invoke-permission',
    changeFirst('ApiGatewayV2::Authorizer', '', 'ApiId', { Ref: 'HttpApi' }),
  ],
  [
    'a throttle of nought in quotes',
    'throttle',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'DefaultRouteSettings.ThrottlingBurstLimit', '0'),
  ],
  [
    'a permission for another service',
    'invoke-permission',
    changeFirst('Lambda::Permission', 'CheckMerges', 'Principal', 'event.amazonaws.com'),
  ],
  [
    'a permission for the wrong source',
    'invoke-permission',
    changeFirst('Lambda::Permission', 'CheckMerges', 'SourceArn', arnOf('Bus')),
  ],
  [
    'a permission to read a function',
    'invoke-permission',
    changeFirst('Lambda::Permission', 'CheckMerges', 'Action', 'lambda:GetFunction'),
  ],
]
