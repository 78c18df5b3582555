import { ACCOUNT } from '../aws-service.ts'
import type { JsonRecord } from '../json-record.ts'
import { digestOfAttributes, digestOfBody } from './digests.ts'
import type { QueueDepth, QueueMessage } from './messages.ts'
import { attributesOf, type QueueAttributes, type QueueSettings } from './settings.ts'

/** SQS's own limit of a message. */
export const LARGEST_BYTES = 1_048_576

const namesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** The attributes of a queue that a GetQueueAttributes call asks for. */
export const queueOnTheWire = (settings: QueueSettings, depth: QueueDepth, input: JsonRecord): QueueAttributes => {
  const all: QueueAttributes = {
    ...attributesOf(settings),
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    MaximumMessageSize: String(LARGEST_BYTES),
  }
  const wanted = namesOf(input.AttributeNames)
  return pick(all, (name) => wanted.includes('All') || wanted.includes(name))
}

/** A message with the attributes that a ReceiveMessage call asks for. */
export const messageOnTheWire = (message: QueueMessage, input: JsonRecord): JsonRecord => {
  const system: Readonly<Record<string, string>> = {
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(message.receiveCount),
    SenderId: ACCOUNT,
    SentTimestamp: String(message.sentAt),
    ...(message.deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
  }
  const wantedSystem = [...namesOf(input.MessageSystemAttributeNames), ...namesOf(input.AttributeNames)]
  const wanted = namesOf(input.MessageAttributeNames)
  const attributes = pick(message.attributes, (name) =>
    wanted.some((one) => one === 'All' || one === '.*' || one === name || isPrefixOf(one, name)),
  )
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: digestOfBody(message.body),
    Attributes: pick(system, (name) => wantedSystem.includes('All') || wantedSystem.includes(name)),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: digestOfAttributes(attributes),
    }),
  }
}

const isPrefixOf = (pattern: string, name: string): boolean =>
  pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))

const pick = <Value>(values: Readonly<Record<string, Value>>, keep: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => keep(name)))
