import { change, changeFirst, type Mutation } from './mutation.ts'

const FLOOD = 'Rules.0'

/** Slips in accounts and in what stands before the APIs. */
export const edgeSlips: readonly Mutation[] = [
  ['short passwords', change('UserPool', 'Policies.PasswordPolicy.MinimumLength', 8)],
  ['signing up past the API', change('UserPool', 'AdminCreateUserConfig', undefined)],
  ['tokens without a role', change('UserPool', 'LambdaConfig', undefined)],
  ['a client that tells who has an account', change('UserPoolClient', 'PreventUserExistenceErrors', 'LEGACY')],
  [
    'passwords that anybody may try past the API',
    change('UserPoolClient', 'ExplicitAuthFlows', [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]),
  ],
  ['sessions that nobody can end', change('UserPoolClient', 'EnableTokenRevocation', false)],
  ['a secret in the template', change('TrackingSecret', 'SecretString', 'hush')],

  [
    'an API whose answers are cached',
    changeFirst(
      'CloudFront::Distribution',
      '',
      'DistributionConfig.CacheBehaviors.0.CachePolicyId',
      '658327ea-f89d-4fab-a63d-7e88639e58f6',
    ),
  ],
  [
    'an address that the client may claim',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.0.FunctionAssociations', undefined),
  ],
  [
    'a socket that CloudFront does not know',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.2', undefined),
  ],
  [
    'an error that is kept after it has passed',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CustomErrorResponses.5', undefined),
  ],
  [
    'an error that is kept for a while',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CustomErrorResponses.5.ErrorCachingMinTTL', 10),
  ],
  [
    'a page in place of a problem',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CustomErrorResponses.2', {
      ErrorCode: 404,
      ErrorCachingMinTTL: 0,
      ResponseCode: 200,
      ResponsePagePath: '/index.html',
    }),
  ],
  ['a group of rules with an action', changeFirst('WAFv2::WebACL', '', 'Rules.2.Action', { Block: {} })],
  ['a rule with an override', changeFirst('WAFv2::WebACL', '', `${FLOOD}.OverrideAction`, { None: {} })],
  [
    'a ticket that may not quote what an attacker would write',
    changeFirst('WAFv2::WebACL', '', 'Rules.3.Statement.ManagedRuleGroupStatement.RuleActionOverrides', []),
  ],
  [
    'a search that may not name a file of logs',
    changeFirst('WAFv2::WebACL', '', 'Rules.2.Statement.ManagedRuleGroupStatement.RuleActionOverrides.11', {
      Name: 'RestrictedExtensions_QUERYARGUMENTS',
      ActionToUse: { Block: {} },
    }),
  ],
  [
    'a program that must say what it is',
    changeFirst('WAFv2::WebACL', '', 'Rules.2.Statement.ManagedRuleGroupStatement.RuleActionOverrides.0', undefined),
  ],
  ['two rules of one priority', changeFirst('WAFv2::WebACL', '', 'Rules.2.Priority', 0)],
  [
    'a flood that begins where the functions still answer',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.Limit`, 333),
  ],
  [
    'a flood that is no number to WAF',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.Limit`, 3_000_000_000),
  ],
  ['a flood that is told it is forbidden', changeFirst('WAFv2::WebACL', '', `${FLOOD}.Action`, { Block: {} })],
  ['an answer that nobody wrote', changeFirst('WAFv2::WebACL', '', 'CustomResponseBodies', undefined)],
  [
    'a window of 15 minutes',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.EvaluationWindowSec`, 900),
  ],
  [
    'an API without the origin secret',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.Origins.1.OriginCustomHeaders', undefined),
  ],
  ['no firewall', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.WebACLId', undefined)],
  [
    'inline scripts',
    changeFirst(
      'CloudFront::ResponseHeadersPolicy',
      '',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy',
      "default-src 'none'; script-src 'self' 'unsafe-inline'",
    ),
  ],
  [
    'pages that browsers keep as long as they guess',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages', 'SystemMetadata', undefined),
  ],
  [
    'assets that are asked for again',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesAssets', 'SystemMetadata', undefined),
  ],
  ['assets without those of older pages', changeFirst('Custom::CDKBucketDeployment', 'SiteFilesAssets', 'Prune', true)],
  [
    'pages that take the assets away',
    changeFirst('Custom::CDKBucketDeployment', 'SiteFilesPages', 'Exclude', undefined),
  ],
  ['a public bucket', change('SiteBucket', 'PublicAccessBlockConfiguration', undefined)],
  ['a bucket with a bad name', change('SiteBucket', 'BucketName', 'Plimsoll_Site')],
]
