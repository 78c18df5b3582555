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

/** A metric, by its properties, and the statistic that an alarm evaluates. */
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

/** The lines that an alarm compares with its threshold; the others only help to compute them. */
const returnedOf = (properties: JsonRecord): readonly JsonRecord[] =>
  linesOf(properties).filter(({ ReturnData }) => !isSwitchedOff(ReturnData))

/** The metrics that an alarm names, directly or in an expression; none if it finds them by a query. */
const lookedAtBy = (properties: JsonRecord): readonly Watched[] =>
  properties.Metrics === undefined
    ? [{ metric: properties, statistic: textOf(properties.Statistic ?? properties.ExtendedStatistic) }]
    : metricsOf(linesOf(properties))

/** The metrics that decide whether an alarm rings: those that it compares, or that compared lines are computed from. */
export const watchedBy = (properties: JsonRecord): readonly Watched[] => {
  if (properties.Metrics === undefined) return lookedAtBy(properties)
  const lines = linesOf(properties)
  const used = new Set(returnedOf(properties))
  // The loop also visits lines that are added on the way.
  for (const { Expression } of used) {
    const names = namesIn(Expression)
    const isOfAll = /\bMETRICS\(/.test(String(Expression))
    for (const line of lines) if (isOfAll || names.includes(String(line.Id))) used.add(line)
  }
  return metricsOf([...used])
}

/** Dimensions that name a resource: the type of resource, and the reference that gives its name. */
const NAMED_BY: ReadonlyMap<string, readonly [type: string, name: RegExp]> = new Map([
  ['FunctionName', ['AWS::Lambda::Function', /^<\w+>$/]],
  ['QueueName', ['AWS::SQS::Queue', /^<\w+\.QueueName>$/]],
  ['TableName', ['AWS::DynamoDB::Table', /^<\w+>$/]],
  ['TopicName', ['AWS::SNS::Topic', /^<\w+\.TopicName>$/]],
  ['ApiId', ['AWS::ApiGatewayV2::Api', /^<\w+(?:\.ApiId)?>$/]],
])

/** Dimensions that refer to a resource but not by its name, such as to a queue by its URL: no such metric exists. */
const misnamedIn = (template: LintTemplate, { Dimensions }: JsonRecord): readonly string[] =>
  list(Dimensions)
    .map(recordOf)
    .filter(({ Name, Value }) => {
      const [type, name] = NAMED_BY.get(textOf(Name)) ?? []
      const written = writtenTextOf(Value)
      // A value that is composed of pieces may be the name after all.
      return (
        /^<\w+(?:\.\w+)?>$/.test(written) &&
        name !== undefined &&
        resourceOf(template, Value)?.type === type &&
        !name.test(written)
      )
    })
    .map(({ Name }) => textOf(Name))

/** Whether something else uses the alarm's state: another alarm or stack, a deployment, or a rule for its events. */
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

/** Types of resources that an alarm's actions can notify. */
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

/** Targets of all of an alarm's actions: for alarm, for OK and for missing data. */
const toldBy = ({ properties }: TemplateResource): readonly unknown[] => {
  const { AlarmActions, OKActions, InsufficientDataActions } = properties
  return [AlarmActions, OKActions, InsufficientDataActions].flatMap(list)
}

/** Whether an alarm has an enabled action. Ours must notify on alarm; others may notify only on OK or missing data. */
const isHeard = (template: LintTemplate, alarm: TemplateResource): boolean => {
  const { AlarmActions, ActionsEnabled } = alarm.properties
  const told = template.isHouse ? list(AlarmActions) : toldBy(alarm)
  const hearers = told.filter((each) => !isAstray(template, each, ...HEARERS))
  return hearers.length > 0 && !isSwitchedOff(ActionsEnabled)
}

/** Alarms on metrics, and alarms on other alarms. */
const tellersIn = (template: LintTemplate): readonly TemplateResource[] =>
  ['CloudWatch::Alarm', 'CloudWatch::CompositeAlarm'].flatMap((type) => template.of(type))

/** An alarm notifies somebody, or something else uses its state. */
export const silentAlarms: Rule = (template) =>
  tellersIn(template)
    .filter((alarm) => !isHeard(template, alarm) && !isAsked(template, alarm))
    .map(({ id }) => ({ id, rule: 'alarm-silent', says: 'tells nobody' }))

/** An alarm compares a metric that is published, by operators, periods and statistics that CloudWatch knows. */
export const alarms: Rule = (template) =>
  template.of('CloudWatch::Alarm').flatMap(({ id, properties }): Fault[] => {
    const { faults, fault } = faultsOf(id)
    // A PromQL query contains its own comparison.
    if (properties.EvaluationCriteria !== undefined) return faults
    const { ComparisonOperator, Threshold, ThresholdMetricId, EvaluationPeriods } = properties
    if (!OPERATORS.has(String(ComparisonOperator))) fault('alarm-operator', 'has no valid comparison operator')
    // An anomaly detection band may replace the number.
    if (Threshold === undefined && ThresholdMetricId === undefined) fault('alarm-threshold', 'has no threshold')
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
        fault('metric', `watches ${textOf(MetricName)} by a ${name} that is not the resource's name`)
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

const DAY_SECONDS = 86_400

/**
 * Why CloudWatch would refuse an alarm's periods; undefined if it would not, or if they are only known at a deployment.
 */
const periodFault = (seconds: unknown, { EvaluationPeriods, DatapointsToAlarm }: JsonRecord): string | undefined => {
  const [period, count] = [Number(seconds), Number(EvaluationPeriods)]
  if (Number(DatapointsToAlarm) > count) return `waits for ${DatapointsToAlarm} of ${count} periods`
  if (![10, 20, 30].includes(period) && period % 60 > 0)
    return `looks at periods of ${period} s, which CloudWatch does not support`
  return period * count > (period >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS)
    ? 'looks further back than CloudWatch does'
    : undefined
}

/** CloudWatch may publish to the topics that alarms notify. */
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
