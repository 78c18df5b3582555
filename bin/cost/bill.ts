import prices from '../../lib/aws/prices.json' with { type: 'json' }
import type { Template } from '../../lib/local/template.ts'
import { customMetrics } from './metrics.ts'
import type { Usage } from './usage.ts'

/** One line of a bill. */
export interface Item {
  readonly name: string
  readonly amount: number
  /** USD. */
  readonly cost: number
}

const ONE_MILLION = 1_000_000

/**
 * What amounts cost, dearest first, without free tiers.
 *
 * @param times how often the usage happens
 * @throws Error for an amount without a price
 */
export const billOf = (usage: Usage, times: number): readonly Item[] => {
  const known: Readonly<Record<string, number>> = prices.per_million
  return Object.entries(usage)
    .map(([name, each]) => {
      const price = known[name]
      if (price === undefined) throw new Error(`${name} has no price`)
      return { name, amount: each * times, cost: (each * times * price) / ONE_MILLION }
    })
    .sort((a, b) => b.cost - a.cost)
}

export const totalOf = (items: readonly Item[]): number => items.reduce((sum, { cost }) => sum + cost, 0)

/**
 * What the stack costs a month by being there, without a ticket: counted from its template.
 *
 * @param departments how many there are, since some metrics are said of each
 */
export const standingCosts = (template: Template, departments: number): readonly Item[] => {
  const count = (type: string): number => template.resourcesOf(type).length
  const rules = template
    .resourcesOf('AWS::WAFv2::WebACL')
    .reduce((sum, { properties }) => sum + (Array.isArray(properties.Rules) ? properties.Rules.length : 0), 0)
  const amounts: Readonly<Record<keyof typeof prices.per_month, number>> = {
    'web ACL': count('AWS::WAFv2::WebACL'),
    'web ACL rule': rules,
    secret: count('AWS::SecretsManager::Secret'),
    alarm: count('AWS::CloudWatch::Alarm'),
    'custom metric': customMetrics(template, departments),
    dashboard: count('AWS::CloudWatch::Dashboard'),
  }
  return Object.entries(amounts).map(([name, amount]) => ({
    name,
    amount,
    cost: amount * prices.per_month[name as keyof typeof amounts],
  }))
}

export const PRICES_AS_OF = prices.as_of
