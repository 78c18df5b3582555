import prices from '../../lib/aws/prices.json' with { type: 'json' }
import type { Template } from '../../lib/local/template.ts'
import { customMetrics, watchedMetrics } from './metrics.ts'
import { DAYS_A_MONTH } from './month.ts'
import { queueMappings } from './stack.ts'
import type { Usage } from './usage.ts'

/** One line of a bill. */
export interface Item {
  readonly name: string
  readonly amount: number
  /** USD. */
  readonly cost: number
}

const ONE_MILLION = 1_000_000

/** Lambda polls an empty queue with five pollers, each with a long poll of 20 seconds. */
const EMPTY_POLLS_A_MINUTE = 5 * (60 / 20)

/** The cost of the amounts, dearest first, without free tiers. @throws Error for an amount without a price */
export const billOf = (usage: Usage): readonly Item[] => {
  const known: Readonly<Record<string, number>> = prices.per_million
  return Object.entries(usage)
    .map(([name, amount]) => {
      const price = known[name]
      if (price === undefined) throw new Error(`${name} has no price`)
      return { name, amount, cost: (amount * price) / ONE_MILLION }
    })
    .sort((a, b) => b.cost - a.cost)
}

export const totalOf = (items: readonly Item[]): number => items.reduce((sum, { cost }) => sum + cost, 0)

/**
 * The monthly cost of the stack without any ticket, counted from its template.
 *
 * @param departments number of departments, since some metrics exist once for each
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
    'metric watched by an alarm': watchedMetrics(template),
    'custom metric': customMetrics(template, departments),
    dashboard: count('AWS::CloudWatch::Dashboard'),
  }
  const standing = Object.entries(amounts).map(([name, amount]) => ({
    name,
    amount,
    cost: amount * prices.per_month[name as keyof typeof amounts],
  }))
  const polls = queueMappings(template).length * EMPTY_POLLS_A_MINUTE * 60 * 24 * DAYS_A_MONTH
  return [
    ...standing,
    { name: 'polls of empty queues', amount: polls, cost: totalOf(billOf({ 'sqs requests': polls })) },
  ]
}

export const PRICES_AS_OF = prices.as_of

/** Prices that could not be looked up. */
export const UNSEEN_PRICES: readonly string[] = [
  ...Object.keys(prices.per_million),
  ...Object.keys(prices.per_month),
].filter((name) => !(name in prices.seen))

/** Other items that AWS bills, and that are not included here. */
export const LEFT_OUT: readonly string[] = [
  'the pages of the site, which browsers keep (requests, bytes and their bucket)',
  'what is kept longer than its first month (rows, their backups, logs, access logs)',
  'signing in and up (a few function calls a user)',
  'what Lambda takes longer there: its time is this machine’s, with a model that answers at once and no cold starts',
  'calls of Secrets Manager, mails of alarms, a zone of Route 53',
  'what operators do (looks at traces and logs, restores, deployments)',
  'provisioned concurrency, failed attempts and taxes',
]
