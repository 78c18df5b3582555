import { randomUUID } from 'node:crypto'
import type { AsyncInvocations } from './async-invocations.ts'
import { ACCOUNT, type AwsAnswer, type AwsCall, AwsError, type AwsService, REGION } from './aws-service.ts'
import { compilePattern, type EventMatcher } from './event-pattern.ts'
import type { Functions } from './functions.ts'
import type { Permissions } from './permissions.ts'
import type { Queues } from './queues.ts'
import type { Template } from './template.ts'

const PRINCIPAL = 'events.amazonaws.com'
const ENTRIES_PER_CALL = 10
/** EventBridge's limit of a call's entries together. */
const CALL_LIMIT_BYTES = 1024 * 1024
/** What this bus knows of a rule's target; any other member is refused. */
const TARGET_MEMBERS = ['Id', 'Arn', 'RetryPolicy', 'DeadLetterConfig']

/** EventBridge (`events`). */
export type Bus = AwsService

export interface BusOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly queues: Queues
  readonly functions: Functions
  readonly asyncInvocations: AsyncInvocations
}

interface Rule {
  readonly arn: string
  readonly bus: string
  readonly matches: EventMatcher
  readonly targetArns: readonly string[]
}

interface Entry {
  readonly Source?: unknown
  readonly DetailType?: unknown
  readonly Detail?: unknown
  readonly EventBusName?: unknown
  readonly Resources?: unknown
  readonly Time?: unknown
}

type EntryResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string }

/** Rules that match events; those that run by a schedule belong to `schedules.ts`. */
const readRules = (template: Template): readonly Rule[] =>
  template
    .resourcesOf('AWS::Events::Rule')
    .filter(({ properties }) => properties.EventPattern !== undefined && properties.State !== 'DISABLED')
    .map(({ logicalId, properties }) => {
      const targets = template.resolve(properties.Targets ?? []) as readonly Readonly<Record<string, unknown>>[]
      const unknown = targets.flatMap((target) => Object.keys(target)).find((name) => !TARGET_MEMBERS.includes(name))
      if (unknown) throw new Error(`rule ${logicalId}: a target's ${unknown} is not emulated`)
      return {
        arn: template.arnOf(logicalId),
        bus: busName(properties.EventBusName === undefined ? 'default' : template.text(properties.EventBusName)),
        matches: compilePattern(template.resolve(properties.EventPattern)),
        targetArns: targets.map(({ Arn }) => String(Arn)),
      }
    })

/** A bus is named by its name or its ARN. */
const busName = (nameOrArn: string): string => nameOrArn.split('event-bus/').at(-1) ?? nameOrArn

const busArn = (name: string): string => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`

const entriesOf = (call: AwsCall): readonly Entry[] => {
  const { Entries } = JSON.parse(call.body.toString() || '{}') as { readonly Entries?: unknown }
  if (Array.isArray(Entries) && Entries.length > 0 && Entries.length <= ENTRIES_PER_CALL) return Entries
  throw new AwsError(400, 'ValidationException', `Entries must have 1 to ${ENTRIES_PER_CALL} members`)
}

const busOf = ({ EventBusName }: Entry): string =>
  typeof EventBusName === 'string' ? busName(EventBusName) : 'default'

const parseDetail = (detail: unknown): unknown => {
  try {
    return JSON.parse(String(detail))
  } catch {
    return undefined
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Starts the template's buses: an event is answered only when each queue that a rule names has it on disk. */
export const startBus = (options: BusOptions): Bus => {
  const { template, permissions, queues, functions, asyncInvocations } = options
  const rules = readRules(template)
  const buses = new Set([
    'default',
    ...template.resourcesOf('AWS::Events::EventBus').map(({ logicalId }) => template.nameOf(logicalId)),
  ])

  const deliver = async (rule: Rule, targetArn: string, event: unknown): Promise<void> => {
    if (targetArn.startsWith('arn:aws:sqs:')) {
      if (permissions.maySend(targetArn, PRINCIPAL, rule.arn)) {
        await queues.send(targetArn, { body: JSON.stringify(event) })
      } else permissions.deny(PRINCIPAL, 'sqs:SendMessage', targetArn)
      return
    }
    const functionId = functions.idOf(targetArn)
    if (permissions.mayInvoke(functionId, PRINCIPAL, rule.arn)) void asyncInvocations.invoke(functionId, event)
    else permissions.deny(PRINCIPAL, 'lambda:InvokeFunction', targetArn)
  }

  const put = async (entry: Entry): Promise<EntryResult> => {
    const { Source, DetailType, Detail, Resources, Time } = entry
    if (!isText(Source) || !isText(DetailType) || !isText(Detail)) {
      return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are mandatory.' }
    }
    if (Source.startsWith('aws.')) {
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
    }
    const detail = parseDetail(Detail)
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
    }
    const id = randomUUID()
    const time = typeof Time === 'number' ? new Date(Time * 1000) : new Date()
    const event = {
      version: '0',
      id,
      'detail-type': DetailType,
      source: Source,
      account: ACCOUNT,
      time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
      region: REGION,
      resources: Array.isArray(Resources) ? Resources : [],
      detail,
    }
    const matching = rules.filter(({ bus, matches }) => bus === busOf(entry) && matches(event))
    try {
      await Promise.all(matching.flatMap((rule) => rule.targetArns.map((target) => deliver(rule, target, event))))
      return { EventId: id }
    } catch (error) {
      return { ErrorCode: 'InternalFailure', ErrorMessage: error instanceof Error ? error.message : String(error) }
    }
  }

  return {
    rights: (call) =>
      call.operation === 'PutEvents'
        ? [...new Set(entriesOf(call).map(busOf))].map((name) => ({
            action: 'events:PutEvents',
            resource: busArn(name),
          }))
        : [{ action: `events:${call.operation}`, resource: '*' }],
    answer: async (call): Promise<AwsAnswer> => {
      if (call.operation !== 'PutEvents') {
        throw new AwsError(400, 'UnknownOperationException', `events:${call.operation} is not emulated`)
      }
      const entries = entriesOf(call)
      if (call.body.length > CALL_LIMIT_BYTES) {
        throw new AwsError(400, 'ValidationException', 'Total size of the entries in the request is over the limit.')
      }
      const unknown = entries.map(busOf).find((name) => !buses.has(name))
      if (unknown) throw new AwsError(400, 'ResourceNotFoundException', `Event bus ${unknown} does not exist.`)
      const results = await Promise.all(entries.map(put))
      const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length
      return { status: 200, body: JSON.stringify({ FailedEntryCount, Entries: results }) }
    },
    close: async () => {},
  }
}
