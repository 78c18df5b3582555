import { appendFirst, changeFirst, FLOOD, type Mutation, rewriteFirst } from './mutation.ts'

const ACL = 'WAFv2::WebACL'

/** Slips in the firewall. */
export const firewallSlips: readonly Mutation[] = [
  ['a group of rules with an action', 'waf-action', changeFirst(ACL, '', 'Rules.2.Action', { Block: {} })],
  ['a rule with an override', 'waf-action', changeFirst(ACL, '', `${FLOOD}.OverrideAction`, { None: {} })],
  [
    'a ticket that may not quote what an attacker would write',
    'waf-counted',
    changeFirst(ACL, '', 'Rules.3.Statement.ManagedRuleGroupStatement.RuleActionOverrides', []),
  ],
  [
    'a search that may not name a file of logs',
    'waf-counted',
    changeFirst(ACL, '', 'Rules.2.Statement.ManagedRuleGroupStatement.RuleActionOverrides.11', {
      Name: 'RestrictedExtensions_QUERYARGUMENTS',
      ActionToUse: { Block: {} },
    }),
  ],
  [
    'a program that must say what it is',
    'waf-counted',
    changeFirst(ACL, '', 'Rules.2.Statement.ManagedRuleGroupStatement.RuleActionOverrides.0', undefined),
  ],
  ['two rules of one priority', 'waf-priority', changeFirst(ACL, '', 'Rules.2.Priority', 0)],
  [
    'a flood that begins where the functions still answer',
    'waf-limit',
    changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.Limit`, 333),
  ],
  [
    'a flood that is no number to WAF',
    'waf-limit',
    changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.Limit`, 3_000_000_000),
  ],
  ['a flood that is told it is forbidden', 'waf-answer', changeFirst(ACL, '', `${FLOOD}.Action`, { Block: {} })],
  ['an answer that nobody wrote', 'waf-answer', changeFirst(ACL, '', 'CustomResponseBodies', undefined)],
  [
    'a window of 15 minutes',
    'waf-window',
    changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.EvaluationWindowSec`, 900),
  ],
  ['no firewall', 'waf', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.WebACLId', undefined)],
  ['a firewall that is not CloudFront’s', 'waf-scope', changeFirst(ACL, '', 'Scope', 'REGIONAL')],
  ['a firewall without rules', 'waf-rules', changeFirst(ACL, '', 'Rules', [])],
  ['a firewall that lets nobody through', 'waf-default', changeFirst(ACL, '', 'DefaultAction', { Block: {} })],
  ['a firewall without the common rules', 'waf-missing', changeFirst(ACL, '', 'Rules.2', undefined)],
  ['a firewall without the bad inputs', 'waf-missing', changeFirst(ACL, '', 'Rules.3', undefined)],
  ['a flood of guests that nobody counts', 'waf-missing', changeFirst(ACL, '', FLOOD, undefined)],
  ['a flood of tokens that nobody counts', 'waf-missing', changeFirst(ACL, '', 'Rules.1', undefined)],
  ['a group of rules that only counts', 'waf-action', changeFirst(ACL, '', 'Rules.2.OverrideAction', { Count: {} })],
  ['a group that is overridden by nothing', 'waf-action', changeFirst(ACL, '', 'Rules.2.OverrideAction', {})],
  [
    'a flood that counts pages',
    'waf-limit',
    changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.ScopeDownStatement`, undefined),
  ],
  [
    'a flood that stops everybody',
    'waf-limit',
    changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.AggregateKeyType`, 'CONSTANT'),
  ],
  ['a firewall that is nothing', 'waf', changeFirst('CloudFront::Distribution', '', 'DistributionConfig.WebACLId', '')],
  ['a flood of another path', 'waf-limit', rewriteFirst(ACL, '', '"/api"', '"/apis"')],
  [
    'a group of rules that lets all else through',
    'waf-action',
    changeFirst(ACL, '', 'Rules.2.OverrideAction', { Allow: {} }),
  ],
  ['a flood that only counts', 'waf-answer', changeFirst(ACL, '', `${FLOOD}.Action`, { Count: {} })],
  ['a flood that lets through', 'waf-answer', changeFirst(ACL, '', `${FLOOD}.Action`, { Allow: {} })],
  [
    'a window of 30 seconds in quotes',
    'waf-window',
    changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.EvaluationWindowSec`, '30'),
  ],
  ['a limit of five in quotes', 'waf-limit', changeFirst(ACL, '', `${FLOOD}.Statement.RateBasedStatement.Limit`, '5')],
  ['two priorities alike, once in quotes', 'waf-priority', changeFirst(ACL, '', 'Rules.1.Priority', '0')],
  [
    'two rules of one name',
    'waf-rules',
    appendFirst(ACL, '', 'Rules', {
      Name: 'GuestFlood',
      Priority: 50,
      Action: { Block: {} },
      Statement: { GeoMatchStatement: { CountryCodes: ['AQ'] } },
      VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'x', SampledRequestsEnabled: true },
    }),
  ],
]
