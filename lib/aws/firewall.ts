import * as wafv2 from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import { type Settings, stagedName } from './settings.ts'

/** The longest that WAF looks back; the functions count windows of 15 minutes. */
const WINDOW_SECONDS = 600
/** Limits that WAF takes. */
const [LOWEST_LIMIT, HIGHEST_LIMIT] = [10, 2_000_000_000]

/**
 * What the edge lets through in its window, in multiples of the deployment's `rateLimit`. Two full windows of the functions
 * may meet in it; twice as much again is for a limit that admins raise in the console, which the edge does not know.
 */
const GUEST_SHARE = 4
/** The same for who sends a token, true or not: one may ask ten times as often, and offices share an address. */
const TOKEN_SHARE = 40

/** A response that WAF gives by itself says the same to everybody. */
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
 * Rules of AWS's groups that only count, since they would refuse what the API takes. Whoever asks for help quotes logs,
 * commands and markup, and whoever helps searches for them: to us it is text, parsed strictly and shown as text. And
 * programs need not say what they are; most WebSocket clients do not.
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

/** A group of rules that AWS keeps: what the others of them find, in paths and headers, is blocked. */
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

/** The rules that count requests: without a token, and with one. */
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
 * Refuses an address that asks the API too often, as far as a condition counts its requests.
 *
 * @param limit requests in the window
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

/** What CloudWatch calls the stage's web ACL. */
export const firewallName = (stage: Pick<Settings, 'stage'>): string => stagedName(stage)

/** The web ACL before CloudFront: floods, common attacks, known bad inputs. Exact limits are the functions' business. */
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
        // WAF names no other type of JSON.
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
