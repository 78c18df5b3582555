import { describe, expect, it } from 'vitest'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

interface FirewallRule {
  readonly Name: string
  readonly Statement: {
    readonly ManagedRuleGroupStatement?: {
      readonly RuleActionOverrides: ReadonlyArray<{ readonly Name: string; readonly ActionToUse: object }>
    }
  }
}
interface WebAcl {
  readonly Rules: readonly FirewallRule[]
}

const webAcl = (chosen: Readonly<Record<string, string>> = {}): WebAcl => {
  const [, acl] = synthesiseOwnTemplate(chosen).of('AWS::WAFv2::WebACL')[0] ?? []
  return acl?.Properties as unknown as WebAcl
}

/** What AWS's groups hold, by its developer guide (baseline rule groups), at the end of 2025. */
const MANAGED = {
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER',
    'UserAgent_BadBots_HEADER',
    'SizeRestrictions_QUERYSTRING',
    'SizeRestrictions_Cookie_HEADER',
    'SizeRestrictions_BODY',
    'SizeRestrictions_URIPATH',
    'EC2MetaDataSSRF_BODY',
    'EC2MetaDataSSRF_COOKIE',
    'EC2MetaDataSSRF_URIPATH',
    'EC2MetaDataSSRF_QUERYARGUMENTS',
    'GenericLFI_QUERYARGUMENTS',
    'GenericLFI_URIPATH',
    'GenericLFI_BODY',
    'RestrictedExtensions_URIPATH',
    'RestrictedExtensions_QUERYARGUMENTS',
    'GenericRFI_QUERYARGUMENTS',
    'GenericRFI_BODY',
    'GenericRFI_URIPATH',
    'CrossSiteScripting_COOKIE',
    'CrossSiteScripting_QUERYARGUMENTS',
    'CrossSiteScripting_BODY',
    'CrossSiteScripting_URIPATH',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_HEADER',
    'JavaDeserializationRCE_BODY',
    'JavaDeserializationRCE_URIPATH',
    'JavaDeserializationRCE_QUERYSTRING',
    'Host_localhost_HEADER',
    'PROPFIND_METHOD',
    'ExploitablePaths_URIPATH',
    'Log4JRCE_HEADER',
    'Log4JRCE_QUERYSTRING',
    'Log4JRCE_BODY',
    'Log4JRCE_URIPATH',
    'ReactJSRCE_BODY',
  ],
} as const

describe('what people write', () => {
  it.each(Object.entries(MANAGED))('is counted and not blocked by %s, paths and headers are', (group, rules) => {
    const overrides = webAcl().Rules.find(({ Name }) => Name === group)?.Statement.ManagedRuleGroupStatement
      ?.RuleActionOverrides

    // WAF ignores an override of a rule that does not exist: a misspelt one would block.
    expect(overrides?.map(({ Name }) => Name).toSorted()).toEqual(
      rules.filter((rule) => /_(BODY|QUERYSTRING|QUERYARGUMENTS)$/.test(rule)).toSorted(),
    )
    for (const { ActionToUse } of overrides ?? []) expect(ActionToUse).toEqual({ Count: {} })
  })
})
