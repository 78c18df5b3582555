import { randomUUID } from 'node:crypto'
import {
  ACCOUNT,
  type AwsAnswer,
  type AwsCall,
  AwsError,
  type AwsService,
  type NeededRight,
  REGION,
} from './aws-service.ts'
import { digestOfAttributes, digestOfBody } from './queue-digests.ts'
import type { MessageAttribute, QueueMessage, Queues } from './queues.ts'

type Json = Readonly<Record<string, unknown>>
type HostedQueues = Omit<Queues, keyof AwsService>

/** SQS's own limit of a message, and of a batch in all. */
const LARGEST_BYTES = 1_048_576
const LARGEST_BATCH = 10

const SINGLE_ACTION: Readonly<Record<string, string>> = {
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessageBatch: 'DeleteMessage',
  SendMessageBatch: 'SendMessage',
}

const inputOf = ({ body }: AwsCall): Json => JSON.parse(body.toString() || '{}')
const queueIn = (input: Json): string => {
  if (typeof input.QueueUrl !== 'string')
    throw new AwsError(400, 'MissingParameter', 'the request must contain QueueUrl')
  return input.QueueUrl.slice(input.QueueUrl.lastIndexOf('/') + 1)
}
const arnOf = (queue: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}`
const entriesOf = (input: Json): readonly Json[] => {
  const entries: readonly Json[] = Array.isArray(input.Entries) ? input.Entries : []
  if (entries.length === 0) throw new AwsError(400, 'EmptyBatchRequest', 'the batch has no entries')
  if (entries.length > LARGEST_BATCH)
    throw new AwsError(400, 'TooManyEntriesInBatchRequest', `a batch has at most ${LARGEST_BATCH} entries`)
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new AwsError(400, 'BatchEntryIdsNotDistinct', 'two entries of the batch have the same id')
  return entries
}
const namesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** A batch needs the right of its single action; moving dead letters needs those of receiving and sending. */
export const queueRights = (call: AwsCall): readonly NeededRight[] => {
  const input = inputOf(call)
  const right = (action: string, resource: string): NeededRight => ({ action: `sqs:${action}`, resource })
  switch (call.operation) {
    case 'ListQueues':
      return [right('ListQueues', arnOf('*'))]
    case 'GetQueueUrl':
      return [right('GetQueueUrl', arnOf(String(input.QueueName)))]
    case 'ListMessageMoveTasks':
      return [right('ListMessageMoveTasks', String(input.SourceArn))]
    case 'StartMessageMoveTask': {
      const source = String(input.SourceArn)
      const moving = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']
      const sending = input.DestinationArn === undefined ? arnOf('*') : String(input.DestinationArn)
      return [...moving.map((action) => right(action, source)), right('SendMessage', sending)]
    }
    default:
      return [right(SINGLE_ACTION[call.operation] ?? call.operation, arnOf(queueIn(input)))]
  }
}

/** Answers SQS's JSON protocol from the queues of this machine. */
export const queueAnswers = (
  queues: HostedQueues,
  { names, urlOf }: { readonly names: readonly string[]; readonly urlOf: (name: string) => string },
): ((call: AwsCall) => Promise<AwsAnswer>) => {
  const moves: Json[] = []

  const send = async (queue: string, entry: Json) => {
    const body = String(entry.MessageBody ?? '')
    if (body === '') throw new AwsError(400, 'MissingParameter', 'the request must contain MessageBody')
    if (Buffer.byteLength(body) > LARGEST_BYTES)
      throw new AwsError(400, 'InvalidParameterValue', `a message has at most ${LARGEST_BYTES} bytes`)
    const attributes = (entry.MessageAttributes ?? {}) as Readonly<Record<string, MessageAttribute>>
    const delaySeconds = entry.DelaySeconds === undefined ? {} : { delaySeconds: Number(entry.DelaySeconds) }
    const MessageId = await queues.send(queue, { body, attributes, ...delaySeconds })
    return { MessageId, MD5OfMessageBody: digestOfBody(body), MD5OfMessageAttributes: digestOfAttributes(attributes) }
  }

  /** Each entry stands or falls alone. */
  const batch = async (input: Json, perform: (queue: string, entry: Json) => Promise<Json>): Promise<Json> => {
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

  const receive = async (input: Json): Promise<Json> => {
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

  const changeVisibility = async (queue: string, entry: Json): Promise<Json> => {
    await queues.changeVisibility(queue, String(entry.ReceiptHandle), Number(entry.VisibilityTimeout))
    return {}
  }

  const remove = async (queue: string, entry: Json): Promise<Json> => {
    await queues.delete(queue, [String(entry.ReceiptHandle)])
    return {}
  }

  const move = async (input: Json): Promise<Json> => {
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

  const operations: Readonly<Record<string, (input: Json) => Promise<Json>>> = {
    ChangeMessageVisibility: (input) => changeVisibility(queueIn(input), input),
    ChangeMessageVisibilityBatch: (input) => batch(input, changeVisibility),
    DeleteMessage: (input) => remove(queueIn(input), input),
    DeleteMessageBatch: (input) => batch(input, remove),
    GetQueueAttributes: async (input) => ({ Attributes: attributesOf(queues, queueIn(input), input) }),
    GetQueueUrl: async ({ QueueName }) => ({ QueueUrl: urlOf(queues.settingsOf(String(QueueName)).name) }),
    ListDeadLetterSourceQueues: async (input) => {
      const { name } = queues.settingsOf(queueIn(input))
      return { queueUrls: names.filter((one) => queues.settingsOf(one).redrive?.deadLetterQueue === name).map(urlOf) }
    },
    ListMessageMoveTasks: async ({ SourceArn }) => ({ Results: moves.filter((one) => one.SourceArn === SourceArn) }),
    ListQueues: async ({ QueueNamePrefix }) => ({
      QueueUrls: names.filter((name) => name.startsWith(String(QueueNamePrefix ?? ''))).map(urlOf),
    }),
    PurgeQueue: async (input) => {
      await queues.purge(queueIn(input))
      return {}
    },
    ReceiveMessage: receive,
    SendMessage: (input) => send(queueIn(input), input),
    SendMessageBatch: (input) => batch(input, send),
    StartMessageMoveTask: move,
  }

  return async (call) => {
    const operation = operations[call.operation]
    if (!operation) throw new AwsError(400, 'UnsupportedOperation', `the local host does not emulate ${call.operation}`)
    return { status: 200, body: JSON.stringify(await operation(inputOf(call))) }
  }
}

const attributesOf = (queues: HostedQueues, queue: string, input: Json): Json => {
  const { arn, redrive, ...settings } = queues.settingsOf(queue)
  const depth = queues.depth(queue)
  const all: Readonly<Record<string, string>> = {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    DelaySeconds: String(settings.delaySeconds),
    MaximumMessageSize: String(LARGEST_BYTES),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.waitSeconds),
    VisibilityTimeout: String(settings.visibilitySeconds),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queues.settingsOf(redrive.deadLetterQueue).arn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  }
  const wanted = namesOf(input.AttributeNames)
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name)))
}

const onTheWire = (message: QueueMessage, input: Json): Json => {
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
