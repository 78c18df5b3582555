import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'

/** What the product says of itself: each name is emitted by some function, in the unit that it ends with. */
export const BUSINESS_METRICS = [
  'TicketsCreated',
  'TicketsAssigned',
  'TicketsWaiting',
  'OldestWaitSeconds',
  'TriageCompleted',
  'TriageDegraded',
  'TriagePrecisionPercent',
  'TriagePrecisionLossPercent',
  'LoadDrift',
  'MailsSent',
  'MailsLost',
] as const
export type BusinessMetric = (typeof BUSINESS_METRICS)[number]

/** What the forecast says every hour, once for each department and once for all together. */
export const DEPARTMENT_METRICS = [
  'ForecastNextHour',
  'AgentsNeeded',
  'ForecastPinball',
  'ForecastScaledError',
  'ForecastCoverage95',
] as const
export type DepartmentMetric = (typeof DEPARTMENT_METRICS)[number]

/** One point of a graph, and one look of an alarm. */
export const PERIOD = Duration.minutes(5)

/** A metric that our own functions emit (`platform/log.ts` names the namespace and the service). */
export const business = (metricName: BusinessMetric, statistic: 'Sum' | 'Maximum'): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: 'Plimsoll',
    metricName,
    statistic,
    period: PERIOD,
    dimensionsMap: { service: 'plimsoll' },
  })

/** A line for each department that has the metric: departments are made while the system runs, so they are searched. */
export const byDepartment = (metricName: DepartmentMetric): cloudwatch.SearchExpression =>
  new cloudwatch.SearchExpression({
    expression: `SEARCH('{Plimsoll,department,service} MetricName="${metricName}"', 'Maximum')`,
    // CloudWatch names each line by its department.
    label: '',
    period: Duration.hours(1),
  })
