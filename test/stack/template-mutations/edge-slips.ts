import { appendFirst, change, changeFirst, idOf, type Mutation, rewriteFirst } from './mutation.ts'

const DISTRIBUTION = 'CloudFront::Distribution'

/** Path of the headers that every page is sent with. */
const HEADERS = 'ResponseHeadersPolicyConfig.SecurityHeadersConfig'

/** Slips in the distribution before the APIs, and in the site. */
export const edgeSlips: readonly Mutation[] = [
  [
    'an API whose answers are cached',
    'api-cache',
    changeFirst(
      DISTRIBUTION,
      '',
      'DistributionConfig.CacheBehaviors.0.CachePolicyId',
      '658327ea-f89d-4fab-a63d-7e88639e58f6',
    ),
  ],
  [
    'an address that the client may claim',
    'viewer-address',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.0.FunctionAssociations', undefined),
  ],
  [
    'a socket that CloudFront does not know',
    'behaviour-missing',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.2', undefined),
  ],
  [
    'an error that is kept after it has passed',
    'error-cache',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CustomErrorResponses.5', undefined),
  ],
  [
    'an error that is kept for a while',
    'error-cache',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CustomErrorResponses.5.ErrorCachingMinTTL', 10),
  ],
  [
    'a page in place of a problem',
    'error-page',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CustomErrorResponses.2', {
      ErrorCode: 404,
      ErrorCachingMinTTL: 0,
      ResponseCode: 200,
      ResponsePagePath: '/index.html',
    }),
  ],
  [
    'an API without the origin secret',
    'origin-secret',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.Origins.1.OriginCustomHeaders', undefined),
  ],
  [
    'inline scripts',
    'content-policy',
    changeFirst(
      'CloudFront::ResponseHeadersPolicy',
      '',
      `${HEADERS}.ContentSecurityPolicy.ContentSecurityPolicy`,
      "default-src 'none'; script-src 'self' 'unsafe-inline'",
    ),
  ],
  [
    'pages that browsers keep as long as they guess',
    'site-cache',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages', 'SystemMetadata', undefined),
  ],
  [
    'assets that are asked for again',
    'site-cache',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesAssets', 'SystemMetadata', undefined),
  ],
  [
    'assets without those of older pages',
    'site-prune',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesAssets', 'Prune', true),
  ],
  [
    'pages that take the assets away',
    'site-prune',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages', 'Exclude', undefined),
  ],
  ['a public bucket', 'public-bucket', change('SiteBucket', 'PublicAccessBlockConfiguration', undefined)],
  ['a bucket with a bad name', 'F3031', change('SiteBucket', 'BucketName', 'Plimsoll_Site')],
  [
    'pages without security headers',
    'page-headers',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.DefaultCacheBehavior.ResponseHeadersPolicyId', undefined),
  ],
  [
    'pages without TLS',
    'plain-http',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy', 'allow-all'),
  ],
  [
    'a path without an origin',
    'behaviour-origin',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.1.TargetOriginId', 'nowhere'),
  ],
  [
    'a bucket that does not know CloudFront',
    'origin-access',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.Origins.0.OriginAccessControlId', undefined),
  ],
  [
    'pages that browsers may open without TLS',
    'security-header',
    changeFirst('CloudFront::ResponseHeadersPolicy', '', `${HEADERS}.StrictTransportSecurity`, undefined),
  ],
  [
    'pages that others may frame',
    'security-header',
    changeFirst('CloudFront::ResponseHeadersPolicy', '', `${HEADERS}.FrameOptions`, undefined),
  ],
  [
    'an API that takes no changes',
    'behaviour-methods',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.1.AllowedMethods', ['GET', 'HEAD', 'OPTIONS']),
  ],
  [
    'an API that is not told who asks',
    'behaviour-request',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.1.OriginRequestPolicyId', undefined),
  ],
  [
    'pages that have no paths',
    'behaviour-request',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.DefaultCacheBehavior.FunctionAssociations', undefined),
  ],
  [
    'an address that no function sets',
    'viewer-address',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.1.FunctionAssociations.0.FunctionARN', undefined),
  ],
  ['a site that answers nobody', 'disabled', changeFirst(DISTRIBUTION, '', 'DistributionConfig.Enabled', false)],
  ['an edge function that is not published', 'disabled', changeFirst('CloudFront::Function', '', 'AutoPublish', false)],
  [
    'a site that does not show who asks',
    'origin-access',
    changeFirst('CloudFront::OriginAccessControl', '', 'OriginAccessControlConfig.SigningBehavior', 'never'),
  ],
  [
    'a path with two functions before it',
    'behaviour-request',
    appendFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.0.FunctionAssociations', {
      EventType: 'viewer-request',
      FunctionARN: 'arn:aws:cloudfront::111122223333:function/another',
    }),
  ],
  [
    'a path with a function at the edge beside its own',
    'behaviour-request',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.CacheBehaviors.0.LambdaFunctionAssociations', [
      { EventType: 'viewer-request', LambdaFunctionARN: 'arn:aws:lambda:us-east-1:111122223333:function:another:1' },
    ]),
  ],
  [
    'a bucket that is asked by an empty access control',
    'origin-access',
    changeFirst(DISTRIBUTION, '', 'DistributionConfig.Origins.0.OriginAccessControlId', ''),
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
    // AllViewer, the policy next to the right one in AWS's lists.
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
  [
    'a bucket half closed',
    'public-bucket',
    change('SiteBucket', 'PublicAccessBlockConfiguration.RestrictPublicBuckets', false),
  ],
]
