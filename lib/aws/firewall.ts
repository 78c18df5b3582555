import * as wafv2 from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'

/** Requests to the API by one address in ten minutes: the 500 in 15 minutes of api routes, in a window that WAF knows. */
const GUEST_LIMIT = 333
/** The same for who sends a token, true or not: ten times that. */
const TOKEN_LIMIT = 3330
const WINDOW_SECONDS = 600

const visibility = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
})

/**
 * Rules of AWS's groups that look for attacks in what people write. Whoever asks for help quotes logs, commands and markup,
 * and whoever helps searches for them: to us it is text, parsed strictly and shown as text. So these rules only count.
 */
export const TEXT_RULES = {
  AWSManagedRulesCommonRuleSet: [
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

/** A group of rules that AWS keeps: what they find in paths and headers is blocked. */
const managed = (priority: number, name: keyof typeof TEXT_RULES): wafv2.CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: TEXT_RULES[name].map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: visibility(name),
})

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
    searchString: '/api/',
    textTransformations: unchanged,
  },
}

/** Blocks an address that asks the API too often, as far as a condition counts its requests. */
const flood = (
  priority: number,
  name: string,
  limit: number,
  counted: wafv2.CfnWebACL.StatementProperty,
): wafv2.CfnWebACL.RuleProperty => ({
  name,
  priority,
  action: { block: {} },
  statement: {
    rateBasedStatement: {
      limit,
      evaluationWindowSec: WINDOW_SECONDS,
      aggregateKeyType: 'IP',
      scopeDownStatement: { andStatement: { statements: [asksApi, counted] } },
    },
  },
  visibilityConfig: visibility(name),
})

/** The web ACL before CloudFront: floods, common attacks, known bad inputs. Exact limits are the functions' business. */
export class Firewall extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const acl = new wafv2.CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('plimsoll'),
      rules: [
        flood(0, 'GuestFlood', GUEST_LIMIT, { notStatement: { statement: carriesToken } }),
        flood(1, 'TokenFlood', TOKEN_LIMIT, carriesToken),
        managed(2, 'AWSManagedRulesCommonRuleSet'),
        managed(3, 'AWSManagedRulesKnownBadInputsRuleSet'),
      ],
    })
    this.arn = acl.attrArn
  }
}
