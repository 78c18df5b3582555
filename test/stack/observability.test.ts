import { beforeAll, describe, expect, it } from 'vitest'
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

let own: OwnTemplate
beforeAll(() => {
  own = synthesiseOwnTemplate()
})

describe('the dashboard', () => {
  it('has three parts: the business, its health, its cost', () => {
    const headings = widgetsOf(own).flatMap(({ properties }) => /^# (\w+)/.exec(properties.markdown ?? '')?.[1] ?? [])

    expect(headings).toEqual(['Business', 'Health', 'Cost'])
  })

  it('prices a ticket by all that is consumed for it, and what is hidden is only a term', () => {
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
  it('share no figures: functions speak, and dashboard and alarms listen, under the stage’s name', () => {
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
  it('take handshakes that were refused on purpose off the authorizer’s errors', () => {
    expect(alarmOf(own, 'AuthorizeSocketErrors').Metrics).toMatchObject([
      { Expression: 'errors - FILL(refusals, 0)', ReturnData: true },
      { Id: 'errors', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors' } } },
      { Id: 'refusals', MetricStat: { Metric: { Namespace: 'Plimsoll', MetricName: 'HandshakesRefused' } } },
    ])
  })

  it.each(['Degraded', 'LoadDrift', 'OldestWait', 'PrecisionLoss', 'Bounces', 'Throttles', 'Concurrency', 'Blocked'])(
    'watch %s',
    (id) => {
      expect(alarmOf(own, `${id}Alarm`)).toMatchObject({ TreatMissingData: 'notBreaching' })
    },
  )

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

  it('listen to the firewall under the name that it speaks by, which no other stage has', () => {
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
