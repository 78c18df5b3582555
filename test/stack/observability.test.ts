import { beforeAll, describe, expect, it } from 'vitest'
import { readFormula } from '../../lib/local/dashboard/math.ts'
import { readTemplate, type Template } from '../../lib/local/template.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'

interface Widget {
  readonly type: string
  readonly properties: { readonly markdown?: string; readonly title?: string; readonly metrics?: readonly unknown[][] }
}

const templateOf = ({ text }: OwnTemplate): Template =>
  readTemplate(JSON.parse(text), { awsPort: () => 0, localUrl: (url) => url, dynamicReference: (name) => name })

const widgetsOf = (own: OwnTemplate): readonly Widget[] => {
  const template = templateOf(own)
  const [dashboard] = template.resourcesOf('AWS::CloudWatch::Dashboard')
  return JSON.parse(template.text(dashboard?.properties.DashboardBody)).widgets
}

const alarmOf = (own: OwnTemplate, id: string): Readonly<Record<string, unknown>> => {
  const [, alarm] = own.of('AWS::CloudWatch::Alarm').find(([name]) => name.includes(id)) ?? []
  return alarm?.Properties ?? {}
}

interface AlarmLine {
  readonly Id: string
  readonly Expression?: string
  readonly MetricStat?: {
    readonly Stat: string
    readonly Metric: {
      readonly Namespace: string
      readonly MetricName: string
      readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[]
    }
  }
}

/** The metric lines of an alarm on an expression. */
const linesOf = (alarm: Readonly<Record<string, unknown>>): readonly AlarmLine[] => (alarm.Metrics ?? []) as AlarmLine[]

/** Whether an alarm on an expression would ring, for given values of its metrics in one period. */
const rings = (alarm: Readonly<Record<string, unknown>>, values: Readonly<Record<string, number>>): boolean => {
  const lines = linesOf(alarm)
  const idOf = new Map(lines.map(({ Id, MetricStat }) => [Id, MetricStat?.Metric.MetricName ?? '']))
  const formula = readFormula(lines.find(({ Expression }) => Expression !== undefined)?.Expression ?? '')
  const value = formula((id) => values[idOf.get(id) ?? ''])
  return value !== undefined && value > Number(alarm.Threshold)
}

let own: OwnTemplate
beforeAll(() => {
  own = synthesiseOwnTemplate()
})

describe('the dashboard', () => {
  it('has three parts: the business, its health, its cost', () => {
    const headings = widgetsOf(own).flatMap(({ properties }) => /^# (\w+)/.exec(properties.markdown ?? '')?.[1] ?? [])

    expect(headings).toEqual(['Business', 'Health', 'Cost'])
  })

  it('prices a ticket by all that is consumed for it, and shows that price as its only line', () => {
    const perTicket = widgetsOf(own).find(({ properties }) => properties.title === 'Cost per ticket, USD')
    const shown = (perTicket?.properties.metrics ?? []).map((metric) => metric.at(-1) as { visible?: boolean })

    expect(shown.filter(({ visible }) => visible !== false)).toMatchObject([
      { expression: '(tables + time + calls + requests + messages + model + mails) / tickets' },
    ])
  })

  it('bills a million written units as the price list does', () => {
    const parts = widgetsOf(own).find(({ properties }) => properties.title === 'Cost by service, USD an hour')
    const lines = (parts?.properties.metrics ?? []).map((metric) => metric.at(-1) as Record<string, string>)
    const [price] = /(?<=FILL\(units0, 0\) \* )[\d.]+/.exec(
      lines.find(({ label }) => label === 'Tables')?.expression ?? '',
    ) ?? ['0']

    expect(Number(price) * 1_000_000).toBeCloseTo(0.625)
  })
})

describe('stages in one account', () => {
  it('share no figures: functions, dashboard and alarms all use the stage’s name', () => {
    const staging = synthesiseOwnTemplate({ 'plimsoll:stage': 'staging' })
    const services = (template: OwnTemplate): Set<unknown> =>
      new Set([
        ...[...template.text.matchAll(/service\W+(plimsoll[a-z-]*)/g)].map(([, name]) => name),
        ...template
          .of('AWS::Lambda::Function')
          .filter(([, { Metadata }]) => Metadata?.['local:bundle'])
          .map(
            ([, { Properties }]) =>
              (Properties.Environment as { Variables: Record<string, unknown> }).Variables.POWERTOOLS_SERVICE_NAME,
          ),
      ])

    expect(services(own)).toEqual(new Set(['plimsoll']))
    expect(services(staging)).toEqual(new Set(['plimsoll-staging']))
  })
})

describe('alarms', () => {
  it('subtract handshakes that were refused on purpose from the authorizer’s errors', () => {
    expect(alarmOf(own, 'AuthorizeSocketErrors').Metrics).toMatchObject([
      { Expression: 'errors - FILL(refusals, 0)', ReturnData: true },
      { Id: 'errors', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors' } } },
      { Id: 'refusals', MetricStat: { Metric: { Namespace: 'Plimsoll', MetricName: 'HandshakesRefused' } } },
    ])
  })

  it.each([
    'Degraded',
    'LoadDrift',
    'OldestWait',
    'PrecisionLoss',
    'ServerErrors',
    'Throttles',
    'Concurrency',
    'Blocked',
  ])('watch %s', (id) => {
    expect(alarmOf(own, `${id}Alarm`)).toMatchObject({ TreatMissingData: 'notBreaching' })
  })

  it.each([
    ['Bounces', 'Reputation.BounceRate', 0.04],
    ['Complaints', 'Reputation.ComplaintRate', 0.0008],
  ])('watch %s by a share that SES tells seldom, and forget none of it meanwhile', (id, MetricName, Threshold) => {
    expect(alarmOf(own, `${id}Alarm`)).toMatchObject({
      Namespace: 'AWS/SES',
      MetricName,
      Threshold,
      Period: 3_600,
      TreatMissingData: 'ignore',
    })
  })

  it('watch counts by their sum, and waits and shares by their maximum', () => {
    const { of } = synthesiseOwnTemplate({ 'plimsoll:mailDomain': 'example.org' })
    const alarms = of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties)
    const watched = [
      ...alarms.map(({ Namespace, MetricName, Statistic }) => [Namespace, MetricName, Statistic]),
      ...alarms
        .flatMap(linesOf)
        .map(({ MetricStat }) => [MetricStat?.Metric.Namespace, MetricStat?.Metric.MetricName, MetricStat?.Stat]),
    ]
    const ours = watched.flatMap(([namespace, name, statistic]) =>
      namespace === 'Plimsoll' ? [[name, statistic] as const] : [],
    )
    expect(Object.fromEntries(ours)).toEqual({
      HandshakesRefused: 'Sum',
      OldestWaitSeconds: 'Maximum',
      TriageCompleted: 'Sum',
      TriageDegraded: 'Sum',
      TriagePrecisionLossPercent: 'Maximum',
      LoadDrift: 'Sum',
      EventsUnreadable: 'Sum',
      MailsLost: 'Sum',
    })
  })

  it('tell the same topic when all is well again', () => {
    const alarms = own.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties)
    expect(alarms.filter(({ AlarmActions }) => AlarmActions !== undefined).length).toBeGreaterThan(80)
    for (const { OKActions, AlarmActions } of alarms) expect(OKActions).toEqual(AlarmActions)
  })

  it('ring for what the API answers with 5xx, by what the gateway counts and not by what Lambda takes for an error', () => {
    const watched = linesOf(alarmOf(own, 'ServerErrorsAlarm')).flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
    const Dimensions = [{ Name: 'ApiId', Value: { Ref: 'HttpApi' } }]

    expect(watched).toEqual([
      { Namespace: 'AWS/ApiGateway', MetricName: '5xx', Dimensions },
      { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Dimensions },
    ])
  })

  it.each([
    ['every request of a quiet hour', { '5xx': 5, Count: 5 }, true],
    ['one route of many in a crowd', { '5xx': 3_700, Count: 100_000 }, true],
    ['one slip that a browser repeats', { '5xx': 3, Count: 3 }, false],
    ['a few in a crowd', { '5xx': 50, Count: 100_000 }, false],
    ['nobody who asks', {}, false],
  ])('on 5xx: %s', (_case, values, expected) => {
    expect(rings(alarmOf(own, 'ServerErrorsAlarm'), values)).toBe(expected)
  })

  it('ring for reads and writes that DynamoDB throttles, at each table and each index', () => {
    const places = own.of('AWS::DynamoDB::Table').flatMap(([id, { Properties }]) => {
      const table = { Name: 'TableName', Value: { Ref: id } }
      const indexes = (Properties.GlobalSecondaryIndexes ?? []) as readonly { readonly IndexName: string }[]
      const at = indexes.map(({ IndexName }) => [{ Name: 'GlobalSecondaryIndexName', Value: IndexName }, table])
      return [[table], ...at]
    })
    const alarms = own.of('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties)
    for (const Dimensions of places) {
      const [alarm, ...others] = alarms.filter((each) =>
        linesOf(each).some(
          ({ MetricStat }) => JSON.stringify(MetricStat?.Metric.Dimensions) === JSON.stringify(Dimensions),
        ),
      )
      expect(others, JSON.stringify(Dimensions)).toEqual([])
      expect(rings(alarm ?? {}, { ReadThrottleEvents: 200 })).toBe(true)
      expect(rings(alarm ?? {}, { WriteThrottleEvents: 200 })).toBe(true)
      expect(rings(alarm ?? {}, { ReadThrottleEvents: 5, WriteThrottleEvents: 5 })).toBe(false)
    }
    expect(places.length).toBeGreaterThan(5)
  })

  it('ring for lost mails where the stage has a domain to send them from, and only there', () => {
    const sending = synthesiseOwnTemplate({ 'plimsoll:mailDomain': 'example.org' })
    expect(alarmOf(sending, 'MailsLostAlarm')).toMatchObject({
      Namespace: 'Plimsoll',
      MetricName: 'MailsLost',
      Threshold: 4,
      Period: 3_600,
      TreatMissingData: 'notBreaching',
    })
    expect(String(alarmOf(sending, 'MailsLostAlarm').AlarmDescription)).toMatch(/#mails-lost$/)
    for (const silent of [own, synthesiseOwnTemplate({ 'plimsoll:mailDomain': 'none' })]) {
      expect(alarmOf(silent, 'MailsLostAlarm')).toEqual({})
    }
  })

  it('compute with no more metrics than CloudWatch allows an alarm', () => {
    const counts = own
      .of('AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => linesOf(Properties).filter(({ MetricStat }) => MetricStat).length)
    expect(Math.max(...counts)).toBeGreaterThan(0)
    expect(Math.max(...counts)).toBeLessThanOrEqual(10)
  })

  it('ring for each function before the slowest of its runs is ended', () => {
    const timeouts = own
      .of('AWS::Lambda::Function')
      .filter(([, { Metadata }]) => Metadata?.['local:bundle'])
      .map(([id, { Properties }]) => [id, Number(Properties.Timeout) * 800] as const)
    const thresholds = own.of('AWS::CloudWatch::Alarm').flatMap(([, { Properties }]) => {
      const [dimension] = (Properties.Dimensions ?? []) as readonly { readonly Value: { readonly Ref: string } }[]
      return Properties.MetricName === 'Duration' && Properties.ExtendedStatistic === 'p99' && dimension
        ? [[dimension.Value.Ref, Properties.Threshold] as const]
        : []
    })

    expect(thresholds.length).toBeGreaterThan(25)
    expect(Object.fromEntries(thresholds)).toEqual(Object.fromEntries(timeouts))
  })

  it('watch the firewall by the name of its metrics, which no other stage has', () => {
    for (const template of [own, synthesiseOwnTemplate({ 'plimsoll:stage': 'staging' })]) {
      const [, acl] = template.of('AWS::WAFv2::WebACL')[0] ?? []
      const { MetricName } = (acl?.Properties.VisibilityConfig ?? {}) as { readonly MetricName?: string }
      expect(alarmOf(template, 'BlockedAlarm')).toMatchObject({
        MetricName: 'BlockedRequests',
        Dimensions: [
          { Name: 'Rule', Value: 'ALL' },
          { Name: 'WebACL', Value: MetricName },
        ],
      })
    }
    expect(alarmOf(own, 'BlockedAlarm')).not.toEqual(
      alarmOf(synthesiseOwnTemplate({ 'plimsoll:stage': 'staging' }), 'BlockedAlarm'),
    )
  })

  it('may be published to their topic by CloudWatch, for this account alone', () => {
    expect(own.statementsOf('AWS::SNS::TopicPolicy')).toContainEqual({
      Sid: 'AllowAlarmsOfThisAccount',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Resource: { Ref: own.of('AWS::SNS::Topic')[0]?.[0] },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    })
  })
})
