import type { MetricSummary } from '../../lib/local/metrics.ts'

/** Amounts by their names in the price file. */
export type Usage = Readonly<Record<string, number>>

/** The local host's metrics at two moments. */
export interface Span {
  readonly before: readonly MetricSummary[]
  readonly after: readonly MetricSummary[]
}

/** Memory in MB by the name of a function's bundle. */
export type MemorySizes = Readonly<Record<string, number>>

/** SQS calls of a poller for each batch: one receives it, one deletes it. */
const CALLS_PER_BATCH = 2

const keyOf = ({ namespace, name, dimensions }: MetricSummary): string => JSON.stringify([namespace, name, dimensions])

/** The increase of each metric between the two moments. */
const differences = ({ before, after }: Span): readonly MetricSummary[] => {
  const old = new Map(before.map((metric) => [keyOf(metric), metric]))
  return after.map((metric) => {
    const { count = 0, sum = 0 } = old.get(keyOf(metric)) ?? {}
    return { ...metric, count: metric.count - count, sum: metric.sum - sum }
  })
}

/** How often each function ran in a span, by its bundle. */
export const callsOf = (span: Span): Readonly<Record<string, number>> => {
  const calls: Record<string, number> = {}
  for (const { namespace, name, dimensions, count } of differences(span)) {
    const { FunctionName } = dimensions
    if (namespace === 'AWS/Lambda' && name === 'Duration' && FunctionName !== undefined && count > 0) {
      calls[FunctionName] = (calls[FunctionName] ?? 0) + count
    }
  }
  return calls
}

/**
 * What AWS would bill for a span. A function's time is measured on this machine.
 *
 * @param consumers bundles that read a queue
 */
export const usageOf = (span: Span, memory: MemorySizes, consumers: ReadonlySet<string>): Usage => {
  const metrics = differences(span)
  const total = (namespace: string, name: string, of: (metric: MetricSummary) => number = ({ sum }) => sum): number =>
    metrics
      .filter((metric) => metric.namespace === namespace && metric.name === name)
      .reduce((all, metric) => all + of(metric), 0)
  const calls = (service: string, ...operations: readonly string[]): number =>
    total('AWS/Usage', 'CallCount', ({ sum, dimensions }) =>
      dimensions.Service === service && operations.includes(dimensions.Resource ?? '') ? sum : 0,
    )
  const bundleOf = ({ dimensions }: MetricSummary): string => dimensions.FunctionName ?? ''
  const batches = total('AWS/Lambda', 'Duration', (metric) => (consumers.has(bundleOf(metric)) ? metric.count : 0))
  return {
    'dynamodb write units': total('AWS/DynamoDB', 'ConsumedWriteCapacityUnits'),
    'dynamodb read units': total('AWS/DynamoDB', 'ConsumedReadCapacityUnits'),
    'lambda requests': total('AWS/Lambda', 'Duration', ({ count }) => count),
    'lambda GB-seconds (arm64)': total(
      'AWS/Lambda',
      'Duration',
      (metric) => ((metric.sum / 1_000) * (memory[bundleOf(metric)] ?? 0)) / 1_024,
    ),
    'eventbridge events': total('AWS/Events', 'PutEventsEntriesCount'),
    'sqs requests': total('AWS/SQS', 'NumberOfMessagesSent') + batches * CALLS_PER_BATCH,
    'websocket messages': calls('execute-api', 'PostToConnection'),
    'ses mails': calls('ses', 'SendEmail'),
    'model input tokens': total('AWS/Bedrock', 'InputTokenCount'),
    'model output tokens': total('AWS/Bedrock', 'OutputTokenCount'),
  }
}
