import * as wafv2 from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'

/** Requests of one address in ten minutes: the API's 500 in 15 minutes, in a window that WAF knows. */
const FLOOD = { limit: 333, evaluationWindowSec: 600 } as const

const visibility = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
})

/** A group of rules that AWS keeps. */
const managed = (priority: number, name: string, counted: readonly string[] = []): wafv2.CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
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
        {
          name: 'Flood',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              ...FLOOD,
              aggregateKeyType: 'IP',
              // People who are signed in have limits of their own, ten times as high, in the functions.
              scopeDownStatement: { notStatement: { statement: carriesToken } },
            },
          },
          visibilityConfig: visibility('Flood'),
        },
        // Tickets quote what went wrong: bodies over 8 KB or with markup are text here, shown as text.
        managed(1, 'AWSManagedRulesCommonRuleSet', [
          'SizeRestrictions_BODY',
          'CrossSiteScripting_BODY',
          'GenericLFI_BODY',
          'GenericRFI_BODY',
          'EC2MetaDataSSRF_BODY',
        ]),
        managed(2, 'AWSManagedRulesKnownBadInputsRuleSet'),
      ],
    })
    this.arn = acl.attrArn
  }
}

const carriesToken: wafv2.CfnWebACL.StatementProperty = {
  sizeConstraintStatement: {
    fieldToMatch: { singleHeader: { Name: 'authorization' } },
    comparisonOperator: 'GT',
    size: 0,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
}
