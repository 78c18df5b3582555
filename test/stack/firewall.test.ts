import { describe, expect, it } from 'vitest'
import { Problem } from '../../functions/contracts/problem.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

interface FirewallRule {
  readonly Name: string
  readonly Action?: object
  readonly Statement: {
    readonly RateBasedStatement?: { readonly Limit: number; readonly EvaluationWindowSec: number }
    readonly ManagedRuleGroupStatement?: {
      readonly RuleActionOverrides: ReadonlyArray<{ readonly Name: string; readonly ActionToUse: object }>
    }
  }
}
interface WebAcl {
  readonly Rules: readonly FirewallRule[]
  readonly CustomResponseBodies: Readonly<Record<string, { readonly ContentType: string; readonly Content: string }>>
}

const webAcl = (chosen: Readonly<Record<string, string>> = {}): WebAcl => {
  const [, acl] = synthesiseOwnTemplate(chosen).of('AWS::WAFv2::WebACL')[0] ?? []
  return acl?.Properties as unknown as WebAcl
}
const own = webAcl()

const limitsOf = ({ Rules }: WebAcl): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Rules.flatMap(({ Name, Statement }) =>
      Statement.RateBasedStatement ? [[Name, Statement.RateBasedStatement.Limit]] : [],
    ),
  )

/** Rules of AWS's groups by its developer guide (baseline rule groups), at the end of 2025. */
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

describe('what people write, and a program without a name,', () => {
  it.each(Object.entries(MANAGED))('is counted and not blocked by %s', (group, rules) => {
    const overrides = own.Rules.find(({ Name }) => Name === group)?.Statement.ManagedRuleGroupStatement
      ?.RuleActionOverrides

    // WAF ignores an override of a rule that does not exist: a misspelt one would block.
    expect(overrides?.map(({ Name }) => Name).toSorted()).toEqual(
      rules.filter((rule) => /_(BODY|QUERYSTRING|QUERYARGUMENTS)$|^NoUserAgent/.test(rule)).toSorted(),
    )
    for (const { ActionToUse } of overrides ?? []) expect(ActionToUse).toEqual({ Count: {} })
  })
})

describe('a flood', () => {
  it('begins where the functions have long refused, in proportion to what the deployment allows', () => {
    expect(limitsOf(own)).toEqual({ GuestFlood: 4 * 500, TokenFlood: 40 * 500 })
    expect(limitsOf(webAcl({ 'plimsoll:rateLimit': '100000' }))).toEqual({ GuestFlood: 400_000, TokenFlood: 4_000_000 })
  })

  it.each([
    ['1', 10, 40],
    ['1000000000', 2_000_000_000, 2_000_000_000],
  ])('has a limit that WAF takes, if the deployment allows %s', (rateLimit, GuestFlood, TokenFlood) => {
    expect(limitsOf(webAcl({ 'plimsoll:rateLimit': rateLimit }))).toEqual({ GuestFlood, TokenFlood })
  })

  it('always has a limit: no deployment goes without, whatever admins set in the console', () => {
    for (const rateLimit of ['0', '1000000001']) {
      const refusal = 'plimsoll:rateLimit is a whole number from 1 to 1000000000'
      expect(() => webAcl({ 'plimsoll:rateLimit': rateLimit })).toThrow(refusal)
    }
  })

  it('is answered by 429 and a problem, as the functions do, after which waiting for the whole window helps', () => {
    const floods = own.Rules.filter(({ Statement }) => Statement.RateBasedStatement)
    const window = String(floods[0]?.Statement.RateBasedStatement?.EvaluationWindowSec)
    const [[key, answer] = []] = Object.entries(own.CustomResponseBodies)

    expect(floods).toHaveLength(2)
    for (const { Action } of floods) {
      expect(Action).toMatchObject({
        Block: {
          CustomResponse: {
            ResponseCode: 429,
            CustomResponseBodyKey: key,
            ResponseHeaders: expect.arrayContaining([{ Name: 'retry-after', Value: window }]),
          },
        },
      })
    }
    expect(answer?.ContentType).toBe('APPLICATION_JSON')
    expect(Problem.parse(JSON.parse(answer?.Content ?? ''))).toMatchObject({ status: 429, code: 'rate_limited' })
  })
})
