import { COUNTED_RULES } from '../firewall.ts'
import { type Fault, isRecord, type LintTemplate, list, type Rule, record } from './template.ts'

type Json = Readonly<Record<string, unknown>>

/** Windows that a rate rule knows, in seconds. */
const WINDOWS = new Set([60, 120, 300, 600])
const [LOWEST_LIMIT, HIGHEST_LIMIT] = [10, 2_000_000_000]

/** Requests that functions let an address make in 15 minutes; twice as many may come at the seam of two windows. */
const allowedByFunctions = (template: LintTemplate): number =>
  Math.max(
    0,
    ...template
      .of('Lambda::Function')
      .map(({ properties }) => Number(record(record(properties.Environment).Variables).RATE_LIMIT ?? 0)),
  )

/** Rules of a managed group that would refuse what people write or search for, or a program that has no name. */
const censors = (group: Json): readonly string[] => {
  const counted = list(group.RuleActionOverrides)
    .map(record)
    .filter(({ ActionToUse }) => record(ActionToUse).Count !== undefined)
    .map(({ Name }) => Name)
  const known: Readonly<Record<string, readonly string[]>> = COUNTED_RULES
  return (known[String(group.Name)] ?? []).filter((rule) => !counted.includes(rule))
}

/** A rule that counts requests: as WAF can, above what the functions count exactly, and with their answer. */
const rateFaults = (
  { Name, Action }: Json,
  { Limit, EvaluationWindowSec = 300 }: Json,
  bodies: Json,
  allowed: number,
): ReadonlyArray<readonly [rule: string, says: string]> => {
  const { ResponseCode, CustomResponseBodyKey } = record(record(record(Action).Block).CustomResponse)
  const limit = Number(Limit)
  return [
    ...(WINDOWS.has(Number(EvaluationWindowSec)) ? [] : [['waf-window', `${Name} has a strange window`] as const]),
    ...(limit >= LOWEST_LIMIT && limit <= HIGHEST_LIMIT
      ? []
      : [['waf-limit', `${Name} has a limit that WAF does not take`] as const]),
    ...(limit >= 2 * allowed ? [] : [['waf-limit', `${Name} stops whom the functions let through`] as const]),
    ...(ResponseCode === 429 && String(CustomResponseBodyKey) in bodies
      ? []
      : [['waf-answer', `${Name} does not say 429 as the functions do`] as const]),
  ]
}

/** Rules stand in one order; single rules act, groups of rules are overridden. */
export const firewall: Rule = (template) =>
  template.of('WAFv2::WebACL').flatMap(({ id, properties }): Fault[] => {
    const faults: Fault[] = []
    const fault = (rule: string, says: string) => faults.push({ id, rule, says })
    const rules = list(properties.Rules).map(record)
    const priorities = rules.map(({ Priority }) => Priority)
    if (new Set(priorities).size < priorities.length) fault('waf-priority', 'two rules have one priority')
    if (rules.length === 0) fault('waf-rules', 'has no rules')
    const allowed = allowedByFunctions(template)
    for (const rule of rules) {
      const { Name, Action, OverrideAction, Statement } = rule
      const { ManagedRuleGroupStatement, RuleGroupReferenceStatement, RateBasedStatement } = record(Statement)
      const isGroup = ManagedRuleGroupStatement !== undefined || RuleGroupReferenceStatement !== undefined
      if (isGroup && (Action !== undefined || OverrideAction === undefined)) {
        fault('waf-action', `${Name} is a group: it takes an OverrideAction`)
      }
      if (!isGroup && (Action === undefined || OverrideAction !== undefined))
        fault('waf-action', `${Name} takes an Action`)
      for (const censor of censors(record(ManagedRuleGroupStatement))) {
        fault('waf-counted', `${Name} refuses what the API takes, by ${censor}`)
      }
      if (isRecord(RateBasedStatement)) {
        const found = rateFaults(rule, RateBasedStatement, record(properties.CustomResponseBodies), allowed)
        for (const [name, says] of found) fault(name, says)
      }
    }
    if (properties.Scope !== 'CLOUDFRONT') fault('waf-scope', 'CloudFront takes web ACLs of its own scope')
    return faults
  })
