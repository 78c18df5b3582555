import { randomUUID } from 'node:crypto'
import { ACCOUNT, type AwsAnswer, type AwsCall, AwsError, type AwsService } from '../aws-service.ts'
import type { JsonRecord } from '../json-record.ts'
import { digestOfAttributes, digestOfBody } from './digests.ts'
import type { MessageAttribute } from './messages.ts'
import { inputOf, type QueueOperation, queueIn, queueOperationOf } from './rights.ts'
import type { Queues } from './service.ts'
import type { QueueAttributes } from './settings.ts'
import { LARGEST_BYTES, messageOnTheWire, queueOnTheWire } from './wire.ts'

/** What the operations work on. */
interface QueueHost {
  readonly queues: Omit<Queues, keyof AwsService>
  /** Redrives of dead-letter queues as SQS lists them, newest first. */
  readonly moves: JsonRecord[]
}

type Operation = (host: QueueHost, input: JsonRecord, call: AwsCall) => Promise<JsonRecord>
/** An operation on one message, alone or as an entry of a batch. */
type MessageOperation = (host: QueueHost, queue: string, entry: JsonRecord) => Promise<JsonRecord>

/** SQS's own limit of a batch. */
const LARGEST_BATCH = 10

const entriesOf = (input: JsonRecord): readonly JsonRecord[] => {
  const entries: readonly JsonRecord[] = Array.isArray(input.Entries) ? input.Entries : []
  if (entries.length === 0) throw new AwsError(400, 'EmptyBatchRequest', 'the batch has no entries')
  if (entries.length > LARGEST_BATCH)
    throw new AwsError(400, 'TooManyEntriesInBatchRequest', `a batch has at most ${LARGEST_BATCH} entries`)
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new AwsError(400, 'BatchEntryIdsNotDistinct', 'two entries of the batch have the same id')
  return entries
}

/** A queue's URL, at the address that the caller used. */
const urlOf = ({ headers }: AwsCall, name: string): string =>
  `http://${headers.host ?? headers[':authority']}/${ACCOUNT}/${name}`

const attributesIn = ({ Attributes = {} }: JsonRecord): QueueAttributes =>
  Object.fromEntries(Object.entries(Object(Attributes)).map(([name, value]) => [name, String(value)]))

const send: MessageOperation = async ({ queues }, queue, entry) => {
  const body = String(entry.MessageBody ?? '')
  if (body === '') throw new AwsError(400, 'MissingParameter', 'the request must contain MessageBody')
  if (Buffer.byteLength(body) > LARGEST_BYTES)
    throw new AwsError(400, 'InvalidParameterValue', `a message has at most ${LARGEST_BYTES} bytes`)
  const attributes = (entry.MessageAttributes ?? {}) as Readonly<Record<string, MessageAttribute>>
  const delaySeconds = entry.DelaySeconds === undefined ? {} : { delaySeconds: Number(entry.DelaySeconds) }
  const MessageId = await queues.send(queue, { body, attributes, ...delaySeconds })
  return { MessageId, MD5OfMessageBody: digestOfBody(body), MD5OfMessageAttributes: digestOfAttributes(attributes) }
}

const changeVisibility: MessageOperation = async ({ queues }, queue, entry) => {
  await queues.changeVisibility(queue, String(entry.ReceiptHandle), Number(entry.VisibilityTimeout))
  return {}
}

const remove: MessageOperation = async ({ queues }, queue, entry) => {
  await queues.delete(queue, [String(entry.ReceiptHandle)])
  return {}
}

const alone =
  (perform: MessageOperation): Operation =>
  (host, input) =>
    perform(host, queueIn(input), input)

/** Each entry succeeds or fails on its own. */
const inBatches =
  (perform: MessageOperation): Operation =>
  async (host, input) => {
    const queue = queueIn(input)
    host.queues.settingsOf(queue)
    const results = await Promise.all(
      entriesOf(input).map(async (entry) => {
        try {
          return { Successful: { Id: entry.Id, ...(await perform(host, queue, entry)) } }
        } catch (error) {
          if (!(error instanceof AwsError)) throw error
          return { Failed: { Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message } }
        }
      }),
    )
    return {
      Successful: results.flatMap(({ Successful }) => Successful ?? []),
      Failed: results.flatMap(({ Failed }) => Failed ?? []),
    }
  }

const receive: Operation = async ({ queues }, input) => {
  const queue = queueIn(input)
  const max = Number(input.MaxNumberOfMessages ?? 1)
  if (max < 1 || max > LARGEST_BATCH)
    throw new AwsError(400, 'InvalidParameterValue', `MaxNumberOfMessages must lie between 1 and ${LARGEST_BATCH}`)
  const messages = await queues.receive(queue, {
    max,
    waitSeconds: Number(input.WaitTimeSeconds ?? queues.settingsOf(queue).waitSeconds),
    ...(input.VisibilityTimeout !== undefined && { visibilitySeconds: Number(input.VisibilityTimeout) }),
  })
  return messages.length === 0 ? {} : { Messages: messages.map((message) => messageOnTheWire(message, input)) }
}

const move: Operation = async ({ queues, moves }, input) => {
  const destination = input.DestinationArn === undefined ? undefined : String(input.DestinationArn)
  const { moved, destinationArn } = await queues.redrive(String(input.SourceArn), destination)
  const TaskHandle = randomUUID()
  moves.unshift({
    TaskHandle,
    Status: 'COMPLETED',
    SourceArn: input.SourceArn,
    DestinationArn: destinationArn,
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: moved,
    StartedTimestamp: Date.now(),
  })
  return { TaskHandle }
}

const create: Operation = async ({ queues }, { QueueName, tags = {}, ...input }, call) => {
  if (Object.keys(Object(tags)).length > 0)
    throw new AwsError(400, 'InvalidParameterValue', 'the local host does not emulate tags of queues')
  await queues.create(String(QueueName), attributesIn(input))
  return { QueueUrl: urlOf(call, String(QueueName)) }
}

/** Answers with an empty object when it is done. */
const silently =
  (perform: (host: QueueHost, input: JsonRecord) => Promise<void>): Operation =>
  async (host, input) => {
    await perform(host, input)
    return {}
  }

const OPERATIONS: Readonly<Record<QueueOperation, Operation>> = {
  ChangeMessageVisibility: alone(changeVisibility),
  ChangeMessageVisibilityBatch: inBatches(changeVisibility),
  CreateQueue: create,
  DeleteMessage: alone(remove),
  DeleteMessageBatch: inBatches(remove),
  DeleteQueue: silently(({ queues }, input) => queues.remove(queueIn(input))),
  GetQueueAttributes: async ({ queues }, input) => {
    const queue = queueIn(input)
    return { Attributes: queueOnTheWire(queues.settingsOf(queue), queues.depth(queue), input) }
  },
  GetQueueUrl: async ({ queues }, { QueueName }, call) => ({
    QueueUrl: urlOf(call, queues.settingsOf(String(QueueName)).name),
  }),
  ListDeadLetterSourceQueues: async ({ queues }, input, call) => {
    const { name } = queues.settingsOf(queueIn(input))
    const sources = queues.names().filter((one) => queues.settingsOf(one).redrive?.deadLetterQueue === name)
    return { queueUrls: sources.map((source) => urlOf(call, source)) }
  },
  ListMessageMoveTasks: async ({ moves }, { SourceArn }) => ({
    Results: moves.filter((one) => one.SourceArn === SourceArn),
  }),
  ListQueues: async ({ queues }, { QueueNamePrefix }, call) => {
    const listed = queues.names().filter((name) => name.startsWith(String(QueueNamePrefix ?? '')))
    return { QueueUrls: listed.map((name) => urlOf(call, name)) }
  },
  PurgeQueue: silently(({ queues }, input) => queues.purge(queueIn(input))),
  ReceiveMessage: receive,
  SendMessage: alone(send),
  SendMessageBatch: inBatches(send),
  SetQueueAttributes: silently(({ queues }, input) => queues.change(queueIn(input), attributesIn(input))),
  StartMessageMoveTask: move,
}

/** Answers SQS's JSON protocol from the queues of this machine. */
export const queueAnswers = (queues: QueueHost['queues']): ((call: AwsCall) => Promise<AwsAnswer>) => {
  const host: QueueHost = { queues, moves: [] }
  return async (call) => {
    const answer = await OPERATIONS[queueOperationOf(call)](host, inputOf(call), call)
    return { status: 200, body: JSON.stringify(answer) }
  }
}
