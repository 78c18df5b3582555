import { ACCOUNT, AwsError } from '../aws-service.ts'
import type { JsonRecord } from '../json-record.ts'
import { busArn, ruleArn } from '../template/types.ts'
import { type BusOperation, busIn } from './rights.ts'
import { invalid, isEnabledIn, listIn, nameIn, patternIn, targetFrom } from './rule-input.ts'
import type { ReadyRule, Rule, Rules, Target } from './rules.ts'

/** EventBridge's own limit. */
const TARGETS_PER_RULE = 5

/** Members of a new rule that are emulated; any other is refused. */
const RULE_MEMBERS = ['Name', 'EventBusName', 'EventPattern', 'State', 'Description']

/** What the operations work on. */
export interface RuleHost {
  readonly rules: Rules
  /** Names of the buses. */
  readonly buses: ReadonlySet<string>
  /** Whether there is a queue or a function with this ARN. */
  readonly isThere: (targetArn: string) => boolean
}

type Operation = (host: RuleHost, input: JsonRecord) => JsonRecord

const unknown = (message: string): AwsError => new AwsError(400, 'ResourceNotFoundException', message)

/** A rule as EventBridge shows it. */
const onTheWire = ({ name, bus, arn, isMade, isEnabled, description, pattern, schedule }: Rule): JsonRecord => ({
  Name: name,
  Arn: arn,
  EventPattern: pattern,
  ScheduleExpression: schedule,
  State: isEnabled ? 'ENABLED' : 'DISABLED',
  Description: description,
  ManagedBy: isMade ? undefined : 'cloudformation.amazonaws.com',
  EventBusName: bus,
})

/** The account of an entry that failed while others may have succeeded. */
const failure = (TargetId: string, ErrorMessage: string): JsonRecord => ({
  TargetId,
  ErrorCode: 'ResourceNotFoundException',
  ErrorMessage,
})
const failures = (FailedEntries: readonly JsonRecord[]): JsonRecord => ({
  FailedEntryCount: FailedEntries.length,
  FailedEntries,
})

const existingBus = ({ buses }: RuleHost, named: unknown): string => {
  const bus = busIn(named)
  if (buses.has(bus)) return bus
  throw unknown(`Event bus ${bus} does not exist.`)
}

const ruleIn = (host: RuleHost, input: JsonRecord, member: 'Name' | 'Rule'): ReadyRule => {
  const [bus, name] = [existingBus(host, input.EventBusName), nameIn(input, member)]
  const rule = host.rules.find(bus, name)
  if (!rule) throw unknown(`Rule ${name} does not exist on EventBus ${bus}.`)
  return rule
}

/** @throws AwsError for a rule of the template */
const made = <Found extends Rule | undefined>(rule: Found): Found => {
  if (!rule || rule.isMade) return rule
  throw new AwsError(
    400,
    'ManagedRuleException',
    `Rule ${rule.name} belongs to the template and is changed by it alone.`,
  )
}

const setEnabled =
  (isEnabled: boolean): Operation =>
  (host, input) => {
    host.rules.keep({ ...made(ruleIn(host, input, 'Name')), isEnabled })
    return {}
  }

const putRule: Operation = (host, input) => {
  const [bus, name] = [existingBus(host, input.EventBusName), nameIn(input, 'Name')]
  const existing = made(host.rules.find(bus, name))
  if (input.ScheduleExpression !== undefined)
    throw invalid('the local host does not emulate rules made by hand that run by a schedule')
  const strange = Object.keys(input).find((member) => !RULE_MEMBERS.includes(member))
  if (strange) throw invalid(`the local host does not emulate ${strange} of a rule`)
  if (input.EventPattern === undefined) throw invalid('Parameter(s) EventPattern must be specified.')
  const arn = ruleArn(bus, name)
  const description = input.Description === undefined ? undefined : String(input.Description)
  const [pattern, isEnabled] = [patternIn(input), isEnabledIn(input)]
  host.rules.keep({ name, bus, arn, isMade: true, isEnabled, description, pattern, targets: existing?.targets ?? [] })
  return { RuleArn: arn }
}

const putTargets: Operation = (host, input) => {
  const rule = made(ruleIn(host, input, 'Rule'))
  const given = listIn(input, 'Targets').map(targetFrom)
  const missing = ({ Arn, DeadLetterConfig }: Target): string | undefined =>
    [Arn, DeadLetterConfig?.Arn].find((arn) => arn !== undefined && !host.isThere(arn))
  const found = given.filter((target) => missing(target) === undefined)
  const targets = [...new Map([...rule.targets, ...found].map((target) => [target.Id, target])).values()]
  if (targets.length > TARGETS_PER_RULE)
    throw new AwsError(400, 'LimitExceededException', `a rule has at most ${TARGETS_PER_RULE} targets`)
  host.rules.keep({ ...rule, targets })
  const lost = given.filter((target) => !found.includes(target))
  return failures(lost.map((target) => failure(target.Id, `${missing(target)} does not exist.`)))
}

const removeTargets: Operation = (host, input) => {
  const rule = made(ruleIn(host, input, 'Rule'))
  const ids = listIn(input, 'Ids').map(String)
  host.rules.keep({ ...rule, targets: rule.targets.filter(({ Id }) => !ids.includes(Id)) })
  const lost = ids.filter((id) => !rule.targets.some(({ Id }) => Id === id))
  return failures(lost.map((id) => failure(id, `Rule ${rule.name} has no target ${id}.`)))
}

/**
 * EventBridge's operations on rules and buses; those of the template are shown but can be changed only in the template.
 */
export const RULE_OPERATIONS: Readonly<Record<Exclude<BusOperation, 'PutEvents'>, Operation>> = {
  DeleteRule: (host, input) => {
    // Deleting a rule that does not exist succeeds, as on AWS.
    const rule = made(host.rules.find(existingBus(host, input.EventBusName), nameIn(input, 'Name')))
    if (rule && rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.")
    if (rule) host.rules.forget(rule)
    return {}
  },
  DescribeEventBus: (host, { Name }) => {
    const bus = existingBus(host, Name)
    return { Name: bus, Arn: busArn(bus) }
  },
  DescribeRule: (host, input) => ({ ...onTheWire(ruleIn(host, input, 'Name')), CreatedBy: ACCOUNT }),
  DisableRule: setEnabled(false),
  EnableRule: setEnabled(true),
  ListEventBuses: ({ buses }, { NamePrefix = '' }) => {
    const listed = [...buses].filter((bus) => bus.startsWith(String(NamePrefix)))
    return { EventBuses: listed.map((Name) => ({ Name, Arn: busArn(Name) })) }
  },
  ListRules: (host, { EventBusName, NamePrefix = '' }) => {
    const bus = existingBus(host, EventBusName)
    const listed = host.rules.all().filter((rule) => rule.bus === bus && rule.name.startsWith(String(NamePrefix)))
    return { Rules: listed.map(onTheWire) }
  },
  ListTargetsByRule: (host, input) => ({ Targets: ruleIn(host, input, 'Rule').targets }),
  PutRule: putRule,
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
}
