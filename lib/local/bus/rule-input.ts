import { AwsError } from '../aws-service.ts'
import { compilePattern } from '../event-pattern.ts'
import type { JsonRecord } from '../json-record.ts'
import { strangeMember, type Target } from './rules.ts'

/** EventBridge's own limits. */
const NAME = /^[.\-_A-Za-z0-9]{1,64}$/
const PATTERN_LIMIT = 4096
/** Least and greatest number that a target's retry policy takes. */
const RETRIES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['MaximumEventAgeInSeconds', [60, 86_400]],
  ['MaximumRetryAttempts', [0, 185]],
])

export const invalid = (message: string): AwsError => new AwsError(400, 'ValidationException', message)

export const nameIn = (input: JsonRecord, member: string): string => {
  const name = input[member]
  if (typeof name === 'string' && NAME.test(name)) return name
  throw invalid(`${member} must have 1 to 64 letters, digits, dots, hyphens and underscores`)
}

export const listIn = (input: JsonRecord, member: string): readonly unknown[] => {
  const list = input[member]
  if (Array.isArray(list) && list.length > 0) return list
  throw invalid(`${member} must have a member`)
}

/** @throws AwsError for an invalid event pattern */
export const patternIn = ({ EventPattern }: JsonRecord): string => {
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

export const isEnabledIn = ({ State = 'ENABLED' }: JsonRecord): boolean => {
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
export const targetFrom = (given: unknown): Target => {
  const target: JsonRecord = Object(given)
  const [Id, Arn] = [nameIn(target, 'Id'), String(target.Arn)]
  const strange = strangeMember(target)
  if (strange) throw invalid(`the local host does not emulate ${strange} of a target`)
  if (!/^arn:aws:(?:sqs|lambda):/.test(Arn)) throw invalid(`the target ${Arn} is no queue and no function by its ARN`)
  return { Id, Arn, ...retryPolicyIn(target), ...deadLettersIn(target) }
}
