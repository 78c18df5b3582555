import { randomUUID } from 'node:crypto'
import { ACCOUNT, type AwsAnswer, type AwsCall, AwsError, type AwsService, REGION } from './aws-service.ts'
import { BusDeliveries } from './bus/deliveries.ts'
import { busIn, busOperationOf, busRights, inputOf } from './bus/rights.ts'
import { RULE_OPERATIONS, type RuleHost } from './bus/rule-operations.ts'
import { openRules } from './bus/rules.ts'
import { BusTargets, type BusTargetsOptions } from './bus/targets.ts'
import { isRecord, type JsonRecord } from './json-record.ts'
import { DEFAULT_BUS } from './template/types.ts'

const ENTRIES_PER_CALL = 10
/** EventBridge's limit for all entries of a call together. */
const CALL_LIMIT_BYTES = 1024 * 1024

/** EventBridge (`events`). */
export type Bus = AwsService

export interface BusOptions extends BusTargetsOptions {
  /** An existing, writable folder; the rules made by calls are kept in it. */
  readonly dataDir: string
  readonly report: (line: string) => void
}

interface Entry {
  readonly Source?: unknown
  readonly DetailType?: unknown
  readonly Detail?: unknown
  readonly EventBusName?: unknown
  readonly Resources?: unknown
  readonly Time?: unknown
}

interface Refusal {
  readonly ErrorCode: string
  readonly ErrorMessage: string
}
type EntryResult = { readonly EventId: string } | Refusal

const isRefusal = (result: object): result is Refusal => 'ErrorCode' in result

const entriesOf = (call: AwsCall): readonly Entry[] => {
  const { Entries } = inputOf(call)
  if (Array.isArray(Entries) && Entries.length > 0 && Entries.length <= ENTRIES_PER_CALL) return Entries
  throw new AwsError(400, 'ValidationException', `Entries must have 1 to ${ENTRIES_PER_CALL} members`)
}

const busOf = ({ EventBusName }: Entry): string => busIn(EventBusName)

const parseDetail = (detail: unknown): unknown => {
  try {
    return JSON.parse(String(detail))
  } catch {
    return undefined
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** An entry as the event that rules match and targets get; or why EventBridge refuses it. */
const eventFrom = (entry: Entry): (JsonRecord & { readonly id: string }) | Refusal => {
  const { Source, DetailType, Detail, Resources, Time } = entry
  if (!isText(Source) || !isText(DetailType) || !isText(Detail))
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are mandatory.' }
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
  const detail = parseDetail(Detail)
  if (!isRecord(detail)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  const time = typeof Time === 'number' ? new Date(Time * 1000) : new Date()
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: ACCOUNT,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: Array.isArray(Resources) ? Resources : [],
    detail,
  }
}

/**
 * Starts the template's buses: PutEvents answers only when every queue that a matching rule targets has the event on
 * disk. If a target of a rule made by a call fails, PutEvents does not wait for the retries.
 */
export const startBus = (options: BusOptions): Bus => {
  const { template, dataDir, report } = options
  const rules = openRules(template, dataDir, report)
  const buses = new Set([
    DEFAULT_BUS,
    ...template.resourcesOf('AWS::Events::EventBus').map(({ logicalId }) => template.nameOf(logicalId)),
  ])
  const targets = new BusTargets(options)
  const deliveries = new BusDeliveries(targets, report)
  const host: RuleHost = { rules, buses, isThere: (targetArn) => targets.isThere(targetArn) }

  const put = async (entry: Entry): Promise<EntryResult> => {
    const event = eventFrom(entry)
    if (isRefusal(event)) return event
    const matching = rules.all().filter(({ bus, matches }) => bus === busOf(entry) && matches(event))
    try {
      await Promise.all(matching.map((rule) => deliveries.follow(rule, event)))
      return { EventId: event.id }
    } catch (error) {
      return { ErrorCode: 'InternalFailure', ErrorMessage: error instanceof Error ? error.message : String(error) }
    }
  }

  const putEvents = async (call: AwsCall): Promise<JsonRecord> => {
    const entries = entriesOf(call)
    if (call.body.length > CALL_LIMIT_BYTES) {
      throw new AwsError(400, 'ValidationException', 'Total size of the entries in the request is over the limit.')
    }
    const unknown = entries.map(busOf).find((name) => !buses.has(name))
    if (unknown) throw new AwsError(400, 'ResourceNotFoundException', `Event bus ${unknown} does not exist.`)
    const results = await Promise.all(entries.map(put))
    return { FailedEntryCount: results.filter(isRefusal).length, Entries: results }
  }

  return {
    rights: busRights,
    answer: async (call): Promise<AwsAnswer> => {
      const operation = busOperationOf(call)
      const answer = operation === 'PutEvents' ? await putEvents(call) : RULE_OPERATIONS[operation](host, inputOf(call))
      return { status: 200, body: JSON.stringify(answer) }
    },
    close: () => deliveries.close(),
  }
}
