import { Triage } from '../../functions/contracts/triage.ts'
import { BUSINESS_METRICS, SPLIT_METRICS } from '../../lib/aws/business-metrics.ts'
import type { Template } from '../../lib/local/template.ts'

/** Requests, errors of both kinds, two latencies, and bytes. */
const METRICS_OF_A_ROUTE = 6

/** Detailed metrics of the gateway's routes, where the API writes them: billed like our own. */
const routeMetrics = (template: Template): number => {
  const detailed = template
    .resourcesOf('AWS::ApiGatewayV2::Stage')
    .filter(({ properties }) => Object(properties.DefaultRouteSettings).DetailedMetricsEnabled === true)
    .map(({ properties }) => template.text(properties.ApiId))
  return (
    METRICS_OF_A_ROUTE *
    template
      .resourcesOf('AWS::ApiGatewayV2::Route')
      .filter(({ properties }) => detailed.includes(template.text(properties.ApiId))).length
  )
}

/**
 * The number of metrics that CloudWatch bills: each name once for each set of dimensions. An upper bound, since hours
 * without a data point are not billed.
 */
export const customMetrics = (template: Template, departments: number): number => {
  // Departments are forecast one by one, and together.
  const values = { department: departments + 1, source: Triage.shape.source.options.length }
  const split = Object.values(SPLIT_METRICS).reduce((sum, dimension) => sum + values[dimension], 0)
  return BUSINESS_METRICS.length + split + routeMetrics(template)
}

/** Metrics that alarms watch: CloudWatch bills an alarm for each metric in it. */
export const watchedMetrics = (template: Template): number =>
  template.resourcesOf('AWS::CloudWatch::Alarm').reduce((sum, { properties: { Metrics } }) => {
    const lines: readonly unknown[] = Array.isArray(Metrics) ? Metrics : [{ MetricStat: {} }]
    return sum + lines.filter((line) => Object(line).MetricStat !== undefined).length
  }, 0)
