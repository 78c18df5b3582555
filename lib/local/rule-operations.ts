import { ACCOUNT, AwsError } from './aws-service.ts'
import { type BusOperation, busIn } from './bus-rights.ts'
import { type ReadyRule, type Rule, type Rules, strangeMember, type Target } from './bus-rules.ts'
import { compilePattern } from './event-pattern.ts'
import type { JsonRecord } from './json-record.ts'
import { busArn, ruleArn } from './template-types.ts'

/** EventBridge's own limits. */
const TARGETS_PER_RULE = 5
const NAME = /^[.\-_A-Za-z0-9]{1,64}$/
const PATTERN_LIMIT = 4096
/** Least and greatest number that a target's retry policy takes. */
const RETRIES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['MaximumEventAgeInSeconds', [60, 86_400]],
  ['MaximumRetryAttempts', [0, 185]],
])

/** Members of a new rule that are emulated; any other is refused. */
const RULE_MEMBERS = ['Name', 'EventBusName', 'EventPattern', 'State', 'Description']

export interface RuleOperationsOptions {
  readonly rules: Rules
  /** Names of the buses. */
  readonly buses: ReadonlySet<string>
  /** Whether there is a queue or a function with this ARN. */
  readonly isThere: (targetArn: string) => boolean
}

const invalid = (message: string): AwsError => new AwsError(400, 'ValidationException', message)
const unknown = (message: string): AwsError => new AwsError(400, 'ResourceNotFoundException', message)

const nameIn = (input: JsonRecord, member: string): string => {
  const name = input[member]
  if (typeof name === 'string' && NAME.test(name)) return name
  throw invalid(`${member} must have 1 to 64 letters, digits, dots, hyphens and underscores`)
}

const listIn = (input: JsonRecord, member: string): readonly unknown[] => {
  const list = input[member]
  if (Array.isArray(list) && list.length > 0) return list
  throw invalid(`${member} must have a member`)
}

/** @throws AwsError for an invalid event pattern */
const patternIn = ({ EventPattern }: JsonRecord): string => {
  const refuse = (reason: string) =>
    new AwsError(400, 'InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`)
  const pattern = String(EventPattern)
  if (pattern.length > PATTERN_LIMIT) throw refuse(`it is longer than ${PATTERN_LIMIT}`)
  try {
    compilePattern(JSON.parse(pattern))
    return pattern
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error))
  }
}

const isEnabledIn = ({ State = 'ENABLED' }: JsonRecord): boolean => {
  if (State === 'ENABLED' || State === 'DISABLED') return State === 'ENABLED'
  throw invalid(`the local host does not emulate the state ${State}`)
}

const retryPolicyIn = ({ RetryPolicy }: JsonRecord): Pick<Target, 'RetryPolicy'> => {
  if (RetryPolicy === undefined) return {}
  for (const [member, value] of Object.entries(Object(RetryPolicy))) {
    const [least, most] = RETRIES.get(member) ?? []
    if (least === undefined || most === undefined) throw invalid(`a RetryPolicy has no ${member}`)
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > most)
      throw invalid(`${member} must lie between ${least} and ${most}`)
  }
  return { RetryPolicy: Object(RetryPolicy) }
}

const deadLettersIn = ({ DeadLetterConfig }: JsonRecord): Pick<Target, 'DeadLetterConfig'> => {
  if (DeadLetterConfig === undefined) return {}
  const { Arn, ...others } = Object(DeadLetterConfig)
  const isQueue = typeof Arn === 'string' && Arn.startsWith('arn:aws:sqs:')
  if (!isQueue || Object.keys(others).length > 0) throw invalid('a DeadLetterConfig takes the Arn of a queue')
  return { DeadLetterConfig: { Arn } }
}

/** @throws AwsError for an invalid target, or one that is not emulated */
const targetFrom = (given: unknown): Target => {
  const target: JsonRecord = Object(given)
  const [Id, Arn] = [nameIn(target, 'Id'), String(target.Arn)]
  const strange = strangeMember(target)
  if (strange) throw invalid(`the local host does not emulate ${strange} of a target`)
  if (!/^arn:aws:(?:sqs|lambda):/.test(Arn)) throw invalid(`the target ${Arn} is no queue and no function by its ARN`)
  return { Id, Arn, ...retryPolicyIn(target), ...deadLettersIn(target) }
}

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

/**
 * EventBridge's operations on rules and buses; those of the template are shown but can be changed only in the template.
 */
export const ruleOperations = ({
  rules,
  buses,
  isThere,
}: RuleOperationsOptions): Readonly<Record<Exclude<BusOperation, 'PutEvents'>, (input: JsonRecord) => JsonRecord>> => {
  const existingBus = (named: unknown): string => {
    const bus = busIn(named)
    if (buses.has(bus)) return bus
    throw unknown(`Event bus ${bus} does not exist.`)
  }

  const ruleIn = (input: JsonRecord, member: 'Name' | 'Rule'): ReadyRule => {
    const [bus, name] = [existingBus(input.EventBusName), nameIn(input, member)]
    const rule = rules.find(bus, name)
    if (!rule) throw unknown(`Rule ${name} does not exist on EventBus ${bus}.`)
    return rule
  }

  const made = <Found extends Rule | undefined>(rule: Found): Found => {
    if (!rule || rule.isMade) return rule
    throw new AwsError(
      400,
      'ManagedRuleException',
      `Rule ${rule.name} belongs to the template and is changed by it alone.`,
    )
  }

  const setEnabled = (input: JsonRecord, isEnabled: boolean): JsonRecord => {
    rules.keep({ ...made(ruleIn(input, 'Name')), isEnabled })
    return {}
  }

  return {
    DeleteRule: (input) => {
      // Deleting a rule that does not exist succeeds, as on AWS.
      const rule = made(rules.find(existingBus(input.EventBusName), nameIn(input, 'Name')))
      if (rule && rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.")
      if (rule) rules.forget(rule)
      return {}
    },
    DescribeEventBus: ({ Name }) => {
      const bus = existingBus(Name)
      return { Name: bus, Arn: busArn(bus) }
    },
    DescribeRule: (input) => ({ ...onTheWire(ruleIn(input, 'Name')), CreatedBy: ACCOUNT }),
    DisableRule: (input) => setEnabled(input, false),
    EnableRule: (input) => setEnabled(input, true),
    ListEventBuses: ({ NamePrefix = '' }) => {
      const listed = [...buses].filter((bus) => bus.startsWith(String(NamePrefix)))
      return { EventBuses: listed.map((Name) => ({ Name, Arn: busArn(Name) })) }
    },
    ListRules: ({ EventBusName, NamePrefix = '' }) => {
      const bus = existingBus(EventBusName)
      const listed = rules.all().filter((rule) => rule.bus === bus && rule.name.startsWith(String(NamePrefix)))
      return { Rules: listed.map(onTheWire) }
    },
    ListTargetsByRule: (input) => ({ Targets: ruleIn(input, 'Rule').targets }),
    PutRule: (input) => {
      const [bus, name] = [existingBus(input.EventBusName), nameIn(input, 'Name')]
      const existing = made(rules.find(bus, name))
      if (input.ScheduleExpression !== undefined)
        throw invalid('the local host does not emulate rules made by hand that run by a schedule')
      const strange = Object.keys(input).find((member) => !RULE_MEMBERS.includes(member))
      if (strange) throw invalid(`the local host does not emulate ${strange} of a rule`)
      if (input.EventPattern === undefined) throw invalid('Parameter(s) EventPattern must be specified.')
      const arn = ruleArn(bus, name)
      const description = input.Description === undefined ? undefined : String(input.Description)
      const [pattern, isEnabled] = [patternIn(input), isEnabledIn(input)]
      rules.keep({ name, bus, arn, isMade: true, isEnabled, description, pattern, targets: existing?.targets ?? [] })
      return { RuleArn: arn }
    },
    PutTargets: (input) => {
      const rule = made(ruleIn(input, 'Rule'))
      const given = listIn(input, 'Targets').map(targetFrom)
      const missing = ({ Arn, DeadLetterConfig }: Target): string | undefined =>
        [Arn, DeadLetterConfig?.Arn].find((arn) => arn !== undefined && !isThere(arn))
      const found = given.filter((target) => missing(target) === undefined)
      const targets = [...new Map([...rule.targets, ...found].map((target) => [target.Id, target])).values()]
      if (targets.length > TARGETS_PER_RULE)
        throw new AwsError(400, 'LimitExceededException', `a rule has at most ${TARGETS_PER_RULE} targets`)
      rules.keep({ ...rule, targets })
      const lost = given.filter((target) => !found.includes(target))
      return failures(lost.map((target) => failure(target.Id, `${missing(target)} does not exist.`)))
    },
    RemoveTargets: (input) => {
      const rule = made(ruleIn(input, 'Rule'))
      const ids = listIn(input, 'Ids').map(String)
      rules.keep({ ...rule, targets: rule.targets.filter(({ Id }) => !ids.includes(Id)) })
      const lost = ids.filter((id) => !rule.targets.some(({ Id }) => Id === id))
      return failures(lost.map((id) => failure(id, `Rule ${rule.name} has no target ${id}.`)))
    },
  }
}
