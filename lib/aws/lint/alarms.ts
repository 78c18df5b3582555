import { isPublished, unknownIdsIn } from './metrics.ts'
import { topicAllows } from './policies.ts'
import {
  type Fault,
  isIntrinsic,
  isOurs,
  type LintTemplate,
  list,
  type Rule,
  record,
  referencesIn,
  type TemplateResource,
  textOf,
} from './template.ts'

type Json = Readonly<Record<string, unknown>>

const OPERATORS = new Set([
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
])

/** The metrics that an alarm looks at, by itself or in an expression; none if a query finds them. */
const watchedBy = (properties: Json): readonly Json[] => {
  if (properties.Metrics === undefined) return [properties]
  return list(properties.Metrics).flatMap((each) => {
    const { MetricStat } = record(each)
    return MetricStat === undefined ? [] : [record(record(MetricStat).Metric)]
  })
}

/** Whether somebody other than a person asks the alarm: another alarm or stack, a deployment, or a rule for its events. */
const isAsked = (template: LintTemplate, { id, properties: { AlarmName } }: TemplateResource): boolean => {
  const name = textOf(AlarmName)
  return (
    referencesIn(template.outputs).includes(id) ||
    template.resources.some(({ type, properties }) => {
      if (type === 'AWS::CloudWatch::Dashboard') return false
      if (type === 'AWS::Events::Rule' && JSON.stringify(properties).includes('CloudWatch Alarm State Change'))
        return true
      const { AlarmRule } = properties
      return referencesIn(properties).includes(id) || (name !== '' && textOf(AlarmRule).includes(name))
    })
  )
}

/** Whether an alarm tells somebody of what it sees; ours tell of the bad, others perhaps of its end or of silence alone. */
const isHeard = (template: LintTemplate, { properties }: TemplateResource): boolean => {
  const { AlarmActions, OKActions, InsufficientDataActions, ActionsEnabled } = properties
  const told = template.isHouse ? [AlarmActions] : [AlarmActions, OKActions, InsufficientDataActions]
  return told.flatMap(list).length > 0 && String(ActionsEnabled) !== 'false'
}

export const alarms: Rule = (template) =>
  template.of('CloudWatch::Alarm').flatMap((alarm): Fault[] => {
    const { id, properties } = alarm
    const faults: Fault[] = []
    const fault = (rule: Fault['rule'], says: string) => faults.push({ id, rule, says })
    if (!isHeard(template, alarm) && !isAsked(template, alarm)) fault('alarm-silent', 'tells nobody')
    // A query in PromQL compares by itself.
    if (properties.EvaluationCriteria !== undefined) return faults
    const { ComparisonOperator, Threshold, ThresholdMetricId, EvaluationPeriods } = properties
    if (!OPERATORS.has(String(ComparisonOperator))) fault('alarm-operator', 'compares by no operator')
    // A band of what is usual takes a number's place.
    if (Threshold === undefined && ThresholdMetricId === undefined) fault('alarm-threshold', 'compares with no number')
    if (EvaluationPeriods === undefined || Number(EvaluationPeriods) < 1) fault('alarm-periods', 'looks at no period')
    for (const { Period } of [properties, ...list(properties.Metrics).map((each) => record(record(each).MetricStat))]) {
      const unlooked = periodFault(Period, properties)
      if (unlooked) fault('alarm-periods', unlooked)
    }
    for (const { Namespace, MetricName } of watchedBy(properties)) {
      if (isIntrinsic(MetricName) || isIntrinsic(Namespace)) continue
      const [namespace, metric] = [textOf(Namespace) || 'no namespace', textOf(MetricName) || 'no metric']
      if (!Namespace || !MetricName || !isPublished(template, namespace, metric))
        fault('metric', `watches ${namespace} ${metric}, which nobody publishes`)
    }
    const returned = list(properties.Metrics).filter((each) => record(each).ReturnData !== false)
    if (properties.Metrics !== undefined && ThresholdMetricId === undefined && returned.length !== 1)
      fault('expression', `compares ${returned.length} of its lines with its threshold`)
    const { Metrics, Period, Statistic, ExtendedStatistic } = properties
    if (Metrics === undefined && (Period === undefined || (Statistic ?? ExtendedStatistic) === undefined))
      fault('alarm-statistic', 'looks at no statistic of a period')
    const unknown = unknownIdsIn(
      list(properties.Metrics).map((each) => ({ id: record(each).Id, expression: record(each).Expression })),
    )
    for (const name of unknown) fault('expression', `computes with ${name}, which it does not know`)
    return faults
  })

/** Seconds of a day. */
const DAY = 86_400

/** Why CloudWatch would not look at an alarm's periods; what is known only at a deployment is believed. */
const periodFault = (seconds: unknown, { EvaluationPeriods, DatapointsToAlarm }: Json): string | undefined => {
  const [period, count] = [Number(seconds), Number(EvaluationPeriods)]
  if (Number(DatapointsToAlarm) > count) return `waits for ${DatapointsToAlarm} of ${count} periods`
  if (![10, 20, 30].includes(period) && period % 60 > 0) return `looks at periods of ${period} s, which there are not`
  return period * count > (period >= 3600 ? 7 * DAY : DAY) ? 'looks further back than CloudWatch does' : undefined
}

/** CloudWatch may speak on the topics that alarms are sent to. */
export const alarmTopics: Rule = (template) => {
  const told = new Set(
    template.of('CloudWatch::Alarm').flatMap(({ properties }) => referencesIn(properties.AlarmActions)),
  )
  return template
    .of('SNS::Topic')
    .filter(({ id }) => told.has(id) && !topicAllows(template, id, 'cloudwatch.amazonaws.com'))
    .map(({ id }) => ({ id, rule: 'alarm-unheard', says: 'its policy does not let CloudWatch publish' }))
}

/** The alarms on a metric, of a resource if one is given. */
type Watching = (metric: string, of?: TemplateResource) => readonly TemplateResource[]

/** Who watches what, read once of each alarm: it is asked of each function and queue. */
const watchingIn = (template: LintTemplate): Watching => {
  const watched = template.of('CloudWatch::Alarm').flatMap((alarm) =>
    watchedBy(alarm.properties).map(({ MetricName, Dimensions }) => ({
      alarm,
      metric: MetricName,
      resources: referencesIn(Dimensions),
    })),
  )
  const byMetric = Map.groupBy(watched, ({ metric }) => metric)
  return (metric, of) => [
    ...new Set(
      (byMetric.get(metric) ?? [])
        .filter(({ resources }) => !of || resources.includes(of.id))
        .map(({ alarm }) => alarm),
    ),
  ]
}

/** What the whole stage is watched for; docs/runbook.md says what to do about each. */
const WATCHED = [
  'Throttles',
  'ConcurrentExecutions',
  'BlockedRequests',
  'Reputation.BounceRate',
  'Reputation.ComplaintRate',
  '5xx',
  'OldestWaitSeconds',
  'TriageDegraded',
  'TriagePrecisionLossPercent',
  'LoadDrift',
  'EventsUnreadable',
] as const

/** Nothing fails unheard: errors of our functions and time-outs that come near, dead letters and what lies too long, and the business. */
export const coverage: Rule = (template) => {
  const watching = watchingIn(template)
  const unheard = (resource: TemplateResource, metric: string): readonly Fault[] =>
    watching(metric, resource).length > 0
      ? []
      : [{ id: resource.id, rule: 'alarm-missing', says: `no alarm watches its ${metric}` }]
  const streams = template
    .of('Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.StartingPosition !== undefined)
    .flatMap(({ properties }) => referencesIn(properties.FunctionName))
  return [
    ...template.resources.filter(isOurs).flatMap((fn) => [...unheard(fn, 'Errors'), ...unheard(fn, 'Duration')]),
    ...streams.flatMap((id) => template.byId(id) ?? []).flatMap((fn) => unheard(fn, 'IteratorAge')),
    ...template
      .of('SQS::Queue')
      .flatMap((queue) =>
        unheard(
          queue,
          queue.properties.RedrivePolicy === undefined
            ? 'ApproximateNumberOfMessagesVisible'
            : 'ApproximateAgeOfOldestMessage',
        ),
      ),
    ...WATCHED.filter((metric) => watching(metric).length === 0).map(
      (metric): Fault => ({ id: 'Template', rule: 'alarm-missing', says: `no alarm watches ${metric}` }),
    ),
    ...unheardThrottles(template),
    ...lateAlarms(template, watching),
  ]
}

const THROTTLES = ['ReadThrottleEvents', 'WriteThrottleEvents'] as const

/** A metric with all of its dimensions, in no order: DynamoDB counts by no others, and by no fewer. */
const countedAs = ({ MetricName, Dimensions }: Json): string => {
  const dimensions = list(Dimensions).map((each) => `${textOf(record(each).Name)}=${textOf(record(each).Value)}`)
  return [textOf(MetricName), ...dimensions.toSorted()].join(' ')
}

/** A table and each of its indexes throttle by themselves, and are counted by themselves, reads apart from writes. */
const unheardThrottles = (template: LintTemplate): readonly Fault[] => {
  const heard = new Set(
    template.of('CloudWatch::Alarm').flatMap(({ properties }) => watchedBy(properties).map(countedAs)),
  )
  return template.of('DynamoDB::Table').flatMap(({ id, properties }) => {
    const table = { Name: 'TableName', Value: { Ref: id } }
    const indexes = list(properties.GlobalSecondaryIndexes).map((index) => textOf(record(index).IndexName))
    const places = [
      { name: 'the table itself', Dimensions: [table] },
      ...indexes.map((name) => ({
        name: `its index ${name}`,
        Dimensions: [table, { Name: 'GlobalSecondaryIndexName', Value: name }],
      })),
    ]
    return places.flatMap(({ name, Dimensions }) =>
      THROTTLES.filter((MetricName) => !heard.has(countedAs({ MetricName, Dimensions }))).map(
        (metric): Fault => ({ id, rule: 'alarm-missing', says: `no alarm watches ${metric} of ${name}` }),
      ),
    )
  })
}

/** An alarm on how long a function takes rings before Lambda ends the function. */
const lateAlarms = (template: LintTemplate, watching: Watching): readonly Fault[] =>
  template.resources.filter(isOurs).flatMap((fn) =>
    watching('Duration', fn)
      .filter(({ properties }) => Number(properties.Threshold) >= Number(fn.properties.Timeout) * 1000)
      .map(({ id }): Fault => ({ id, rule: 'alarm-late', says: `rings when ${fn.id} has been ended` })),
  )
