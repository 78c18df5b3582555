import { appendFirst, change, changeFirst, FLOOD, type Mutation } from './mutation.ts'

/** Slips in accounts and in what stands before the APIs. */
export const edgeSlips: readonly Mutation[] = [
  ['short passwords', 'password-length', change('UserPool', 'Policies.PasswordPolicy.MinimumLength', 8)],
  ['signing up past the API', 'sign-up', change('UserPool', 'AdminCreateUserConfig', undefined)],
  ['tokens without a role', 'token-trigger', change('UserPool', 'LambdaConfig', undefined)],
  [
    'a client that tells who has an account',
    'user-existence',
    change('UserPoolClient', 'PreventUserExistenceErrors', 'LEGACY'),
  ],
  [
    'passwords that anybody may try past the API',
    'auth-flow',
    change('UserPoolClient', 'ExplicitAuthFlows', [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
    ]),
  ],
  [
    'a sign-in by no password',
    'auth-flow',
    change('UserPoolClient', 'ExplicitAuthFlows', ['ALLOW_REFRESH_TOKEN_AUTH']),
  ],
  ['sessions that nobody can end', 'revocation', change('UserPoolClient', 'EnableTokenRevocation', false)],
  ['a secret in the template', 'secret', change('TrackingSecret', 'SecretString', 'hush')],

  [
    'an API whose answers are cached',
    'api-cache',
    changeFirst(
      'CloudFront::Distribution',
      '',
      'DistributionConfig.CacheBehaviors.0.CachePolicyId',
      '658327ea-f89d-4fab-a63d-7e88639e58f6',
    ),
  ],
  [
    'an address that the client may claim',
    'viewer-address',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.0.FunctionAssociations', undefined),
  ],
  [
    'a socket that CloudFront does not know',
    'behaviour-missing',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.2', undefined),
  ],
  [
    'an error that is kept after it has passed',
    'error-cache',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CustomErrorResponses.5', undefined),
  ],
  [
    'an error that is kept for a while',
    'error-cache',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CustomErrorResponses.5.ErrorCachingMinTTL', 10),
  ],
  [
    'a page in place of a problem',
    'error-page',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CustomErrorResponses.2', {
      ErrorCode: 404,
      ErrorCachingMinTTL: 0,
      ResponseCode: 200,
      ResponsePagePath: '/index.html',
    }),
  ],
  ['a group of rules with an action', 'waf-action', changeFirst('WAFv2::WebACL', '', 'Rules.2.Action', { Block: {} })],
  ['a rule with an override', 'waf-action', changeFirst('WAFv2::WebACL', '', `${FLOOD}.OverrideAction`, { None: {} })],
  [
    'a ticket that may not quote what an attacker would write',
    'waf-counted',
    changeFirst('WAFv2::WebACL', '', 'Rules.3.Statement.ManagedRuleGroupStatement.RuleActionOverrides', []),
  ],
  [
    'a search that may not name a file of logs',
    'waf-counted',
    changeFirst('WAFv2::WebACL', '', 'Rules.2.Statement.ManagedRuleGroupStatement.RuleActionOverrides.11', {
      Name: 'RestrictedExtensions_QUERYARGUMENTS',
      ActionToUse: { Block: {} },
    }),
  ],
  [
    'a program that must say what it is',
    'waf-counted',
    changeFirst('WAFv2::WebACL', '', 'Rules.2.Statement.ManagedRuleGroupStatement.RuleActionOverrides.0', undefined),
  ],
  ['two rules of one priority', 'waf-priority', changeFirst('WAFv2::WebACL', '', 'Rules.2.Priority', 0)],
  [
    'a flood that begins where the functions still answer',
    'waf-limit',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.Limit`, 333),
  ],
  [
    'a flood that is no number to WAF',
    'waf-limit',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.Limit`, 3_000_000_000),
  ],
  [
    'a flood that is told it is forbidden',
    'waf-answer',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Action`, { Block: {} }),
  ],
  ['an answer that nobody wrote', 'waf-answer', changeFirst('WAFv2::WebACL', '', 'CustomResponseBodies', undefined)],
  [
    'a window of 15 minutes',
    'waf-window',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.EvaluationWindowSec`, 900),
  ],
  [
    'an API without the origin secret',
    'origin-secret',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.Origins.1.OriginCustomHeaders', undefined),
  ],
  ['no firewall', 'waf', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.WebACLId', undefined)],
  [
    'inline scripts',
    'content-policy',
    changeFirst(
      'CloudFront::ResponseHeadersPolicy',
      '',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy',
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
    changeFirst(
      'CloudFront::Distribution',
      '',
      'DistributionConfig.DefaultCacheBehavior.ResponseHeadersPolicyId',
      undefined,
    ),
  ],
  [
    'pages without TLS',
    'plain-http',
    changeFirst(
      'CloudFront::Distribution',
      '',
      'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
      'allow-all',
    ),
  ],
  [
    'a path without an origin',
    'behaviour-origin',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.1.TargetOriginId', 'nowhere'),
  ],
  [
    'a bucket that does not know CloudFront',
    'origin-access',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.Origins.0.OriginAccessControlId', undefined),
  ],
  [
    'pages that browsers may open without TLS',
    'security-header',
    changeFirst(
      'CloudFront::ResponseHeadersPolicy',
      '',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity',
      undefined,
    ),
  ],
  [
    'pages that others may frame',
    'security-header',
    changeFirst(
      'CloudFront::ResponseHeadersPolicy',
      '',
      'ResponseHeadersPolicyConfig.SecurityHeadersConfig.FrameOptions',
      undefined,
    ),
  ],
  ['a firewall that is not CloudFront’s', 'waf-scope', changeFirst('WAFv2::WebACL', '', 'Scope', 'REGIONAL')],
  ['a firewall without rules', 'waf-rules', changeFirst('WAFv2::WebACL', '', 'Rules', [])],
  [
    'a firewall that lets nobody through',
    'waf-default',
    changeFirst('WAFv2::WebACL', '', 'DefaultAction', { Block: {} }),
  ],
  ['a firewall without the common rules', 'waf-missing', changeFirst('WAFv2::WebACL', '', 'Rules.2', undefined)],
  ['a firewall without the bad inputs', 'waf-missing', changeFirst('WAFv2::WebACL', '', 'Rules.3', undefined)],
  ['a flood of guests that nobody counts', 'waf-missing', changeFirst('WAFv2::WebACL', '', FLOOD, undefined)],
  ['a flood of tokens that nobody counts', 'waf-missing', changeFirst('WAFv2::WebACL', '', 'Rules.1', undefined)],
  [
    'a group of rules that only counts',
    'waf-action',
    changeFirst('WAFv2::WebACL', '', 'Rules.2.OverrideAction', { Count: {} }),
  ],
  ['a secret that somebody has chosen', 'secret', change('TrackingSecret', 'GenerateSecretString', undefined)],

  ['accounts without an e-mail address', 'sign-in', change('UserPool', 'UsernameAttributes', undefined)],

  [
    'an API that takes no changes',
    'behaviour-methods',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.1.AllowedMethods', [
      'GET',
      'HEAD',
      'OPTIONS',
    ]),
  ],
  [
    'an API that is not told who asks',
    'behaviour-request',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.1.OriginRequestPolicyId', undefined),
  ],
  [
    'pages that have no paths',
    'behaviour-request',
    changeFirst(
      'CloudFront::Distribution',
      '',
      'DistributionConfig.DefaultCacheBehavior.FunctionAssociations',
      undefined,
    ),
  ],
  [
    'an address that no function sets',
    'viewer-address',
    changeFirst(
      'CloudFront::Distribution',
      '',
      'DistributionConfig.CacheBehaviors.1.FunctionAssociations.0.FunctionARN',
      undefined,
    ),
  ],
  [
    'a group that is overridden by nothing',
    'waf-action',
    changeFirst('WAFv2::WebACL', '', 'Rules.2.OverrideAction', {}),
  ],
  [
    'a flood that counts pages',
    'waf-limit',
    changeFirst('WAFv2::WebACL', '', `${FLOOD}.Statement.RateBasedStatement.ScopeDownStatement`, undefined),
  ],

  [
    'a site that answers nobody',
    'disabled',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.Enabled', false),
  ],
  ['an edge function that is not published', 'disabled', changeFirst('CloudFront::Function', '', 'AutoPublish', false)],
  [
    'a site that does not show who asks',
    'origin-access',
    changeFirst('CloudFront::OriginAccessControl', '', 'OriginAccessControlConfig.SigningBehavior', 'never'),
  ],
  [
    'a path with two functions before it',
    'behaviour-request',
    appendFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.0.FunctionAssociations', {
      EventType: 'viewer-request',
      FunctionARN: 'arn:aws:cloudfront::111122223333:function/another',
    }),
  ],
  [
    'a path with a function at the edge beside its own',
    'behaviour-request',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.CacheBehaviors.0.LambdaFunctionAssociations', [
      { EventType: 'viewer-request', LambdaFunctionARN: 'arn:aws:lambda:us-east-1:111122223333:function:another:1' },
    ]),
  ],
  [
    'a bucket that is asked by an empty access control',
    'origin-access',
    changeFirst('CloudFront::Distribution', '', 'DistributionConfig.Origins.0.OriginAccessControlId', ''),
  ],
]
