import { randomUUID } from 'node:crypto'
import { ACCOUNT, type AwsAnswer, type AwsCall, AwsError, type AwsService } from './aws-service.ts'
import type { JsonRecord } from './json-record.ts'
import { digestOfAttributes, digestOfBody } from './queue-digests.ts'
import { inputOf, type QueueOperation, queueIn, queueOperationOf } from './queue-rights.ts'
import { attributesOf, type QueueAttributes } from './queue-settings.ts'
import type { MessageAttribute, QueueMessage, Queues } from './queues.ts'

type HostedQueues = Omit<Queues, keyof AwsService>

/** SQS's own limit of a message, and of a batch in all. */
const LARGEST_BYTES = 1_048_576
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
const namesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** A queue's URL, at the address that the caller used. */
const urlOf = ({ headers }: AwsCall, name: string): string =>
  `http://${headers.host ?? headers[':authority']}/${ACCOUNT}/${name}`

const attributesIn = ({ Attributes = {} }: JsonRecord): QueueAttributes =>
  Object.fromEntries(Object.entries(Object(Attributes)).map(([name, value]) => [name, String(value)]))

/** Answers SQS's JSON protocol from the queues of this machine. */
export const queueAnswers = (queues: HostedQueues): ((call: AwsCall) => Promise<AwsAnswer>) => {
  const moves: JsonRecord[] = []

  const send = async (queue: string, entry: JsonRecord) => {
    const body = String(entry.MessageBody ?? '')
    if (body === '') throw new AwsError(400, 'MissingParameter', 'the request must contain MessageBody')
    if (Buffer.byteLength(body) > LARGEST_BYTES)
      throw new AwsError(400, 'InvalidParameterValue', `a message has at most ${LARGEST_BYTES} bytes`)
    const attributes = (entry.MessageAttributes ?? {}) as Readonly<Record<string, MessageAttribute>>
    const delaySeconds = entry.DelaySeconds === undefined ? {} : { delaySeconds: Number(entry.DelaySeconds) }
    const MessageId = await queues.send(queue, { body, attributes, ...delaySeconds })
    return { MessageId, MD5OfMessageBody: digestOfBody(body), MD5OfMessageAttributes: digestOfAttributes(attributes) }
  }

  /** Each entry succeeds or fails on its own. */
  const batch = async (
    input: JsonRecord,
    perform: (queue: string, entry: JsonRecord) => Promise<JsonRecord>,
  ): Promise<JsonRecord> => {
    const queue = queueIn(input)
    queues.settingsOf(queue)
    const results = await Promise.all(
      entriesOf(input).map(async (entry) => {
        try {
          return { Successful: { Id: entry.Id, ...(await perform(queue, entry)) } }
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

  const receive = async (input: JsonRecord): Promise<JsonRecord> => {
    const queue = queueIn(input)
    const max = Number(input.MaxNumberOfMessages ?? 1)
    if (max < 1 || max > LARGEST_BATCH)
      throw new AwsError(400, 'InvalidParameterValue', `MaxNumberOfMessages must lie between 1 and ${LARGEST_BATCH}`)
    const messages = await queues.receive(queue, {
      max,
      waitSeconds: Number(input.WaitTimeSeconds ?? queues.settingsOf(queue).waitSeconds),
      ...(input.VisibilityTimeout !== undefined && { visibilitySeconds: Number(input.VisibilityTimeout) }),
    })
    return messages.length === 0 ? {} : { Messages: messages.map((message) => onTheWire(message, input)) }
  }

  const changeVisibility = async (queue: string, entry: JsonRecord): Promise<JsonRecord> => {
    await queues.changeVisibility(queue, String(entry.ReceiptHandle), Number(entry.VisibilityTimeout))
    return {}
  }

  const remove = async (queue: string, entry: JsonRecord): Promise<JsonRecord> => {
    await queues.delete(queue, [String(entry.ReceiptHandle)])
    return {}
  }

  const move = async (input: JsonRecord): Promise<JsonRecord> => {
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

  const create = async ({ QueueName, tags = {}, ...input }: JsonRecord, call: AwsCall): Promise<JsonRecord> => {
    if (Object.keys(Object(tags)).length > 0)
      throw new AwsError(400, 'InvalidParameterValue', 'the local host does not emulate tags of queues')
    await queues.create(String(QueueName), attributesIn(input))
    return { QueueUrl: urlOf(call, String(QueueName)) }
  }

  /** Answers with an empty object when it is done. */
  const silently =
    (perform: (input: JsonRecord) => Promise<void>) =>
    async (input: JsonRecord): Promise<JsonRecord> => {
      await perform(input)
      return {}
    }

  const operations: Readonly<Record<QueueOperation, (input: JsonRecord, call: AwsCall) => Promise<JsonRecord>>> = {
    ChangeMessageVisibility: (input) => changeVisibility(queueIn(input), input),
    ChangeMessageVisibilityBatch: (input) => batch(input, changeVisibility),
    CreateQueue: create,
    DeleteMessage: (input) => remove(queueIn(input), input),
    DeleteMessageBatch: (input) => batch(input, remove),
    DeleteQueue: silently((input) => queues.remove(queueIn(input))),
    GetQueueAttributes: async (input) => ({ Attributes: describe(queues, queueIn(input), input) }),
    GetQueueUrl: async ({ QueueName }, call) => ({
      QueueUrl: urlOf(call, queues.settingsOf(String(QueueName)).name),
    }),
    ListDeadLetterSourceQueues: async (input, call) => {
      const { name } = queues.settingsOf(queueIn(input))
      const sources = queues.names().filter((one) => queues.settingsOf(one).redrive?.deadLetterQueue === name)
      return { queueUrls: sources.map((source) => urlOf(call, source)) }
    },
    ListMessageMoveTasks: async ({ SourceArn }) => ({ Results: moves.filter((one) => one.SourceArn === SourceArn) }),
    ListQueues: async ({ QueueNamePrefix }, call) => {
      const listed = queues.names().filter((name) => name.startsWith(String(QueueNamePrefix ?? '')))
      return { QueueUrls: listed.map((name) => urlOf(call, name)) }
    },
    PurgeQueue: silently((input) => queues.purge(queueIn(input))),
    ReceiveMessage: receive,
    SendMessage: (input) => send(queueIn(input), input),
    SendMessageBatch: (input) => batch(input, send),
    SetQueueAttributes: silently((input) => queues.change(queueIn(input), attributesIn(input))),
    StartMessageMoveTask: move,
  }

  return async (call) => {
    const answer = await operations[queueOperationOf(call)](inputOf(call), call)
    return { status: 200, body: JSON.stringify(answer) }
  }
}

const describe = (queues: HostedQueues, queue: string, input: JsonRecord): JsonRecord => {
  const depth = queues.depth(queue)
  const all: QueueAttributes = {
    ...attributesOf(queues.settingsOf(queue)),
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    MaximumMessageSize: String(LARGEST_BYTES),
  }
  const wanted = namesOf(input.AttributeNames)
  return pick(all, (name) => wanted.includes('All') || wanted.includes(name))
}

const onTheWire = (message: QueueMessage, input: JsonRecord): JsonRecord => {
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
