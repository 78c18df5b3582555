import { ACCOUNT, AwsError, REGION } from '../aws-service.ts'
import { isRecord, type JsonRecord, recordOf } from '../json-record.ts'
import { statementsOf } from '../permissions/iam-policy.ts'
import type { Resource, Template } from '../template.ts'

/** How a queue treats its messages. */
export interface QueueSettings {
  readonly name: string
  readonly arn: string
  /** Whether it was made by a call; the template's own queues can be changed only in the template. */
  readonly isMade: boolean
  readonly delaySeconds: number
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  readonly waitSeconds: number
  /** Where a message goes after `maxReceiveCount` receives without being deleted. */
  readonly redrive?: { readonly deadLetterQueue: string; readonly maxReceiveCount: number } | undefined
  /** The policy, as JSON, of a queue made by a call; the template's policies are separate resources. */
  readonly policy?: string | undefined
}

/** As on the wire: every value is text. */
export type QueueAttributes = Readonly<Record<string, string>>

const DAY_SECONDS = 86_400
/** SQS's defaults. */
const DEFAULTS = { delaySeconds: 0, visibilitySeconds: 30, retentionSeconds: 4 * DAY_SECONDS, waitSeconds: 0 }
/** Least and greatest number of seconds that SQS takes. */
const SECONDS: Readonly<Record<string, readonly [keyof typeof DEFAULTS, number, number]>> = {
  DelaySeconds: ['delaySeconds', 0, 900],
  MessageRetentionPeriod: ['retentionSeconds', 60, 14 * DAY_SECONDS],
  ReceiveMessageWaitTimeSeconds: ['waitSeconds', 0, 20],
  VisibilityTimeout: ['visibilitySeconds', 0, DAY_SECONDS / 2],
}
const MOST_RECEIVES = 1000

export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`
export const queueNameIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1)

export const templateQueue = (template: Template, { logicalId, properties }: Resource): QueueSettings => {
  const seconds = (value: unknown, otherwise: number): number =>
    value === undefined ? otherwise : Number(template.resolve(value))
  const redrive = template.resolve(properties.RedrivePolicy) as
    | { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number | string }
    | undefined
  return {
    name: template.nameOf(logicalId),
    arn: template.arnOf(logicalId),
    isMade: false,
    delaySeconds: seconds(properties.DelaySeconds, DEFAULTS.delaySeconds),
    visibilitySeconds: seconds(properties.VisibilityTimeout, DEFAULTS.visibilitySeconds),
    retentionSeconds: seconds(properties.MessageRetentionPeriod, DEFAULTS.retentionSeconds),
    waitSeconds: seconds(properties.ReceiveMessageWaitTimeSeconds, DEFAULTS.waitSeconds),
    ...(redrive && {
      redrive: {
        deadLetterQueue: queueNameIn(redrive.deadLetterTargetArn),
        maxReceiveCount: Number(redrive.maxReceiveCount),
      },
    }),
  }
}

/** @throws AwsError for a name that SQS would refuse, and for that of a FIFO queue */
export const newQueue = (name: string): QueueSettings => {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
    throw new AwsError(
      400,
      'InvalidParameterValue',
      `the queue name ${name} is no 1 to 80 letters, digits, hyphens and underscores (the local host has no FIFO queues)`,
    )
  return { name, arn: queueArn(name), isMade: true, ...DEFAULTS }
}

const refuse = (name: string, value: string, reason: string): never => {
  throw new AwsError(400, 'InvalidAttributeValue', `${value} is no value for the attribute ${name}: ${reason}`)
}

const parsed = (name: string, value: string): JsonRecord => {
  try {
    return recordOf(JSON.parse(value))
  } catch {
    return refuse(name, value, 'it is no JSON')
  }
}

const redriveFrom = (value: string): QueueSettings['redrive'] => {
  const { deadLetterTargetArn, maxReceiveCount, ...others } = parsed('RedrivePolicy', value)
  const [deadLetterQueue, receives] = [queueNameIn(String(deadLetterTargetArn)), Number(maxReceiveCount)]
  if (deadLetterTargetArn !== queueArn(deadLetterQueue) || Object.keys(others).length > 0)
    return refuse('RedrivePolicy', value, 'it takes deadLetterTargetArn, of a queue here, and maxReceiveCount')
  if (!Number.isInteger(receives) || receives < 1 || receives > MOST_RECEIVES)
    return refuse('RedrivePolicy', value, `maxReceiveCount lies between 1 and ${MOST_RECEIVES}`)
  return { deadLetterQueue, maxReceiveCount: receives }
}

/** Whether a value is a non-empty list, object or text. */
const isGiven = (value: unknown): boolean => Object.keys(Object(value)).length > 0

/** Whether a statement has all the parts that SQS requires; a missing one would close the queue, or open it to all. */
const isStatement = (statement: unknown): boolean => {
  const { Effect, Action, NotAction, Principal } = recordOf(statement)
  const isPrincipal = Principal === '*' || (isRecord(Principal) && isGiven(Principal))
  return (Effect === 'Allow' || Effect === 'Deny') && isGiven(Action ?? NotAction) && isPrincipal
}

const policyFrom = (value: string): string => {
  const document = parsed('Policy', value)
  const statements = [document.Statement].flat()
  if (statements.length === 0 || !statements.every(isStatement))
    return refuse('Policy', value, 'each Statement takes an Effect (Allow or Deny), an Action and a Principal')
  try {
    statementsOf(document)
  } catch (error) {
    return refuse('Policy', value, error instanceof Error ? error.message : String(error))
  }
  return JSON.stringify(document)
}

/** The setting that one attribute stands for; an empty policy removes the previous one. */
const settingFrom = (name: string, value: string): Partial<QueueSettings> => {
  if (name === 'RedrivePolicy') return { redrive: value === '' ? undefined : redriveFrom(value) }
  if (name === 'Policy') return { policy: value === '' ? undefined : policyFrom(value) }
  const [member, least, most] = SECONDS[name] ?? []
  if (member === undefined || least === undefined || most === undefined)
    throw new AwsError(400, 'InvalidAttributeName', `the local host does not emulate the attribute ${name}`)
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
    return refuse(name, value, `it lies between ${least} and ${most}`)
  return { [member]: Number(value) }
}

/**
 * A queue's settings with the attributes applied; what they do not name stays.
 *
 * @throws AwsError InvalidAttributeName or InvalidAttributeValue
 */
export const withAttributes = (settings: QueueSettings, attributes: QueueAttributes): QueueSettings =>
  Object.assign({}, settings, ...Object.entries(attributes).map(([name, value]) => settingFrom(name, value)))

/** A queue's settings as SQS shows them. */
export const attributesOf = ({ arn, redrive, policy, ...settings }: QueueSettings): QueueAttributes => ({
  QueueArn: arn,
  ...Object.fromEntries(Object.entries(SECONDS).map(([name, [member]]) => [name, String(settings[member])])),
  ...(redrive && {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: queueArn(redrive.deadLetterQueue),
      maxReceiveCount: redrive.maxReceiveCount,
    }),
  }),
  ...(policy !== undefined && { Policy: policy }),
})
