import { change, changeFirst, FLOOD, idOf, type Mutation, rewriteFirst, takeFirst } from './mutation.ts'

const DISTRIBUTION = 'CloudFront::Distribution'
const HEADERS = 'ResponseHeadersPolicyConfig.SecurityHeadersConfig'

/** Slips that leave every name of the doors in its place, and lead elsewhere. */
export const misledSlips: readonly Mutation[] = [
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
    'an API’s path that leads to the pages',
    'behaviour-missing',
    (all) => {
      const pages = idOf(all, DISTRIBUTION, '')
      const { DefaultCacheBehavior } = JSON.parse(JSON.stringify(all[pages]?.Properties.DistributionConfig))
      change(pages, 'DistributionConfig.CacheBehaviors.1.TargetOriginId', DefaultCacheBehavior.TargetOriginId)(all)
    },
  ],
  [
    'two APIs that have changed places',
    'behaviour-missing',
    (all) => {
      rewriteFirst(DISTRIBUTION, '', '"HttpApi"', '"Other"')(all)
      rewriteFirst(DISTRIBUTION, '', '"SocketApi"', '"HttpApi"')(all)
      rewriteFirst(DISTRIBUTION, '', '"Other"', '"SocketApi"')(all)
    },
  ],
  [
    'an API that is asked under another path',
    'behaviour-missing',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.Origins.1.OriginPath', '/prod'),
  ],
  [
    'an API that is asked by the site’s name',
    'behaviour-request',
    // AllViewer, AWS's policy beside ours in every list.
    changeFirst(
      DISTRIBUTION,
      '',
      'DistributionConfig.CacheBehaviors.1.OriginRequestPolicyId',
      '216adef6-5c7f-47e4-b989-5492eafa07d3',
    ),
  ],
  [
    'an API behind the function of the pages',
    'viewer-address',
    (all) => {
      const id = idOf(all, DISTRIBUTION, '')
      const { DefaultCacheBehavior } = JSON.parse(JSON.stringify(all[id]?.Properties.DistributionConfig))
      const path = 'DistributionConfig.CacheBehaviors.1.FunctionAssociations'
      change(id, path, DefaultCacheBehavior.FunctionAssociations)(all)
    },
  ],
  [
    'pages whose paths are read when they are on their way back',
    'behaviour-request',
    changeFirst(
      DISTRIBUTION,
      '',
      'DistributionConfig.DefaultCacheBehavior.FunctionAssociations.0.EventType',
      'viewer-response',
    ),
  ],
  [
    'an API that is shown another secret',
    'origin-secret',
    rewriteFirst(DISTRIBUTION, '', '"OriginSecret"', '"TrackingSecret"'),
  ],
  [
    'pages that CloudFront keeps',
    'site-cache',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages', 'DistributionPaths', undefined),
  ],
  [
    'a flood that stops everybody',
    'waf-limit',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.AggregateKeyType`, 'CONSTANT'),
  ],
  [
    'pages that lie where nobody looks',
    'site-missing',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages', 'DestinationBucketName', { Ref: 'LogBucket' }),
  ],
  [
    'pages whose scripts do not run',
    'content-policy',
    rewriteFirst('CloudFront::ResponseHeadersPolicy', '', "script-src 'self'", "media-src 'self'"),
  ],
  [
    'TLS that browsers forget at once',
    'security-header',
    changeFirst(
      'CloudFront::ResponseHeadersPolicy',
      '',
      `${HEADERS}.StrictTransportSecurity.AccessControlMaxAgeSec`,
      0,
    ),
  ],
  ['a firewall that is nothing', 'waf', changeFirst(DISTRIBUTION, '', 'DistributionConfig.WebACLId', '')],
  [
    'a site that shows who asks as functions are shown',
    'origin-access',
    changeFirst(
      'CloudFront::OriginAccessControl',
      '',
      'OriginAccessControlConfig.OriginAccessControlOriginType',
      'lambda',
    ),
  ],
  ['a flood of another path', 'waf-limit', rewriteFirst('WAFv2::WebACL', '', '"/api"', '"/apis"')],
]
