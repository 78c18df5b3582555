import { BUSINESS_METRICS, DEPARTMENT_METRICS } from '../business-metrics.ts'
import { isOurs } from './functions.ts'
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
    'ThrottledRequests',
    'SystemErrors',
    'UserErrors',
    'SuccessfulRequestLatency',
  ]),
  'AWS/ApiGateway': new Set(['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency', 'DataProcessed']),
  Plimsoll: new Set([...BUSINESS_METRICS, ...DEPARTMENT_METRICS]),
  'AWS/SES': new Set(['Reputation.BounceRate', 'Reputation.ComplaintRate', 'Send', 'Bounce', 'Complaint']),
}

const isKnownMetric = (namespace: unknown, name: unknown): boolean =>
  METRICS[String(namespace)]?.has(String(name)) ?? false

export const alarms: Rule = (template) =>
  template.of('CloudWatch::Alarm').flatMap(({ id, properties }): Fault[] => {
    const faults: Fault[] = []
    const fault = (rule: string, says: string) => faults.push({ id, rule, says })
    const { ComparisonOperator, Threshold, EvaluationPeriods, AlarmActions, ActionsEnabled } = properties
    if (!OPERATORS.has(String(ComparisonOperator))) fault('alarm-operator', 'compares by no operator')
    if (typeof Threshold !== 'number') fault('alarm-threshold', 'compares with no number')
    if (!(Number(EvaluationPeriods) >= 1)) fault('alarm-periods', 'looks at no period')
    if (list(AlarmActions).length === 0 || ActionsEnabled === false) fault('alarm-silent', 'tells nobody')
    if (properties.Metrics === undefined && !isKnownMetric(properties.Namespace, properties.MetricName)) {
      fault('metric', `watches ${properties.Namespace} ${properties.MetricName}, which nobody publishes`)
    }
    return faults
  })

const watches = (template: LintTemplate, { id }: TemplateResource, metric: string): boolean =>
  template
    .of('CloudWatch::Alarm')
    .some(({ properties }) => properties.MetricName === metric && referencesIn(properties.Dimensions).includes(id))

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
const SEARCHED = /^SEARCH\('\{([^,}]+)[^}]*\} MetricName="([^"]+)"', '[A-Za-z0-9.]+'(?:, \d+)?\)$/

/** Namespace and name of what a widget shows by a metric or a search; others, such as sums of its lines, are not looked at. */
const shownBy = (metric: unknown): readonly unknown[] | undefined => {
  const [first, name] = list(metric)
  if (typeof first === 'string') return [first, name]
  const { expression } = record(first)
  if (typeof expression !== 'string' || !expression.startsWith('SEARCH(')) return undefined
  return SEARCHED.exec(expression)?.slice(1) ?? [expression]
}

/** A dashboard's body is JSON, and its widgets show metrics that exist. */
export const dashboards: Rule = (template) =>
  template.of('CloudWatch::Dashboard').flatMap(({ id, properties }): Fault[] => {
    // References stand inside JSON strings, so any text in their place keeps the body as it would be.
    const body = parse(textOf(properties.DashboardBody))
    if (!isRecord(body) || !Array.isArray(body.widgets))
      return [{ id, rule: 'dashboard', says: 'its body is no dashboard' }]
    return body.widgets
      .flatMap((widget) => list(record(record(widget).properties).metrics))
      .flatMap((metric) => {
        const shown = shownBy(metric)
        if (shown === undefined || isKnownMetric(shown[0], shown[1])) return []
        return [{ id, rule: 'metric', says: `shows ${shown.join(' ')}, which nobody publishes` }]
      })
  })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
