import { describe, expect, it } from 'vitest'
import { billOf, standingCosts, totalOf } from '../../bin/cost/bill.ts'
import { queueConsumers, runsAMonth, sizesOf, stackOf } from '../../bin/cost/stack.ts'
import { usageOf } from '../../bin/cost/usage.ts'
import { BUSINESS_METRICS } from '../../lib/aws/business-metrics.ts'
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

describe('the bill', () => {
  it('is the price list’s, dearest first', () => {
    const items = billOf({ 'dynamodb write units': 14, 'ses mails': 3 }, 1_000_000)
    expect(items.map(({ name, amount, cost }) => [name, amount, Number(cost.toFixed(6))])).toEqual([
      ['ses mails', 3_000_000, 300],
      ['dynamodb write units', 14_000_000, 8.75],
    ])
    expect(totalOf(items)).toBeCloseTo(308.75)
  })

  it('has a price for everything that is counted', () => {
    expect(() => billOf(usageOf({ before: [], after: [] }, {}, new Set()), 1)).not.toThrow()
    expect(() => billOf({ stardust: 1 }, 1)).toThrow('stardust has no price')
  })

  it('counts what stands in the stack', () => {
    const standing = Object.fromEntries(standingCosts(stackOf(document), 3).map(({ name, amount }) => [name, amount]))
    expect(standing).toMatchObject({ 'web ACL': 1, secret: 2, dashboard: expect.any(Number) })
    expect(standing['web ACL rule']).toBeGreaterThanOrEqual(4)
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
