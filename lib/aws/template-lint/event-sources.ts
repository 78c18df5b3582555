import { isDeepStrictEqual } from 'node:util'
import { EVENT_PREFIX } from '../../../functions/stores/tables.ts'
import { recordOf } from '../json-record.ts'
import { isNoSource } from './arns.ts'
import { mappingFilterFault, type SourceService } from './mapping-filters.ts'
import {
  type Fault,
  faultsOf,
  isAstray,
  isSwitchedOn,
  type LintTemplate,
  list,
  type Rule,
  resourceOf,
  targetOf,
  textOf,
} from './template.ts'
import { jsonOf } from './template-json.ts'

type SourceKind = 'queue' | 'stream'

const SERVICES_BY_TYPE: ReadonlyMap<string, SourceService> = new Map([
  ['AWS::SQS::Queue', 'sqs'],
  ['AWS::DynamoDB::Table', 'dynamodb'],
  ['AWS::DynamoDB::GlobalTable', 'dynamodb'],
  ['AWS::Kinesis::Stream', 'kinesis'],
  ['AWS::Kinesis::StreamConsumer', 'kinesis'],
])

/** The service whose records a mapping reads; undefined for others, and if an imported ARN does not tell. */
const sourceServiceOf = (template: LintTemplate, arn: unknown): SourceService | undefined => {
  const source = resourceOf(template, arn)
  if (source) return SERVICES_BY_TYPE.get(source.type)
  const named = /^arn:(?:[\w-]+|<AWS::Partition>):([a-z]+):/.exec(textOf(arn))?.[1]
  return [...SERVICES_BY_TYPE.values()].find((service) => service === named)
}

export const sourceKindOf = (template: LintTemplate, arn: unknown): SourceKind | undefined => {
  const service = sourceServiceOf(template, arn)
  return service === undefined || service === 'sqs' ? service && 'queue' : 'stream'
}

/** Properties that Lambda refuses for a mapping that reads a queue. */
const OF_STREAMS = [
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'StartingPosition',
  'TumblingWindowInSeconds',
]

const CALLED_TYPES = ['AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version']

/**
 * A mapping reads a source and calls a function, with properties that fit the source. A queue hides messages for six
 * times the consumer's time-out, as AWS advises, so that none is delivered again while it is processed.
 */
export const eventSources: Rule = (template) =>
  template.of('Lambda::EventSourceMapping').flatMap(({ properties, id }): Fault[] => {
    const { faults, fault } = faultsOf(id)
    const queue = resourceOf(template, properties.EventSourceArn)
    const called = resourceOf(template, properties.FunctionName)
    if (isAstray(template, properties.FunctionName, ...CALLED_TYPES)) {
      fault('mapping-function', 'calls no function')
    }
    if (properties.EventSourceArn === undefined && properties.SelfManagedEventSource === undefined)
      fault('mapping-source', 'reads nothing')
    for (const filter of list(recordOf(properties.FilterCriteria).Filters)) {
      const unmatched = mappingFilterFault(
        recordOf(filter).Pattern,
        sourceServiceOf(template, properties.EventSourceArn),
      )
      if (unmatched) fault('filter', `its filter ${unmatched}`)
    }
    const source = properties.EventSourceArn
    if (isNoSource(template, source))
      fault('mapping-source', `reads ${queue?.id} by something other than the ARN that a mapping reads`)
    const kind = sourceKindOf(template, source)
    const misplaced = (kind === 'queue' ? OF_STREAMS : []).filter((name) => properties[name] !== undefined)
    for (const name of misplaced) fault('mapping-source', `has ${name}, which is for streams, and reads a queue`)
    if (kind === 'stream' && properties.ScalingConfig !== undefined)
      fault('mapping-source', 'has a ScalingConfig, which is for queues, and reads a stream')
    if (kind === 'stream' && !properties.StartingPosition) fault('starting-position', 'reads a stream from nowhere')
    if (kind !== 'queue') return faults
    const batch = Number(properties.BatchSize ?? 10)
    if (batch > 10 && Number(properties.MaximumBatchingWindowInSeconds ?? 0) === 0) {
      fault('batch-window', `a batch of ${batch} needs a window of at least a second`)
    }
    const [running, asked] = [
      called?.properties.ReservedConcurrentExecutions,
      recordOf(properties.ScalingConfig).MaximumConcurrency,
    ]
    if (Number(running) < Number(asked))
      fault('mapping-concurrency', `calls its function ${asked} times at once, which may run ${running} times`)
    const timeout = Number(called?.properties.Timeout ?? 3)
    const visibility = Number(queue?.properties.VisibilityTimeout ?? 30)
    if (queue && called?.type === 'AWS::Lambda::Function' && visibility < 6 * timeout) {
      fault(
        'visibility',
        `${queue.id} hides messages ${visibility} s, less than six times the ${timeout} s of ${called.id}`,
      )
    }
    return faults
  })

/** Fewest retries of a record, and its lowest maximum age in seconds: both outlast a short outage. */
const [MIN_RETRIES, MIN_RECORD_AGE] = [10, 3600]

/** Longest batching window in seconds: batches over 10 messages need at least 1, and people hardly notice 5. */
const LONGEST_WINDOW = 5

/** @param age seconds; -1 or undefined for as long as the stream keeps the record */
const isForgetful = (age: unknown): boolean => Number(age ?? -1) !== -1 && Number(age) < MIN_RECORD_AGE

/** The filter that lets newly written event rows through. */
const NEW_EVENTS = { eventName: ['INSERT'], dynamodb: { NewImage: { sk: { S: [{ prefix: EVENT_PREFIX }] } } } }

/** In our mappings one failed message does not fail the others, and a stream continues after a permanent failure. */
export const patientMappings: Rule = (template) =>
  template.of('Lambda::EventSourceMapping').flatMap(({ properties, id }): Fault[] => {
    const { faults, fault } = faultsOf(id)
    if (!list(properties.FunctionResponseTypes).includes('ReportBatchItemFailures')) {
      fault('partial-failures', 'one bad message would fail its whole batch: ReportBatchItemFailures is missing')
    }
    const kind = sourceKindOf(template, properties.EventSourceArn)
    if (kind === 'queue' && recordOf(properties.ScalingConfig).MaximumConcurrency === undefined)
      fault('mapping-unbounded', 'lets a flood take all the concurrency that the account has')
    const filters = list(recordOf(properties.FilterCriteria).Filters).map((filter) => jsonOf(recordOf(filter).Pattern))
    if (kind === 'queue' && filters.length > 0) fault('filter', 'its filter drops messages without a trace')
    const window = Number(properties.MaximumBatchingWindowInSeconds ?? 0)
    if (kind === 'queue' && window > LONGEST_WINDOW)
      fault('queue-delay', `keeps everybody waiting up to ${window} s for a full batch`)
    if (kind !== 'stream') return faults
    if (!(Number(properties.MaximumRetryAttempts ?? -1) >= 0))
      fault('stream-retries', 'one bad record would stop its shard for a day')
    else if (Number(properties.MaximumRetryAttempts) < MIN_RETRIES || isForgetful(properties.MaximumRecordAgeInSeconds))
      fault('stream-retries', 'gives up what a short outage would have let through')
    if (!isSwitchedOn(properties.BisectBatchOnFunctionError)) fault('stream-bisect', 'a failed batch is not split')
    if (!targetOf(properties.DestinationConfig)) fault('stream-destination', 'what failed for good is lost')
    if (properties.StartingPosition !== 'TRIM_HORIZON')
      fault('starting-position', 'never hears what was written before it was there')
    if (!isDeepStrictEqual(filters, [NEW_EVENTS]))
      fault('stream-filter', 'does not wake its function at each new event, and at nothing else')
    return faults
  })
