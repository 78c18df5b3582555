import { compilePattern, type EventMatcher } from './event-pattern.ts'
import { openCheckpoint } from './event-sources/checkpoints.ts'
import type { EventSource } from './event-sources/event-source.ts'
import { startQueueSource } from './event-sources/queue-source.ts'
import { startStreamSource } from './event-sources/stream-source.ts'
import type { Functions } from './functions.ts'
import type { Permissions } from './permissions.ts'
import type { Queues } from './queues/service.ts'
import type { Tables } from './tables.ts'
import type { Resource, Template } from './template.ts'

/** Concurrent events from one queue, unless the template names fewer. */
const QUEUE_CONCURRENCY = 2

/** Rights that the function's role needs to read a source; without them Lambda refuses to create the mapping. */
const QUEUE_RIGHTS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
const STREAM_RIGHTS = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream']

/** Members of a mapping that are emulated; any other is refused. */
const MEMBERS = new Set([
  'BatchSize',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'Enabled',
  'EventSourceArn',
  'FilterCriteria',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'ScalingConfig',
  'StartingPosition',
  'Tags',
])

export interface EventSourcesOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly dataDir: string
  readonly tables: Tables
  readonly queues: Queues
  readonly functions: Functions
  readonly report: (line: string) => void
}

/** Shape of a mapping once resolved; numbers as the template writes them. */
interface Mapping {
  readonly BatchSize?: number
  readonly BisectBatchOnFunctionError?: boolean
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: string } }
  readonly Enabled?: boolean
  readonly EventSourceArn: string
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern: string }[] }
  readonly FunctionName: string
  readonly FunctionResponseTypes?: readonly string[]
  readonly MaximumBatchingWindowInSeconds?: number
  readonly MaximumRecordAgeInSeconds?: number
  readonly MaximumRetryAttempts?: number
  readonly ParallelizationFactor?: number
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number }
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST'
}

/** Starts every event source mapping of the template whose function's role may read its source. */
export const startEventSources = async (options: EventSourcesOptions): Promise<EventSource> => {
  const mappings = options.template.resourcesOf('AWS::Lambda::EventSourceMapping')
  const sources = await Promise.all(mappings.map((mapping) => startMapping(mapping, options)))
  const running = sources.filter((source) => source !== undefined)
  return {
    isCaughtUp: async () => {
      for (const source of running) if (!(await source.isCaughtUp())) return false
      return true
    },
    close: async () => {
      await Promise.all(running.map((source) => source.close()))
    },
  }
}

const startMapping = async (resource: Resource, options: EventSourcesOptions): Promise<EventSource | undefined> => {
  const { template, permissions, report } = options
  const { logicalId, properties } = resource
  const unknown = Object.keys(properties).find((name) => !MEMBERS.has(name))
  if (unknown) throw new Error(`event source ${logicalId}: ${unknown} is not emulated`)

  const mapping = template.resolve(properties) as Mapping
  if (mapping.Enabled === false) return undefined
  const functionId = template
    .resourcesOf('AWS::Lambda::Function')
    .map((each) => each.logicalId)
    .find((id) => [template.nameOf(id), template.arnOf(id)].includes(mapping.FunctionName))
  if (!functionId) throw new Error(`event source ${logicalId}: the template has no function ${mapping.FunctionName}`)

  const isQueue = mapping.EventSourceArn.startsWith('arn:aws:sqs:')
  const rights = isQueue ? QUEUE_RIGHTS : STREAM_RIGHTS
  const missing = rights.filter((right) => !permissions.isAllowed(functionId, right, mapping.EventSourceArn))
  if (missing.length > 0) {
    for (const right of missing) permissions.deny(functionId, right, mapping.EventSourceArn)
    report(`event source ${logicalId} is off: the role of ${functionId} lacks ${missing.join(', ')}`)
    return undefined
  }
  return isQueue ? startQueue(mapping, functionId, options) : startStream(mapping, functionId, logicalId, options)
}

const reportsFailures = ({ FunctionResponseTypes }: Mapping): boolean =>
  FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false

const startQueue = (
  mapping: Mapping,
  functionId: string,
  { queues, functions, report }: EventSourcesOptions,
): EventSource => {
  if (mapping.FilterCriteria) throw new Error(`event source of ${functionId}: a filter on a queue is not emulated`)
  const concurrency = Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? QUEUE_CONCURRENCY, QUEUE_CONCURRENCY)
  return startQueueSource({
    queueArn: mapping.EventSourceArn,
    functionId,
    batchSize: mapping.BatchSize ?? 10,
    windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    concurrency,
    reportsFailures: reportsFailures(mapping),
    queues,
    functions,
    report,
  })
}

const filtersOf = ({ FilterCriteria }: Mapping): readonly EventMatcher[] =>
  (FilterCriteria?.Filters ?? []).map(({ Pattern }) => compilePattern(JSON.parse(Pattern)))

/** Lambda writes "no limit" as -1. */
const limitOf = (value: number | undefined): number =>
  value === undefined || value < 0 ? Number.POSITIVE_INFINITY : value

const startStream = async (
  mapping: Mapping,
  functionId: string,
  logicalId: string,
  { template, permissions, dataDir, tables, queues, functions, report }: EventSourcesOptions,
): Promise<EventSource> => {
  const table = template
    .resourcesOf('AWS::DynamoDB::Table')
    .find((each) => mapping.EventSourceArn.startsWith(`${template.arnOf(each.logicalId)}/stream/`))
  if (!table) throw new Error(`event source ${logicalId}: the template has no stream ${mapping.EventSourceArn}`)
  const tableName = template.nameOf(table.logicalId)

  const checkpoint = openCheckpoint(dataDir, logicalId)
  if (checkpoint.isNew() && mapping.StartingPosition === 'LATEST') await moveToEnd(tableName, checkpoint, tables)

  const destination = mapping.DestinationConfig?.OnFailure?.Destination
  const giveUp = async (account: unknown): Promise<void> => {
    report(`gave up stream records of ${functionId}: ${JSON.stringify(account)}`)
    if (!destination) return
    if (permissions.isAllowed(functionId, 'sqs:SendMessage', destination)) {
      await queues.send(destination, { body: JSON.stringify(account) })
    } else permissions.deny(functionId, 'sqs:SendMessage', destination)
  }
  return startStreamSource({
    streamArn: mapping.EventSourceArn,
    tableName,
    functionId,
    functionArn: template.arnOf(functionId),
    filters: filtersOf(mapping),
    batchSize: mapping.BatchSize ?? 100,
    windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    parallelization: mapping.ParallelizationFactor ?? 1,
    bisects: mapping.BisectBatchOnFunctionError ?? false,
    maxRetries: limitOf(mapping.MaximumRetryAttempts),
    maxAgeSeconds: limitOf(mapping.MaximumRecordAgeInSeconds),
    reportsFailures: reportsFailures(mapping),
    giveUp,
    checkpoint,
    tables,
    functions,
    report,
  })
}

/** Skips the records that the stream already holds, for a consumer that starts at LATEST. */
const moveToEnd = async (
  tableName: string,
  checkpoint: ReturnType<typeof openCheckpoint>,
  tables: Tables,
): Promise<void> => {
  for (;;) {
    const last = (await tables.readStream(tableName, checkpoint.position(), 1000)).at(-1)
    if (!last) return
    checkpoint.move(last.dynamodb.SequenceNumber)
  }
}
