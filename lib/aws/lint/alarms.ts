import { type JsonRecord, recordOf } from '../json-record.ts'
import { isPublished, namesIn, unknownIdsIn } from './metrics.ts'
import { isUnderKeyOfAws, topicAllows } from './policies.ts'
import {
  type Fault,
  faultsOf,
  isAstray,
  isIntrinsic,
  isSwitchedOff,
  type LintTemplate,
  list,
  type Rule,
  referencesIn,
  resourceOf,
  type TemplateResource,
  textOf,
  writtenTextOf,
} from './template.ts'

const OPERATORS = new Set([
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
])

/** What an alarm looks at: a metric by its properties, and by which statistic. */
interface Watched {
  readonly metric: JsonRecord
  readonly statistic: string
}

const metricsOf = (lines: readonly JsonRecord[]): readonly Watched[] =>
  lines
    .filter(({ MetricStat }) => MetricStat !== undefined)
    .map(({ MetricStat }) => ({
      metric: recordOf(recordOf(MetricStat).Metric),
      statistic: textOf(recordOf(MetricStat).Stat),
    }))

const linesOf = ({ Metrics }: JsonRecord): readonly JsonRecord[] => list(Metrics).map(recordOf)

/** The lines that an alarm compares: others only help to compute them. */
const returnedOf = (properties: JsonRecord): readonly JsonRecord[] =>
  linesOf(properties).filter(({ ReturnData }) => !isSwitchedOff(ReturnData))

/** The metrics that an alarm looks at, by itself or in an expression; none if a query finds them. */
const lookedAtBy = (properties: JsonRecord): readonly Watched[] =>
  properties.Metrics === undefined
    ? [{ metric: properties, statistic: textOf(properties.Statistic ?? properties.ExtendedStatistic) }]
    : metricsOf(linesOf(properties))

/** The metrics that an alarm rings by: what it compares is one, or is computed from them, perhaps by way of other lines. */
export const watchedBy = (properties: JsonRecord): readonly Watched[] => {
  if (properties.Metrics === undefined) return lookedAtBy(properties)
  const lines = linesOf(properties)
  const used = new Set(returnedOf(properties))
  // What is added is walked as well.
  for (const { Expression } of used) {
    const names = namesIn(Expression)
    const isOfAll = /\bMETRICS\(/.test(String(Expression))
    for (const line of lines) if (isOfAll || names.includes(String(line.Id))) used.add(line)
  }
  return metricsOf([...used])
}

/** Dimensions that name a resource, whose type they are of, and what of it is the name. */
const NAMED_BY: ReadonlyMap<string, readonly [type: string, name: RegExp]> = new Map([
  ['FunctionName', ['AWS::Lambda::Function', /^<\w+>$/]],
  ['QueueName', ['AWS::SQS::Queue', /^<\w+\.QueueName>$/]],
  ['TableName', ['AWS::DynamoDB::Table', /^<\w+>$/]],
  ['TopicName', ['AWS::SNS::Topic', /^<\w+\.TopicName>$/]],
  ['ApiId', ['AWS::ApiGatewayV2::Api', /^<\w+(?:\.ApiId)?>$/]],
])

/** Dimensions of a metric that name a resource by what is not its name, such as a queue by its URL: then there is no such metric. */
const misnamedIn = (template: LintTemplate, { Dimensions }: JsonRecord): readonly string[] =>
  list(Dimensions)
    .map(recordOf)
    .filter(({ Name, Value }) => {
      const [type, name] = NAMED_BY.get(textOf(Name)) ?? []
      const written = writtenTextOf(Value)
      // What is made of pieces may be the name after all.
      return (
        /^<\w+(?:\.\w+)?>$/.test(written) &&
        name !== undefined &&
        resourceOf(template, Value)?.type === type &&
        !name.test(written)
      )
    })
    .map(({ Name }) => textOf(Name))

/** Whether somebody other than a person asks the alarm: another alarm or stack, a deployment, or a rule for its events. */
const isAsked = (template: LintTemplate, { id, properties: { AlarmName } }: TemplateResource): boolean => {
  const name = textOf(AlarmName)
  return (
    referencesIn(template.outputs).includes(id) ||
    template.resources.some(({ id: other, type, properties }) => {
      if (other === id || type === 'AWS::CloudWatch::Dashboard') return false
      if (type === 'AWS::Events::Rule' && JSON.stringify(properties).includes('CloudWatch Alarm State Change'))
        return true
      const { AlarmRule, ActionsSuppressor } = properties
      const asked = [AlarmRule, ActionsSuppressor].map(textOf)
      return referencesIn(properties).includes(id) || (name !== '' && asked.some((text) => text.includes(name)))
    })
  )
}

/** What an alarm of CloudWatch can tell, of the types that a template makes. */
const HEARERS = [
  'AWS::SNS::Topic',
  'AWS::Lambda::Function',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::AutoScaling::ScalingPolicy',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::SSMIncidents::ResponsePlan',
  'AWS::AIOps::InvestigationGroup',
]

/** Whomever an alarm tells, of the bad, of its end or of silence. */
const toldBy = ({ properties }: TemplateResource): readonly unknown[] => {
  const { AlarmActions, OKActions, InsufficientDataActions } = properties
  return [AlarmActions, OKActions, InsufficientDataActions].flatMap(list)
}

/** Whether an alarm tells somebody of what it sees; ours tell of the bad, others perhaps of its end or of silence alone. */
const isHeard = (template: LintTemplate, alarm: TemplateResource): boolean => {
  const { AlarmActions, ActionsEnabled } = alarm.properties
  const told = template.isHouse ? list(AlarmActions) : toldBy(alarm)
  const hearers = told.filter((each) => !isAstray(template, each, ...HEARERS))
  return hearers.length > 0 && !isSwitchedOff(ActionsEnabled)
}

/** Whatever may tell somebody of what it sees: alarms on metrics, and those on other alarms. */
const tellersIn = (template: LintTemplate): readonly TemplateResource[] =>
  ['CloudWatch::Alarm', 'CloudWatch::CompositeAlarm'].flatMap((type) => template.of(type))

/** What an alarm sees is heard of. */
export const silentAlarms: Rule = (template) =>
  tellersIn(template)
    .filter((alarm) => !isHeard(template, alarm) && !isAsked(template, alarm))
    .map(({ id }) => ({ id, rule: 'alarm-silent', says: 'tells nobody' }))

/** An alarm compares what somebody publishes, by what CloudWatch knows. */
export const alarms: Rule = (template) =>
  template.of('CloudWatch::Alarm').flatMap(({ id, properties }): Fault[] => {
    const { faults, fault } = faultsOf(id)
    // A query in PromQL compares by itself.
    if (properties.EvaluationCriteria !== undefined) return faults
    const { ComparisonOperator, Threshold, ThresholdMetricId, EvaluationPeriods } = properties
    if (!OPERATORS.has(String(ComparisonOperator))) fault('alarm-operator', 'compares by no operator')
    // A band of what is usual takes a number's place.
    if (Threshold === undefined && ThresholdMetricId === undefined) fault('alarm-threshold', 'compares with no number')
    if (EvaluationPeriods === undefined || Number(EvaluationPeriods) < 1) fault('alarm-periods', 'looks at no period')
    for (const { Period } of [
      properties,
      ...list(properties.Metrics).map((each) => recordOf(recordOf(each).MetricStat)),
    ]) {
      const unlooked = periodFault(Period, properties)
      if (unlooked) fault('alarm-periods', unlooked)
    }
    for (const { metric } of lookedAtBy(properties)) {
      const { Namespace, MetricName } = metric
      for (const name of misnamedIn(template, metric))
        fault('metric', `watches ${textOf(MetricName)} of no ${name}: that is something else of the resource`)
      if (isIntrinsic(MetricName) || isIntrinsic(Namespace)) continue
      const [namespace, published] = [textOf(Namespace) || 'no namespace', textOf(MetricName) || 'no metric']
      if (!Namespace || !MetricName || !isPublished(template, namespace, published))
        fault('metric', `watches ${namespace} ${published}, which nobody publishes`)
    }
    const returned = returnedOf(properties)
    if (properties.Metrics !== undefined && ThresholdMetricId === undefined && returned.length !== 1)
      fault('expression', `compares ${returned.length} of its lines with its threshold`)
    const { Metrics, Period, Statistic, ExtendedStatistic } = properties
    if (Metrics === undefined && (Period === undefined || (Statistic ?? ExtendedStatistic) === undefined))
      fault('alarm-statistic', 'looks at no statistic of a period')
    const unknown = unknownIdsIn(
      list(properties.Metrics).map((each) => ({ id: recordOf(each).Id, expression: recordOf(each).Expression })),
    )
    for (const name of unknown) fault('expression', `computes with ${name}, which it does not know`)
    return faults
  })

/** Seconds of a day. */
const DAY = 86_400

/** Why CloudWatch would not look at an alarm's periods; what is known only at a deployment is believed. */
const periodFault = (seconds: unknown, { EvaluationPeriods, DatapointsToAlarm }: JsonRecord): string | undefined => {
  const [period, count] = [Number(seconds), Number(EvaluationPeriods)]
  if (Number(DatapointsToAlarm) > count) return `waits for ${DatapointsToAlarm} of ${count} periods`
  if (![10, 20, 30].includes(period) && period % 60 > 0) return `looks at periods of ${period} s, which there are not`
  return period * count > (period >= 3600 ? 7 * DAY : DAY) ? 'looks further back than CloudWatch does' : undefined
}

/** CloudWatch may speak on the topics that alarms are sent to. */
export const alarmTopics: Rule = (template) => {
  const told = new Set(tellersIn(template).flatMap((alarm) => referencesIn(toldBy(alarm))))
  const topics = template.of('SNS::Topic').filter(({ id }) => told.has(id))
  return [
    ...topics
      .filter(({ id }) => !topicAllows(template, id, 'cloudwatch.amazonaws.com'))
      .map(({ id }): Fault => ({ id, rule: 'alarm-unheard', says: 'its policy does not let CloudWatch publish' })),
    ...topics
      .filter(isUnderKeyOfAws)
      .map(({ id }): Fault => ({ id, rule: 'alarm-unheard', says: 'CloudWatch may not use its key, which AWS keeps' })),
  ]
}
