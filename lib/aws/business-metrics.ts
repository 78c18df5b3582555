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
  'LoadDrift',
  'MailsSent',
  'MailsLost',
] as const
export type BusinessMetric = (typeof BUSINESS_METRICS)[number]

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
