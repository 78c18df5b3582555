import { describe, expect, it } from 'vitest'
import { readFormula } from '../../lib/local/dashboard/math.ts'
import { dashboardPage } from '../../lib/local/dashboard/page.ts'
import { openDashboard, SHOWN_MINUTES, type Widget } from '../../lib/local/dashboard.ts'
import { newMetricHistory } from '../../lib/local/metrics/history.ts'
import { readTemplate } from '../../lib/local/template.ts'

const MINUTE_MS = 60_000
const now = new Date('2026-03-02T10:00:30.000Z')
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * MINUTE_MS)
const BEGINNING = ago(SHOWN_MINUTES)
const nowMinute = Math.floor(now.getTime() / MINUTE_MS)

const created = { namespace: 'Plimsoll', name: 'TicketsCreated', dimensions: { service: 'plimsoll' } }
const time = { namespace: 'AWS/Lambda', name: 'Duration', dimensions: { FunctionName: 'intake' } }

describe('the history of a metric', () => {
  it('gives each statistic over the minutes asked for, and none where there was no value', () => {
    const history = newMetricHistory()
    history.add(created, 100, ago(5))
    history.add(created, 2, ago(4))
    history.add(created, 4, ago(0))
    const over = (statistic: string) => history.statistic(created, statistic, nowMinute, 5)

    expect(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'].map(over)).toEqual([6, 3, 2, 4, 2])
    expect(history.statistic(created, 'Sum', nowMinute - 10, 5)).toBeUndefined()
    expect(() => over('Median')).toThrow('Median')
  })

  it('knows percentiles within five percent', () => {
    const history = newMetricHistory()
    for (let value = 1; value <= 1_000; value += 1) history.add(time, value, now)

    for (const [statistic, exact] of [
      ['p50', 500],
      ['p90', 900],
      ['p99', 990],
    ] as const) {
      const value = history.statistic(time, statistic, nowMinute, 5) ?? 0
      expect(Math.abs(value / exact - 1)).toBeLessThan(0.05)
    }
  })

  it('forgets what is older than two hours, and metrics without any values left', () => {
    const history = newMetricHistory()
    history.add(created, 1, ago(150))
    history.add(time, 1, now)

    expect(history.find('Plimsoll', 'TicketsCreated', ['service'])).toEqual([])
    expect(history.find('AWS/Lambda', 'Duration', ['FunctionName'])).toEqual([time])
  })
})

describe('metric math', () => {
  const values: Readonly<Record<string, number>> = { a: 6, b: 3, nothing: 0 }
  it.each([
    ['a + b * 2', 12],
    ['(a + b) * 2', 18],
    ['a - b - 1', 2],
    ['a / b', 2],
    ['a / nothing', undefined],
    ['a + missing', undefined],
    ['FILL(missing, 0) + a', 6],
    ['FILL(a, 0)', 6],
    ['IF(a > 2, 100 * b / (a + b), 0)', 100 / 3],
    ['IF(a < 2, a / nothing, 7)', 7],
    ['0.000000625 * a', 0.00000375],
  ])('%s', (expression, value) => {
    const result = readFormula(expression)((id) => values[id])
    if (value === undefined) expect(result).toBeUndefined()
    else expect(result).toBeCloseTo(value, 9)
  })

  it.each(['a +', '(a', 'a b', 'SUM(a)', 'a ^ 2', ')'])('refuses %s', (expression) => {
    expect(() => readFormula(expression)).toThrow(/./)
  })
})

const templateWith = (widgets: readonly object[]) =>
  readTemplate(
    {
      Resources: {
        Intake: {
          Type: 'AWS::Lambda::Function',
          Properties: {},
          Metadata: { 'local:bundle': 'intake' },
        },
        Dashboard: {
          Type: 'AWS::CloudWatch::Dashboard',
          Properties: { DashboardBody: JSON.stringify({ widgets }) },
        },
      },
    },
    { awsPort: () => 0, localUrl: (url) => url, dynamicReference: (name) => name },
  )

const graphOf = (metrics: readonly unknown[]) => ({ type: 'metric', width: 8, properties: { title: 'Graph', metrics } })

const linesOf = (widgets: readonly Widget[]) =>
  widgets.flatMap((widget) => (widget.kind === 'graph' ? widget.lines : []))

describe('the dashboard', () => {
  it('draws metrics with their own statistic and period, minute by minute', () => {
    const history = newMetricHistory()
    for (const minutes of [7, 1, 0]) history.add(created, 1, ago(minutes))
    const metric = ['Plimsoll', 'TicketsCreated', 'service', 'plimsoll', { stat: 'Sum', period: 300 }]
    const [line] = linesOf(openDashboard(templateWith([graphOf([metric])]), history, BEGINNING)(now))

    expect(line?.label).toBe('TicketsCreated')
    expect(line?.points).toHaveLength(SHOWN_MINUTES)
    // The oldest left the window of five minutes three minutes ago.
    expect(line?.points.slice(-8)).toEqual([1, 1, 1, 1, 1, undefined, 1, 2])
  })

  it('finds functions by their bundle, and hides lines that are only terms of others', () => {
    const history = newMetricHistory()
    history.add(time, 2_000, now)
    const metrics = [
      [{ expression: 'FILL(ms0, 0) * 0.5', label: 'USD', id: 'time' }],
      ['AWS/Lambda', 'Duration', 'FunctionName', 'Intake', { id: 'ms0', visible: false, stat: 'Sum' }],
    ]
    const lines = linesOf(openDashboard(templateWith([graphOf(metrics)]), history, BEGINNING)(now))

    expect(lines.map(({ label, points }) => [label, points.at(-1)])).toEqual([['USD', 1_000]])
  })

  it('has no values for the time before counting began', () => {
    const metrics = [
      [{ expression: 'FILL(mails, 0)', label: 'Mails' }],
      ['Plimsoll', 'MailsSent', 'service', 'plimsoll', { id: 'mails', visible: false }],
    ]
    const [line] = linesOf(openDashboard(templateWith([graphOf(metrics)]), newMetricHistory(), ago(1))(now))

    expect(line?.points.filter((point) => point !== undefined)).toEqual([0, 0])
  })

  it('labels the lines that a search finds in one stage by what they differ in', () => {
    const history = newMetricHistory()
    for (const [source, service] of [
      ['bedrock', 'plimsoll'],
      ['local', 'plimsoll'],
      ['bedrock', 'plimsoll-staging'],
    ] as const) {
      history.add({ namespace: 'Plimsoll', name: 'TriageSuggestions', dimensions: { service, source } }, 1, now)
    }
    const expression = `SEARCH('{Plimsoll,service,source} MetricName="TriageSuggestions" service="plimsoll"', 'Sum')`
    const dashboard = openDashboard(templateWith([graphOf([[{ expression, label: '' }]])]), history, BEGINNING)

    expect(linesOf(dashboard(now)).map(({ label }) => label)).toEqual(['bedrock', 'local'])
  })

  it('says which metrics are empty, and lets no text become a tag', () => {
    const metric = ['Plimsoll', 'TicketsCreated', 'service', 'plimsoll', { label: '<img src=x>' }]
    const page = dashboardPage(
      openDashboard(templateWith([graphOf([metric])]), newMetricHistory(), BEGINNING)(now),
      now,
    )

    expect(page).toContain('No figures of &lt;img src=x&gt; in the last hour.')
    expect(page).not.toContain('<img')
    expect(page).not.toMatch(/<script|style=|https?:/)
  })

  it('is empty for a template without one', () => {
    const template = readTemplate(
      { Resources: { Letters: { Type: 'AWS::SQS::Queue', Properties: {} } } },
      { awsPort: () => 0, localUrl: (url) => url, dynamicReference: (name) => name },
    )
    expect(openDashboard(template, newMetricHistory(), BEGINNING)(now)).toEqual([])
  })
})
