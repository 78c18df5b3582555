import { ALARMED_METRICS } from '../business-metrics.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'
import { NOBODYS_DOMAIN, senderAt } from '../settings.ts'
import { watchedBy } from './alarms.ts'
import {
  type Fault,
  faultsOf,
  isOurs,
  isSwitchedOn,
  type LintTemplate,
  list,
  type Rule,
  referencesIn,
  type TemplateResource,
  textOf,
  writtenTextOf,
} from './template.ts'

/** Our own metrics that alarms watch by a given statistic. */
const alarmedBy = (statistic: 'Sum' | 'Maximum'): readonly string[] =>
  Object.entries(ALARMED_METRICS).flatMap(([name, own]) => (own === statistic ? name : []))

/** Metrics that count failures: alarms must use their sum. */
const COUNTS = new Set([
  'Errors',
  'Throttles',
  'BlockedRequests',
  '5xx',
  'ReadThrottleEvents',
  'WriteThrottleEvents',
  ...alarmedBy('Sum'),
])

/**
 * Metrics of which higher is worse, with their highest possible value: alarms must use their maximum or a high
 * percentile.
 */
const HEIGHTS: ReadonlyMap<string, number> = new Map([
  ['Duration', Infinity],
  ['IteratorAge', Infinity],
  ['ConcurrentExecutions', Infinity],
  ['ApproximateNumberOfMessagesVisible', Infinity],
  ['ApproximateAgeOfOldestMessage', Infinity],
  ['Reputation.BounceRate', 1],
  ['Reputation.ComplaintRate', 1],
  ...alarmedBy('Maximum').map((name) => [name, name.endsWith('Percent') ? 100 : Infinity] as const),
])

/** Why an alarm's statistic does not fit its metric; undefined if it fits, or if the metric is not known here. */
const statisticFault = (name: string, statistic: string): string | undefined => {
  // A missing statistic is reported by `alarms`.
  if (statistic === '') return undefined
  if (COUNTS.has(name) && statistic !== 'Sum') return `counts ${name} by ${statistic}, not by Sum`
  if (HEIGHTS.has(name) && !/^(?:Maximum|p9\d(?:\.\d+)?)$/.test(statistic))
    return `looks at ${statistic} of ${name}, not where it is worst`
  return undefined
}

/** Our alarms ring when a failure metric is too high, and not when it has no data. */
export const ownAlarms: Rule = (template) =>
  template.of('CloudWatch::Alarm').flatMap(({ id, properties }): Fault[] => {
    const { ComparisonOperator, Threshold, TreatMissingData, MetricName } = properties
    const watched = watchedBy(properties).map(({ metric, statistic }) => ({
      name: textOf(metric.MetricName),
      statistic,
    }))
    const bad = watched.filter(({ name }) => COUNTS.has(name) || HEIGHTS.has(name))
    const { faults, fault } = faultsOf(id)
    for (const { name, statistic } of bad) {
      const unfit = statisticFault(name, statistic)
      if (unfit) fault('alarm-statistic', unfit)
    }
    if (bad.length > 0 && !String(ComparisonOperator).startsWith('GreaterThan'))
      fault('alarm-operator', 'rings while all is well')
    if (bad.length > 0 && TreatMissingData === 'breaching')
      fault('alarm-missing-data', 'rings when nothing is wrong enough to be said')
    if (Number(Threshold) >= (HEIGHTS.get(textOf(MetricName)) ?? Infinity))
      fault('alarm-threshold', `waits for ${textOf(MetricName)} above ${Threshold}, where it never is`)
    return faults
  })

/** Key of a metric: two are the same only if all dimensions are equal, in any order. */
const countedAs = ({ Namespace, MetricName, Dimensions }: JsonRecord): string => {
  const dimensions = list(Dimensions)
    .map(recordOf)
    .map(({ Name, Value }) => `${textOf(Name)}=${writtenTextOf(Value)}`)
  return [textOf(Namespace), textOf(MetricName), ...dimensions.toSorted()].join(' ')
}

/** The alarms on a metric. */
type Watching = (metric: JsonRecord) => readonly TemplateResource[]

/** Finds the alarms on a metric. Alarms are indexed once, since each function and queue is looked up. */
const watchingIn = (template: LintTemplate): Watching => {
  const watched = template
    .of('CloudWatch::Alarm')
    .flatMap((alarm) => watchedBy(alarm.properties).map(({ metric }) => ({ alarm, key: countedAs(metric) })))
  const byKey = Map.groupBy(watched, ({ key }) => key)
  return (metric) => [...new Set((byKey.get(countedAs(metric)) ?? []).map(({ alarm }) => alarm))]
}

const ofFunction = ({ id }: TemplateResource, MetricName: string): JsonRecord => ({
  Namespace: 'AWS/Lambda',
  MetricName,
  Dimensions: [{ Name: 'FunctionName', Value: { Ref: id } }],
})

const ofQueue = ({ id, properties }: TemplateResource): JsonRecord => ({
  Namespace: 'AWS/SQS',
  MetricName:
    properties.RedrivePolicy === undefined ? 'ApproximateNumberOfMessagesVisible' : 'ApproximateAgeOfOldestMessage',
  Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
})

/** A function's environment; empty if there is no function. */
const settingsOf = (fn: TemplateResource | undefined): JsonRecord =>
  recordOf(recordOf(fn?.properties.Environment).Variables)

/** Whether mails from an address can be delivered. */
const isSender = (from: unknown): boolean => from !== undefined && textOf(from) !== senderAt(NOBODYS_DOMAIN)

/** Metrics of the whole stage that need an alarm; docs/runbook.md says what to do about each. */
const ofStage = (template: LintTemplate): readonly JsonRecord[] => {
  const named = (Namespace: string, MetricName: string, dimensions: JsonRecord = {}): JsonRecord => ({
    Namespace,
    MetricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  })
  const [acl] = template.of('WAFv2::WebACL')
  const { CloudWatchMetricsEnabled, MetricName: WebACL } = recordOf(acl?.properties.VisibilityConfig)
  // Without CloudWatch metrics the firewall has none under any name.
  const isCounting = isSwitchedOn(CloudWatchMetricsEnabled)
  const ours = template.resources.filter(isOurs)
  const [fn] = ours
  const service = settingsOf(fn).POWERTOOLS_SERVICE_NAME
  // A sender at `NOBODYS_DOMAIN` loses every mail on purpose.
  const sendsMails = ours.some((each) => isSender(settingsOf(each).MAIL_FROM))
  return [
    named('AWS/Lambda', 'Throttles'),
    named('AWS/Lambda', 'ConcurrentExecutions'),
    named('AWS/WAFV2', 'BlockedRequests', { Rule: 'ALL', WebACL: isCounting ? WebACL : undefined }),
    named('AWS/SES', 'Reputation.BounceRate'),
    named('AWS/SES', 'Reputation.ComplaintRate'),
    named('AWS/ApiGateway', '5xx', { ApiId: { Ref: 'HttpApi' } }),
    ...Object.keys(ALARMED_METRICS)
      .filter((name) => sendsMails || name !== 'MailsLost')
      .map((name) => named('Plimsoll', name, { service })),
  ]
}

/**
 * Alarms watch our functions' errors and durations, queues and dead letters, table throttling and the stage's metrics.
 */
export const coverage: Rule = (template) => {
  const watching = watchingIn(template)
  const unheard = (id: string, metric: JsonRecord, says: string): readonly Fault[] =>
    watching(metric).length > 0 ? [] : [{ id, rule: 'alarm-missing', says: `no alarm watches ${says}` }]
  const ours = template.resources.filter(isOurs)
  const readsStream = new Set(
    template
      .of('Lambda::EventSourceMapping')
      .filter(({ properties }) => properties.StartingPosition !== undefined)
      .flatMap(({ properties }) => referencesIn(properties.FunctionName)),
  )
  return [
    ...ours.flatMap((fn) =>
      ['Errors', 'Duration', ...(readsStream.has(fn.id) ? ['IteratorAge'] : [])].flatMap((name) =>
        unheard(fn.id, ofFunction(fn, name), `its ${name}`),
      ),
    ),
    ...template
      .of('SQS::Queue')
      .flatMap((queue) => unheard(queue.id, ofQueue(queue), `its ${ofQueue(queue).MetricName}`)),
    ...ofStage(template).flatMap((metric) => unheard('Template', metric, textOf(metric.MetricName))),
    ...template
      .of('DynamoDB::Table')
      .flatMap((table) => throttlesOf(table).flatMap(({ metric, says }) => unheard(table.id, metric, says))),
    ...ours.flatMap((fn) =>
      watching(ofFunction(fn, 'Duration'))
        .filter(({ properties }) => Number(properties.Threshold) >= Number(fn.properties.Timeout) * 1000)
        .map(({ id }): Fault => ({ id, rule: 'alarm-late', says: `rings when ${fn.id} has been ended` })),
    ),
  ]
}

/** Throttling metrics of a table and of each of its indexes, which AWS counts separately, reads and writes apart. */
const throttlesOf = ({
  id,
  properties,
}: TemplateResource): ReadonlyArray<{ readonly metric: JsonRecord; readonly says: string }> => {
  const table = { Name: 'TableName', Value: { Ref: id } }
  const indexes = list(properties.GlobalSecondaryIndexes).map((index) => textOf(recordOf(index).IndexName))
  const places = [
    { place: 'the table itself', Dimensions: [table] },
    ...indexes.map((name) => ({
      place: `its index ${name}`,
      Dimensions: [table, { Name: 'GlobalSecondaryIndexName', Value: name }],
    })),
  ]
  return places.flatMap(({ place, Dimensions }) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((MetricName) => ({
      metric: { Namespace: 'AWS/DynamoDB', MetricName, Dimensions },
      says: `${MetricName} of ${place}`,
    })),
  )
}
