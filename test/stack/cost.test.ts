import { describe, expect, it } from 'vitest'
import { billOf, LEFT_OUT, standingCosts, totalOf, UNSEEN_PRICES } from '../../bin/cost/bill.ts'
import { busyWarning } from '../../bin/cost/machine.ts'
import { monthOf, tracesOf } from '../../bin/cost/month.ts'
import { queueConsumers, runsAMonth, sizesOf, stackOf } from '../../bin/cost/stack.ts'
import { callsOf, usageOf } from '../../bin/cost/usage.ts'
import { BUSINESS_METRICS } from '../../lib/aws/business-metrics.ts'
import prices from '../../lib/aws/prices.json' with { type: 'json' }
import type { MetricSummary } from '../../lib/local/metrics.ts'
import { synthesiseOwnTemplate } from '../support/own-template.ts'

const document: unknown = JSON.parse(synthesiseOwnTemplate().text)

const metric = (
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  sum: number,
  count = sum,
): MetricSummary => ({ namespace, name, unit: 'Count', dimensions, sum, count, min: 0, max: sum })

describe('usage', () => {
  it('is what came on top within the span', () => {
    const units = (sum: number) => metric('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', { TableName: 'Tickets' }, sum)
    const usage = usageOf({ before: [units(100)], after: [units(114)] }, {}, new Set())
    expect(usage['dynamodb write units']).toBe(14)
  })

  it('bills a function’s time by its memory', () => {
    const ran = metric('AWS/Lambda', 'Duration', { FunctionName: 'api-intake' }, 3_000, 2)
    const usage = usageOf({ before: [], after: [ran] }, { 'api-intake': 512 }, new Set())
    expect(usage).toMatchObject({ 'lambda requests': 2, 'lambda GB-seconds (arm64)': 1.5 })
  })

  it('counts a message once when it is sent, and a batch when it is received and deleted', () => {
    const after = [
      metric('AWS/SQS', 'NumberOfMessagesSent', { QueueName: 'IndexTicketQueue' }, 10),
      metric('AWS/Lambda', 'Duration', { FunctionName: 'index-ticket' }, 500, 3),
      metric('AWS/Lambda', 'Duration', { FunctionName: 'api-intake' }, 500, 3),
    ]
    expect(usageOf({ before: [], after }, {}, new Set(['index-ticket']))['sqs requests']).toBe(16)
  })
})

describe('a month', () => {
  const SECONDS = 30 * 86_400

  it('is so many lives, and each user once', () => {
    const life = { usage: { 'dynamodb write units': 14 }, calls: { 'api-intake': 2 } }
    expect(monthOf(life, { tickets: 1_000, users: 30 })).toEqual({
      'dynamodb write units': 14_000,
      'x-ray traces': 2_000,
      'cognito active users': 30,
    })
  })

  it('has a trace of each function’s first call in a second, and of one in twenty of the others', () => {
    expect(tracesOf({ 'sweep-queue': 43_200 })).toBe(43_200)
    expect(tracesOf({ 'api-tickets': SECONDS + 2_000_000 })).toBe(SECONDS + 100_000)
    expect(tracesOf({ 'api-tickets': SECONDS, 'api-intake': SECONDS })).toBe(2 * SECONDS)
  })

  it('counts the calls of each function in a span', () => {
    const ran = (bundle: string, count: number) =>
      metric('AWS/Lambda', 'Duration', { FunctionName: bundle }, 5 * count, count)
    const span = {
      before: [ran('api-intake', 1), ran('api-people', 4)],
      after: [ran('api-intake', 3), ran('api-people', 4)],
    }
    expect(callsOf(span)).toEqual({ 'api-intake': 2 })
  })
})

describe('the bill', () => {
  it('is the price list’s, dearest first', () => {
    const items = billOf({ 'dynamodb write units': 14_000_000, 'ses mails': 3_000_000 })
    expect(items.map(({ name, amount, cost }) => [name, amount, Number(cost.toFixed(6))])).toEqual([
      ['ses mails', 3_000_000, 300],
      ['dynamodb write units', 14_000_000, 8.75],
    ])
    expect(totalOf(items)).toBeCloseTo(308.75)
  })

  it('has a price for everything that is counted', () => {
    expect(() => billOf(usageOf({ before: [], after: [] }, {}, new Set()))).not.toThrow()
    expect(() => billOf({ stardust: 1 })).toThrow('stardust has no price')
  })

  it('takes 1,500 USD for a hundred thousand people who sign in, before it takes off a free tier', () => {
    const users = monthOf({ usage: {}, calls: {} }, { tickets: 0, users: 100_000 })
    expect(totalOf(billOf(users))).toBeCloseTo(1_500)
  })

  it('says that its Lambda time is that of a machine whose model answers at once', () => {
    expect(LEFT_OUT).toContainEqual(expect.stringMatching(/time is this machine’s, with a model that answers at once/))
  })

  it('tells which prices nobody has looked up', () => {
    const known = [...Object.keys(prices.per_million), ...Object.keys(prices.per_month)]
    expect(known).toEqual(expect.arrayContaining(Object.keys(prices.seen)))
    expect([...UNSEEN_PRICES, ...Object.keys(prices.seen)].sort()).toEqual(known.sort())
  })

  it('counts the pollers that Lambda keeps at each queue', () => {
    const polls = standingCosts(stackOf(document), 3).find(({ name }) => name === 'polls of empty queues')
    // Five, each three times a minute, at every queue that a function reads.
    expect(polls?.amount).toBe(queueConsumers(document).size * 5 * 3 * 60 * 24 * 30)
  })

  it('counts what stands in the stack', () => {
    const standing = Object.fromEntries(standingCosts(stackOf(document), 3).map(({ name, amount }) => [name, amount]))
    expect(standing).toMatchObject({ 'web ACL': 1, secret: 2, dashboard: expect.any(Number) })
    expect(standing['web ACL rule']).toBeGreaterThanOrEqual(4)
  })

  it('counts an alarm once for each metric that it computes with', () => {
    const watched = (metrics: unknown): number => {
      const Properties = metrics === undefined ? { MetricName: 'Errors' } : { Metrics: metrics }
      const bells = { Resources: { Bell: { Type: 'AWS::CloudWatch::Alarm', Properties } } }
      return standingCosts(stackOf(bells), 3).find(({ name }) => name.includes('alarm'))?.amount ?? 0
    }
    const line = { MetricStat: { Metric: {} } }
    expect(watched(undefined)).toBe(1)
    expect(watched([{ Expression: 'reads + writes' }, line, line])).toBe(2)
  })

  it('counts a metric for each value that it is said of, and none for the routes of an API', () => {
    const metricsOf = (departments: number): number =>
      standingCosts(stackOf(document), departments).find(({ name }) => name === 'custom metric')?.amount ?? 0
    const bySource = 3
    const byDepartment = 5
    expect(metricsOf(3)).toBe(BUSINESS_METRICS.length + bySource + byDepartment * (3 + 1))
    expect(metricsOf(4) - metricsOf(3)).toBe(byDepartment)
  })

  it('counts the metrics of routes once somebody switches them on', () => {
    const detailed = JSON.parse(
      JSON.stringify(document).replaceAll(
        '"DefaultRouteSettings":{',
        '"DefaultRouteSettings":{"DetailedMetricsEnabled":true,',
      ),
    )
    const cost = (of: unknown): number => totalOf(standingCosts(stackOf(of), 3))
    expect(cost(detailed) - cost(document)).toBeGreaterThan(100)
  })
})

it('reads sizes, consumers and schedules from the template', () => {
  expect(sizesOf(document)).toMatchObject({ 'api-intake': 1_024, 'assign-ticket': 512 })
  expect(queueConsumers(document)).toContain('assign-ticket')
  expect(queueConsumers(document)).not.toContain('publish-changes')
  expect(runsAMonth(document).get('sweep-queue')).toBe(43_200)
  expect(runsAMonth(document).get('check-merges')).toBe(720)
})

describe('the machine', () => {
  it('is named where other work keeps it busy, and not where half of it is free', () => {
    expect(busyWarning(1, 2)).toBeUndefined()
    expect(busyWarning(1.1, 2)).toContain('load 1.1 on 2 cores')
  })
})
