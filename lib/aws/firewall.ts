import * as wafv2 from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import { type Settings, stagedName } from './settings.ts'

/** The longest window that WAF offers; the functions count in windows of 15 minutes. */
const WINDOW_SECONDS = 600
/** Limits that WAF accepts. */
const [LOWEST_LIMIT, HIGHEST_LIMIT] = [10, 2_000_000_000]

/**
 * Requests without a token that one address may send in `WINDOW_SECONDS`, in multiples of the deployment's `rateLimit`.
 * A factor of 2 since two full windows of the functions may meet in it, and another 2 for a limit that admins raise in
 * the console, which the edge does not know.
 */
const GUEST_SHARE = 4
/** Likewise for requests with a token, valid or not: ten times as many, since offices share an address. */
const TOKEN_SHARE = 40

/** Key of the response body for floods: WAF sends the same text to everybody. */
const FLOOD_ANSWER = 'flood'
const floodProblem = {
  type: 'about:blank',
  title: 'Too Many Requests',
  status: 429,
  detail: 'too many requests from this address, please try again in 10 minutes',
  code: 'rate_limited',
  request_id: 'see the header x-amz-cf-id',
}

const visibility = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
})

/**
 * Rules of AWS's groups that only count, since they would block valid requests. Customers quote logs, commands and
 * markup, and agents search for them: we parse all of it strictly and show it as text. Programs may also omit the
 * User-Agent header, as most WebSocket clients do.
 */
export const COUNTED_RULES = {
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER',
    'SizeRestrictions_BODY',
    'SizeRestrictions_QUERYSTRING',
    'CrossSiteScripting_BODY',
    'CrossSiteScripting_QUERYARGUMENTS',
    'GenericLFI_BODY',
    'GenericLFI_QUERYARGUMENTS',
    'GenericRFI_BODY',
    'GenericRFI_QUERYARGUMENTS',
    'EC2MetaDataSSRF_BODY',
    'EC2MetaDataSSRF_QUERYARGUMENTS',
    'RestrictedExtensions_QUERYARGUMENTS',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_BODY',
    'JavaDeserializationRCE_QUERYSTRING',
    'Log4JRCE_BODY',
    'Log4JRCE_QUERYSTRING',
    'ReactJSRCE_BODY',
  ],
} as const

/** A rule group that AWS maintains: all its rules block, except those in `COUNTED_RULES`. */
const managed = (priority: number, name: keyof typeof COUNTED_RULES): wafv2.CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: COUNTED_RULES[name].map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: visibility(name),
})

/** The rate rules: for requests without a token, and with one. */
export const FLOODS = ['GuestFlood', 'TokenFlood'] as const

const unchanged = [{ priority: 0, type: 'NONE' }]

const carriesToken: wafv2.CfnWebACL.StatementProperty = {
  sizeConstraintStatement: {
    fieldToMatch: { singleHeader: { Name: 'authorization' } },
    comparisonOperator: 'GT',
    size: 0,
    textTransformations: unchanged,
  },
}

const asksApi: wafv2.CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: '/api',
    textTransformations: unchanged,
  },
}

/**
 * Refuses an address that sends too many API requests.
 *
 * @param limit requests in `WINDOW_SECONDS`
 * @param counted which requests count
 */
const flood = (
  priority: number,
  name: (typeof FLOODS)[number],
  limit: number,
  counted: wafv2.CfnWebACL.StatementProperty,
): wafv2.CfnWebACL.RuleProperty => ({
  name,
  priority,
  action: {
    block: {
      customResponse: {
        responseCode: floodProblem.status,
        customResponseBodyKey: FLOOD_ANSWER,
        responseHeaders: [
          { name: 'retry-after', value: String(WINDOW_SECONDS) },
          { name: 'cache-control', value: 'no-store' },
        ],
      },
    },
  },
  statement: {
    rateBasedStatement: {
      limit: Math.min(Math.max(limit, LOWEST_LIMIT), HIGHEST_LIMIT),
      evaluationWindowSec: WINDOW_SECONDS,
      aggregateKeyType: 'IP',
      scopeDownStatement: { andStatement: { statements: [asksApi, counted] } },
    },
  },
  visibilityConfig: visibility(name),
})

/** The web ACL's name in CloudWatch. */
export const firewallName = (stage: Pick<Settings, 'stage'>): string => stagedName(stage)

/** CloudFront's web ACL against floods, common attacks and known bad inputs. Functions enforce exact limits. */
export class Firewall extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string, settings: Pick<Settings, 'rateLimit' | 'stage'>) {
    super(scope, id)
    const { rateLimit } = settings
    const acl = new wafv2.CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(firewallName(settings)),
      customResponseBodies: {
        // WAF has no content type for problem documents.
        [FLOOD_ANSWER]: { contentType: 'APPLICATION_JSON', content: JSON.stringify(floodProblem) },
      },
      rules: [
        flood(0, 'GuestFlood', rateLimit * GUEST_SHARE, { notStatement: { statement: carriesToken } }),
        flood(1, 'TokenFlood', rateLimit * TOKEN_SHARE, carriesToken),
        managed(2, 'AWSManagedRulesCommonRuleSet'),
        managed(3, 'AWSManagedRulesKnownBadInputsRuleSet'),
      ],
    })
    this.arn = acl.attrArn
  }
}
