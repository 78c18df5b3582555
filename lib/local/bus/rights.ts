import { type AwsCall, type NeededRight, notEmulated } from '../aws-service.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'
import { busArn, DEFAULT_BUS, ruleArn } from '../template/types.ts'
import { busName } from './rules.ts'

export const inputOf = ({ body }: AwsCall): JsonRecord => recordOf(JSON.parse(body.toString() || '{}'))

/** Name of the bus that a call gives by name or ARN; the default bus if it gives none. */
export const busIn = (named: unknown): string => (typeof named === 'string' ? busName(named) : DEFAULT_BUS)

/** ARNs of the resources that an operation acts on, as IAM checks them. */
type Resources = (input: JsonRecord) => readonly string[]

const ruleNamed: Resources = ({ Name, EventBusName }) => [ruleArn(busIn(EventBusName), String(Name))]
const ruleCalled: Resources = ({ Rule, EventBusName }) => [ruleArn(busIn(EventBusName), String(Rule))]
const anything: Resources = () => ['*']

const RESOURCES = {
  DeleteRule: ruleNamed,
  DescribeEventBus: ({ Name }) => [busArn(busIn(Name))],
  DescribeRule: ruleNamed,
  DisableRule: ruleNamed,
  EnableRule: ruleNamed,
  ListEventBuses: anything,
  ListRules: anything,
  ListTargetsByRule: ruleCalled,
  PutEvents: ({ Entries }) => {
    const buses = Array.isArray(Entries) ? Entries.map((entry) => busIn(Object(entry).EventBusName)) : [DEFAULT_BUS]
    return [...new Set(buses)].map(busArn)
  },
  PutRule: ruleNamed,
  PutTargets: ruleCalled,
  RemoveTargets: ruleCalled,
} satisfies Readonly<Record<string, Resources>>

export type BusOperation = keyof typeof RESOURCES

const isEmulated = (operation: string): operation is BusOperation => Object.hasOwn(RESOURCES, operation)

/** @throws AwsError for an operation that is not emulated */
export const busOperationOf = (call: AwsCall): BusOperation => {
  if (!isEmulated(call.operation)) throw notEmulated(call)
  return call.operation
}

export const busRights = (call: AwsCall): readonly NeededRight[] => {
  const operation = busOperationOf(call)
  return RESOURCES[operation](inputOf(call)).map((resource) => ({ action: `events:${operation}`, resource }))
}
