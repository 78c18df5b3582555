import { type AwsCall, AwsError, type NeededRight, notEmulated } from '../aws-service.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'
import { queueArn } from './settings.ts'

export const inputOf = ({ body }: AwsCall): JsonRecord => recordOf(JSON.parse(body.toString() || '{}'))

const textIn = (input: JsonRecord, member: string): string => {
  const text = input[member]
  if (typeof text !== 'string') throw new AwsError(400, 'MissingParameter', `the request must contain ${member}`)
  return text
}

/** Name of the queue whose URL the input gives. */
export const queueIn = (input: JsonRecord): string => {
  const url = textIn(input, 'QueueUrl')
  return url.slice(url.lastIndexOf('/') + 1)
}

type Rights = (input: JsonRecord) => readonly NeededRight[]

const right = (action: string, resource: string): NeededRight => ({ action: `sqs:${action}`, resource })
const byUrl =
  (action: string): Rights =>
  (input) => [right(action, queueArn(queueIn(input)))]
const byName =
  (action: string): Rights =>
  (input) => [right(action, queueArn(textIn(input, 'QueueName')))]

/** Rights of each operation that is emulated: a batch needs the right of its single action. */
const RIGHTS = {
  ChangeMessageVisibility: byUrl('ChangeMessageVisibility'),
  ChangeMessageVisibilityBatch: byUrl('ChangeMessageVisibility'),
  CreateQueue: byName('CreateQueue'),
  DeleteMessage: byUrl('DeleteMessage'),
  DeleteMessageBatch: byUrl('DeleteMessage'),
  DeleteQueue: byUrl('DeleteQueue'),
  GetQueueAttributes: byUrl('GetQueueAttributes'),
  GetQueueUrl: byName('GetQueueUrl'),
  ListDeadLetterSourceQueues: byUrl('ListDeadLetterSourceQueues'),
  ListMessageMoveTasks: ({ SourceArn }) => [right('ListMessageMoveTasks', String(SourceArn))],
  ListQueues: () => [right('ListQueues', queueArn('*'))],
  PurgeQueue: byUrl('PurgeQueue'),
  ReceiveMessage: byUrl('ReceiveMessage'),
  SendMessage: byUrl('SendMessage'),
  SendMessageBatch: byUrl('SendMessage'),
  SetQueueAttributes: byUrl('SetQueueAttributes'),
  /** Moving dead letters means receiving, deleting and sending them. */
  StartMessageMoveTask: ({ SourceArn, DestinationArn }) => {
    const moving = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']
    const sending = DestinationArn === undefined ? queueArn('*') : String(DestinationArn)
    return [...moving.map((action) => right(action, String(SourceArn))), right('SendMessage', sending)]
  },
} satisfies Readonly<Record<string, Rights>>

export type QueueOperation = keyof typeof RIGHTS

const isEmulated = (operation: string): operation is QueueOperation => Object.hasOwn(RIGHTS, operation)

/** @throws AwsError for an operation that is not emulated */
export const queueOperationOf = (call: AwsCall): QueueOperation => {
  if (!isEmulated(call.operation)) throw notEmulated(call)
  return call.operation
}

export const queueRights = (call: AwsCall): readonly NeededRight[] => RIGHTS[queueOperationOf(call)](inputOf(call))
