import { COUNTED_RULES, FLOODS } from '../firewall.ts'
import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import {
  exactTextOf,
  type Fault,
  faultsOf,
  isOurs,
  isUnread,
  type LintTemplate,
  list,
  numberOf,
  type Rule,
  type TemplateResource,
  textOf,
} from './template.ts'

/** Windows that a rate rule accepts, in seconds. */
const WINDOWS = new Set([60, 120, 300, 600])
const [LOWEST_LIMIT, HIGHEST_LIMIT] = [10, 2_000_000_000]

/** Rules of a web ACL or of a rule group. */
const rulesOf = ({ properties }: TemplateResource): readonly JsonRecord[] => list(properties.Rules).map(recordOf)

/** A rule's name for findings. */
const nameOf = ({ Name }: JsonRecord): string => textOf(Name) || 'a rule without a name'

const isGroup = ({ Statement }: JsonRecord): boolean => {
  const { ManagedRuleGroupStatement, RuleGroupReferenceStatement } = recordOf(Statement)
  return ManagedRuleGroupStatement !== undefined || RuleGroupReferenceStatement !== undefined
}

const rateOf = ({ Statement }: JsonRecord): JsonRecord | undefined => {
  const { RateBasedStatement } = recordOf(Statement)
  return isRecord(RateBasedStatement) ? RateBasedStatement : undefined
}

/** Whether a value is missing, or a number outside a range. */
const isOutside = (value: unknown, lowest: number, highest: number): boolean =>
  value === undefined || numberOf(value) < lowest || numberOf(value) > highest

/** Whether any two values are equal, as far as the template shows; undefined equals nothing. */
const areAnyEqual = (values: readonly unknown[]): boolean => {
  const texts = values.filter((value) => value !== undefined).map(exactTextOf)
  return new Set(texts).size < texts.length
}

/**
 * Rules differ in priority and name; single rules have an action, groups an override; WAF accepts windows and limits.
 */
export const firewall: Rule = (template) =>
  ['WAFv2::WebACL', 'WAFv2::RuleGroup']
    .flatMap((type) => template.of(type))
    .flatMap((acl): Fault[] => {
      const { faults, fault } = faultsOf(acl.id)
      if (areAnyEqual(rulesOf(acl).map(({ Priority }) => Priority)))
        fault('waf-priority', 'two rules have one priority')
      if (areAnyEqual(rulesOf(acl).map(({ Name }) => Name))) fault('waf-rules', 'two rules have one name')
      for (const rule of rulesOf(acl)) {
        const { Action, OverrideAction } = rule
        const name = nameOf(rule)
        if (
          isGroup(rule) &&
          (Action !== undefined || !['None', 'Count'].includes(Object.keys(recordOf(OverrideAction)).join()))
        )
          fault('waf-action', `${name} is a group: it takes an OverrideAction`)
        if (!isGroup(rule) && (Action === undefined || OverrideAction !== undefined))
          fault('waf-action', `${name} takes an Action`)
        const rate = rateOf(rule)
        if (!rate) continue
        const { Limit, EvaluationWindowSec = 300 } = rate
        if (!isUnread(EvaluationWindowSec) && !WINDOWS.has(numberOf(EvaluationWindowSec)))
          fault('waf-window', `${name} has a strange window`)
        if (isOutside(Limit, LOWEST_LIMIT, HIGHEST_LIMIT))
          fault('waf-limit', `${name} has a limit that WAF does not take`)
      }
      return faults
    })

/**
 * Requests in 15 minutes that our functions allow an address; up to twice as many may come across two of their windows.
 */
const allowedByFunctions = (template: LintTemplate): number =>
  Math.max(
    0,
    ...template.resources
      .filter(isOurs)
      .map(({ properties }) => Number(recordOf(recordOf(properties.Environment).Variables).RATE_LIMIT ?? 0)),
  )

/**
 * Rules of a managed group that would block valid requests, since the group's overrides do not make them count only.
 */
const censors = (group: JsonRecord): readonly string[] => {
  const counted = list(group.RuleActionOverrides)
    .map(recordOf)
    .filter(({ ActionToUse }) => recordOf(ActionToUse).Count !== undefined)
    .map(({ Name }) => Name)
  const known: Readonly<Record<string, readonly string[]>> = COUNTED_RULES
  return (known[String(group.Name)] ?? []).filter((rule) => !counted.includes(rule))
}

const isFlood = ({ Name }: JsonRecord): boolean => FLOODS.some((name) => name === Name)

/** Texts that a statement compares the path of requests with, at any depth. */
const pathsIn = (statement: unknown): readonly string[] => {
  if (Array.isArray(statement)) return statement.flatMap(pathsIn)
  const { FieldToMatch, SearchString, ...others } = recordOf(statement)
  const isPath = recordOf(FieldToMatch).UriPath !== undefined && SearchString !== undefined
  return [...(isPath ? [textOf(SearchString)] : []), ...Object.values(others).flatMap(pathsIn)]
}

/**
 * A rate rule of ours has a limit above that of the functions, counts API requests by address, and answers 429 as they
 * do.
 */
const ownRateFaults = (
  id: string,
  rule: JsonRecord,
  { Limit, ScopeDownStatement, AggregateKeyType }: JsonRecord,
  bodies: JsonRecord,
  allowed: number,
): readonly Fault[] => {
  const { ResponseCode, CustomResponseBodyKey } = recordOf(recordOf(recordOf(rule.Action).Block).CustomResponse)
  const { faults, fault } = faultsOf(id)
  const name = nameOf(rule)
  if (!(Number(Limit) >= 2 * allowed)) fault('waf-limit', `${name} blocks requests that the functions allow`)
  if (AggregateKeyType !== 'IP') fault('waf-limit', `${name} does not count by address`)
  if (!pathsIn(ScopeDownStatement).some((path) => (isFlood(rule) ? path === '/api' : path.startsWith('/api'))))
    fault('waf-limit', `${name} counts other requests than those to the API`)
  if (numberOf(ResponseCode) !== 429 || !(String(CustomResponseBodyKey) in bodies))
    fault('waf-answer', `${name} does not say 429 as the functions do`)
  return faults
}

/** Our web ACL has its managed groups and rate rules, and blocks no request that the functions would accept. */
export const ownFirewall: Rule = (template) =>
  template.of('WAFv2::WebACL').flatMap((acl): Fault[] => {
    const { id, properties } = acl
    const { faults, fault } = faultsOf(id)
    const rules = rulesOf(acl)
    const counting = rules.filter((rule) => rateOf(rule)).map(({ Name }) => Name)
    const groups = rules.map(({ Statement }) => recordOf(recordOf(Statement).ManagedRuleGroupStatement).Name)
    if (rules.length === 0) fault('waf-rules', 'has no rules')
    if (recordOf(properties.DefaultAction).Allow === undefined) fault('waf-default', 'lets nobody through')
    for (const name of FLOODS) if (!counting.includes(name)) fault('waf-missing', `counts nothing by ${name}`)
    for (const name of Object.keys(COUNTED_RULES))
      if (!groups.includes(name)) fault('waf-missing', `has no group ${name}`)
    const allowed = allowedByFunctions(template)
    for (const rule of rules) {
      const group = recordOf(recordOf(rule.Statement).ManagedRuleGroupStatement)
      for (const censor of censors(group)) {
        fault('waf-counted', `${nameOf(rule)} refuses what the API takes, by ${censor}`)
      }
      if (String(group.Name) in COUNTED_RULES && recordOf(rule.OverrideAction).Count !== undefined)
        fault('waf-action', `${nameOf(rule)} only counts`)
      const rate = rateOf(rule)
      if (rate) faults.push(...ownRateFaults(id, rule, rate, recordOf(properties.CustomResponseBodies), allowed))
    }
    return faults
  })
