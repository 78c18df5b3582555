import { BUSINESS_METRICS, SPLIT_METRICS } from '../business-metrics.ts'
import { isOurs } from './functions.ts'
import { topicAllows } from './policies.ts'
import {
  type Fault,
  isRecord,
  type LintTemplate,
  list,
  type Rule,
  record,
  referencesIn,
  type TemplateResource,
  textOf,
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

/** Metrics that services publish, as far as we look at them, and our own. */
const METRICS: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS/Lambda': new Set(['Errors', 'Duration', 'Invocations', 'Throttles', 'IteratorAge', 'ConcurrentExecutions']),
  'AWS/SQS': new Set([
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfMessagesVisible',
    'ApproximateNumberOfMessagesNotVisible',
    'NumberOfMessagesSent',
    'NumberOfMessagesReceived',
    'NumberOfMessagesDeleted',
  ]),
  'AWS/DynamoDB': new Set([
    'ConsumedReadCapacityUnits',
    'ConsumedWriteCapacityUnits',
    'ReadThrottleEvents',
    'WriteThrottleEvents',
    'SystemErrors',
    'UserErrors',
    'SuccessfulRequestLatency',
  ]),
  'AWS/ApiGateway': new Set(['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency', 'DataProcessed', 'MessageCount']),
  'AWS/Events': new Set(['PutEventsEntriesCount']),
  'AWS/Bedrock': new Set(['InputTokenCount', 'OutputTokenCount']),
  Plimsoll: new Set<string>([...BUSINESS_METRICS, ...Object.keys(SPLIT_METRICS)]),
  'AWS/SES': new Set(['Reputation.BounceRate', 'Reputation.ComplaintRate', 'Send', 'Bounce', 'Complaint']),
}

const isKnownMetric = (namespace: unknown, name: unknown): boolean =>
  METRICS[String(namespace)]?.has(String(name)) ?? false

/** The metrics that an alarm looks at, by itself or in an expression. */
const watchedBy = (properties: TemplateResource['properties']): readonly Readonly<Record<string, unknown>>[] => {
  if (properties.Metrics === undefined) return [properties]
  return list(properties.Metrics).flatMap((each) => {
    const { MetricStat } = record(each)
    return MetricStat === undefined ? [] : [record(record(MetricStat).Metric)]
  })
}

interface Term {
  readonly id: unknown
  readonly expression: unknown
}

/** Names that an expression uses though no line beside it goes by them; functions are in capitals. */
const unknownIdsIn = (terms: readonly Term[]): readonly string[] => {
  const ids = new Set(terms.map(({ id }) => id))
  return terms
    .flatMap(({ expression }) =>
      typeof expression === 'string' && !expression.startsWith('SEARCH(') ? expression : [],
    )
    .flatMap((expression) => expression.match(/\b[a-z]\w*/g) ?? [])
    .filter((name) => !ids.has(name))
}

export const alarms: Rule = (template) =>
  template.of('CloudWatch::Alarm').flatMap(({ id, properties }): Fault[] => {
    const faults: Fault[] = []
    const fault = (rule: string, says: string) => faults.push({ id, rule, says })
    const { ComparisonOperator, Threshold, EvaluationPeriods, AlarmActions, ActionsEnabled } = properties
    if (!OPERATORS.has(String(ComparisonOperator))) fault('alarm-operator', 'compares by no operator')
    if (typeof Threshold !== 'number') fault('alarm-threshold', 'compares with no number')
    if (!(Number(EvaluationPeriods) >= 1)) fault('alarm-periods', 'looks at no period')
    if (list(AlarmActions).length === 0 || ActionsEnabled === false) fault('alarm-silent', 'tells nobody')
    for (const { Namespace, MetricName } of watchedBy(properties)) {
      if (isKnownMetric(Namespace, MetricName)) continue
      fault('metric', `watches ${Namespace} ${MetricName}, which nobody publishes`)
    }
    const unknown = unknownIdsIn(
      list(properties.Metrics).map((each) => ({ id: record(each).Id, expression: record(each).Expression })),
    )
    for (const name of unknown) fault('expression', `computes with ${name}, which it does not know`)
    return faults
  })

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

const watches = (template: LintTemplate, { id }: TemplateResource, metric: string): boolean =>
  template
    .of('CloudWatch::Alarm')
    .some(({ properties }) =>
      watchedBy(properties).some(
        ({ MetricName, Dimensions }) => MetricName === metric && referencesIn(Dimensions).includes(id),
      ),
    )

/** Nothing fails unheard: errors of functions, dead letters, and what lies too long. */
export const coverage: Rule = (template) => {
  const streams = template
    .of('Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.StartingPosition !== undefined)
    .flatMap(({ properties }) => referencesIn(properties.FunctionName))
  const unheard = (resource: TemplateResource, metric: string): readonly Fault[] =>
    watches(template, resource, metric)
      ? []
      : [{ id: resource.id, rule: 'alarm-missing', says: `no alarm watches its ${metric}` }]
  return [
    ...template
      .of('Lambda::Function')
      .filter(isOurs)
      .flatMap((fn) => unheard(fn, 'Errors')),
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
  ]
}

/** The namespace of a search over metrics, and the name that it asks for. */
const SEARCHED = /^SEARCH\('\{([^,}]+)[^}]*\} MetricName="([^"]+)"(?: \w+="[^"]*")*', '[A-Za-z0-9.]+'(?:, \d+)?\)$/

/** Namespace and name of what a widget shows by a metric or a search; others, such as sums of its lines, are not looked at. */
const shownBy = (metric: unknown): readonly unknown[] | undefined => {
  const [first, name] = list(metric)
  if (typeof first === 'string') return [first, name]
  const { expression } = record(first)
  if (typeof expression !== 'string' || !expression.startsWith('SEARCH(')) return undefined
  return SEARCHED.exec(expression)?.slice(1) ?? [expression]
}

/** A line of a widget: its settings come last. */
const termOf = (metric: unknown): Term => {
  const { id, expression } = record(list(metric).at(-1))
  return { id, expression }
}

/** A dashboard's body is JSON, and its widgets show metrics that exist. */
export const dashboards: Rule = (template) =>
  template.of('CloudWatch::Dashboard').flatMap(({ id, properties }): Fault[] => {
    // References stand inside JSON strings, so any text in their place keeps the body as it would be.
    const body = parse(textOf(properties.DashboardBody))
    if (!isRecord(body) || !Array.isArray(body.widgets))
      return [{ id, rule: 'dashboard', says: 'its body is no dashboard' }]
    return body.widgets
      .map((widget) => list(record(record(widget).properties).metrics))
      .flatMap((metrics) => [
        ...metrics.flatMap((metric): Fault[] => {
          const shown = shownBy(metric)
          if (shown === undefined || isKnownMetric(shown[0], shown[1])) return []
          return [{ id, rule: 'metric', says: `shows ${shown.join(' ')}, which nobody publishes` }]
        }),
        ...unknownIdsIn(metrics.map(termOf)).map((name) => ({
          id,
          rule: 'expression',
          says: `computes with ${name}, which its widget does not know`,
        })),
      ])
  })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
