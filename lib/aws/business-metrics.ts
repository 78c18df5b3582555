import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { type Settings, stagedName } from './settings.ts'

/** Metrics of the product itself. Each is emitted by a function; a unit, where there is one, ends the name. */
export const BUSINESS_METRICS = [
  'TicketsCreated',
  'TicketsAssigned',
  'TimeToAssignSeconds',
  'TicketsWaiting',
  'OldestWaitSeconds',
  'ActiveConnections',
  'HandshakesRefused',
  'TriageCompleted',
  'TriageDegraded',
  'TriagePrecisionPercent',
  'TriagePrecisionLossPercent',
  'LoadDrift',
  'EventsUnreadable',
  'MailsSent',
  'MailsLost',
] as const
export type BusinessMetric = (typeof BUSINESS_METRICS)[number]

/** Metrics that alarms watch; higher is worse. Counts are watched by their sum, the others by their maximum. */
export const ALARMED_METRICS = {
  OldestWaitSeconds: 'Maximum',
  TriageDegraded: 'Sum',
  TriagePrecisionLossPercent: 'Maximum',
  LoadDrift: 'Sum',
  EventsUnreadable: 'Sum',
  MailsLost: 'Sum',
} as const satisfies Partial<Record<BusinessMetric, 'Sum' | 'Maximum'>>

/** Metrics that are emitted once for each value of a dimension, such as once per department. */
export const SPLIT_METRICS = {
  TriageSuggestions: 'source',
  ForecastNextHour: 'department',
  AgentsNeeded: 'department',
  ForecastPinball: 'department',
  ForecastScaledError: 'department',
  ForecastCoverage95: 'department',
} as const
export type SplitMetric = keyof typeof SPLIT_METRICS

/** Length of one point of a graph, and of one evaluation of an alarm. */
export const PERIOD = Duration.minutes(5)

type Stage = Pick<Settings, 'stage'>
type Statistic = 'Sum' | 'Average' | 'Maximum' | 'p90'

/** A metric that our own functions emit; its service is the stage, so that stages in one account do not mix. */
export const business = (stage: Stage, metricName: BusinessMetric, statistic: Statistic): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: 'Plimsoll',
    metricName,
    statistic,
    period: PERIOD,
    dimensionsMap: { service: stagedName(stage) },
  })

/** The metric that `business` returns, with the statistic by which alarms watch it. */
export const alarmed = (stage: Stage, metricName: keyof typeof ALARMED_METRICS): cloudwatch.Metric =>
  business(stage, metricName, ALARMED_METRICS[metricName])

/** One line for each value of a metric's dimension. Values come and go at run time, so CloudWatch searches for them. */
export const split = (
  stage: Stage,
  metricName: SplitMetric,
  statistic: Statistic,
  period: Duration,
): cloudwatch.SearchExpression => {
  const schema = `{Plimsoll,${[SPLIT_METRICS[metricName], 'service'].toSorted().join(',')}}`
  return new cloudwatch.SearchExpression({
    expression: `SEARCH('${schema} MetricName="${metricName}" service="${stagedName(stage)}"', '${statistic}')`,
    // CloudWatch names each line by its value.
    label: '',
    period,
  })
}

/** Percentage of tickets triaged without the model; 0 while there are too few in a period to judge. */
export const degradedRate = (stage: Stage): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: 'IF(FILL(degraded, 0) > 2, 100 * degraded / (degraded + FILL(completed, 0)), 0)',
    usingMetrics: {
      degraded: alarmed(stage, 'TriageDegraded'),
      completed: business(stage, 'TriageCompleted', 'Sum'),
    },
    label: 'Without the model, %',
    period: PERIOD,
  })
