import { Duration } from 'aws-cdk-lib'
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch'
import { type Settings, stagedName } from './settings.ts'

/** What the product says of itself: each name is emitted by some function, in the unit that it ends with. */
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

/** Metrics that alarms watch, the worse the higher: those that count by a sum, the others where they are highest. */
export const ALARMED_METRICS = {
  OldestWaitSeconds: 'Maximum',
  TriageDegraded: 'Sum',
  TriagePrecisionLossPercent: 'Maximum',
  LoadDrift: 'Sum',
  EventsUnreadable: 'Sum',
  MailsLost: 'Sum',
} as const satisfies Partial<Record<BusinessMetric, 'Sum' | 'Maximum'>>

/** Metrics that are said once for each value of a dimension: whose suggestions; whose forecast, every hour. */
export const SPLIT_METRICS = {
  TriageSuggestions: 'source',
  ForecastNextHour: 'department',
  AgentsNeeded: 'department',
  ForecastPinball: 'department',
  ForecastScaledError: 'department',
  ForecastCoverage95: 'department',
} as const
export type SplitMetric = keyof typeof SPLIT_METRICS

/** One point of a graph, and one look of an alarm. */
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

/** The same as an alarm watches it. */
export const alarmed = (stage: Stage, metricName: keyof typeof ALARMED_METRICS): cloudwatch.Metric =>
  business(stage, metricName, ALARMED_METRICS[metricName])

/** A line for each value that a metric is said of: they come and go while the system runs, so they are searched. */
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

/** The share of tickets, in percent, that went on with a lesser suggestion; none while there are too few to judge. */
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
