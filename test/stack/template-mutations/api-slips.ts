import { changeFirst, type Mutation, removeFirst } from './mutation.ts'

/** Slips in the doors of the two APIs. */
export const apiSlips: readonly Mutation[] = [
  ['a route without a method', changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'RouteKey', '/api/tickets')],
  [
    'a method that does not exist',
    changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'RouteKey', 'PSOT /api/tickets'),
  ],
  ['a route twice', changeFirst('ApiGatewayV2::Route', 'POST /api/tickets"', 'RouteKey', 'GET /api/tickets')],
  ['JWT without an authorizer', changeFirst('ApiGatewayV2::Route', 'GET /api/audit"', 'AuthorizationType', 'JWT')],
  [
    'a JWT authorizer for any audience',
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
  ['a socket open to everybody', changeFirst('ApiGatewayV2::Route', '$connect', 'AuthorizationType', 'NONE')],
  [
    'a negative throttle',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'DefaultRouteSettings.ThrottlingBurstLimit', -1),
  ],
  [
    'a bill for the metrics of every route',
    changeFirst('ApiGatewayV2::Stage', 'HttpApi', 'DefaultRouteSettings.DetailedMetricsEnabled', true),
  ],
  ['a socket stage of another name', changeFirst('ApiGatewayV2::Stage', 'SocketApi', 'StageName', 'prod')],
  ['an API that may not call its function', removeFirst('Lambda::Permission', 'ApiIntake')],
  ['an authorizer that may not be asked', removeFirst('Lambda::Permission', 'AuthorizeSocket')],
  ['a pool that may not call its trigger', removeFirst('Lambda::Permission', 'StampToken')],
  ['a rule that may not call its function', removeFirst('Lambda::Permission', 'CheckMerges')],
  ['a queue closed to the bus', removeFirst('SQS::QueuePolicy', '"Ref":"SyncRoleQueue"')],
]
