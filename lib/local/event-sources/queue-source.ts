import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { REGION } from '../aws-service.ts'
import { FunctionFailedError, type Functions } from '../functions.ts'
import type { MessageAttribute, QueueMessage } from '../queues/messages.ts'
import type { Queues } from '../queues/service.ts'
import { newTurns } from '../turns.ts'
import type { EventSource } from './event-source.ts'
import { failedIds } from './failed-ids.ts'
import { newOutages } from './outages.ts'

/** SQS gives at most this many messages at once. */
const RECEIVE_LIMIT = 10
const LONG_POLL_SECONDS = 20
/** Wait before the queue is read again after it failed. */
const PAUSE_MS = 1000

export interface QueueSourceOptions {
  readonly queueArn: string
  readonly functionId: string
  /** Messages per event. */
  readonly batchSize: number
  /** How long a batch may wait to become full. */
  readonly windowSeconds: number
  /** The most events at the same time. */
  readonly concurrency: number
  /** Whether the function names the messages that failed; otherwise a batch succeeds or fails as a whole. */
  readonly reportsFailures: boolean
  readonly queues: Queues
  readonly functions: Pick<Functions, 'invoke' | 'takeBackgroundTurn'>
  readonly report: (line: string) => void
}

const attributeOf = ({ DataType, StringValue, BinaryValue }: MessageAttribute) => ({
  dataType: DataType,
  ...(StringValue === undefined ? {} : { stringValue: StringValue }),
  ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
  stringListValues: [],
  binaryListValues: [],
})

/** A message as Lambda hands it to a function. */
const recordOf = (queueArn: string, message: QueueMessage) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: 'AIDALOCAL',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  },
  messageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, attribute]) => [name, attributeOf(attribute)]),
  ),
  md5OfBody: createHash('md5').update(message.body).digest('hex'),
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: REGION,
})

/**
 * Feeds a function from a queue. What succeeded is deleted. What failed becomes visible again after its visibility
 * timeout, and is dead-lettered after too many receives.
 */
export const startQueueSource = (options: QueueSourceOptions): EventSource => {
  const { queueArn, functionId, batchSize, windowSeconds, queues, functions, report } = options
  const stopping = new AbortController()
  const places = newTurns(options.concurrency)
  const running = new Set<Promise<void>>()
  const polling = newOutages(`the queue of ${functionId} cannot be read, and is tried again`, report)
  const handling = newOutages(`messages for ${functionId} were not handled, and come back`, report)

  const receive = (max: number, waitSeconds: number): Promise<readonly QueueMessage[]> =>
    queues.receive(queueArn, { max: Math.min(max, RECEIVE_LIMIT), waitSeconds, signal: stopping.signal })

  const nextBatch = async (): Promise<readonly QueueMessage[]> => {
    const batch = [...(await receive(batchSize, LONG_POLL_SECONDS))]
    const end = Date.now() + windowSeconds * 1000
    while (batch.length > 0 && batch.length < batchSize) {
      const rest = Math.ceil((end - Date.now()) / 1000)
      const more = await receive(batchSize - batch.length, Math.max(0, rest))
      if (more.length === 0) break
      batch.push(...more)
    }
    return batch
  }

  const handle = async (batch: readonly QueueMessage[]): Promise<void> => {
    const records = batch.map((message) => recordOf(queueArn, message))
    const ids = batch.map(({ messageId }) => messageId)
    const answer = await functions.invoke(functionId, { Records: records })
    const failed = options.reportsFailures ? failedIds(answer, ids) : []
    const done = batch.filter(({ messageId }) => failed !== 'all' && !failed.includes(messageId))
    if (done.length > 0)
      await queues.delete(
        queueArn,
        done.map(({ receiptHandle }) => receiptHandle),
      )
    handling.succeeded()
  }

  /**
   * Keeps messages hidden while their event waits for a turn and a thread, or runs. On a busy machine that may take
   * longer than the visibility timeout, and they would be handled twice, or dead-lettered before being handled.
   *
   * @returns a function that ends it
   */
  const keepHidden = (batch: readonly QueueMessage[]): (() => void) => {
    const seconds = Math.max(1, queues.visibilitySecondsOf(queueArn))
    const hideOn = ({ receiptHandle }: QueueMessage) => queues.changeVisibility(queueArn, receiptHandle, seconds)
    const renewing = setInterval(() => void Promise.allSettled(batch.map(hideOn)), seconds * 500)
    return () => clearInterval(renewing)
  }

  /** Waits for messages and for a turn, and begins their event. @param leave called when the event has ended */
  const beginNext = async (leave: () => void): Promise<void> => {
    const batch = [...(await nextBatch())]
    if (batch.length === 0) return leave()
    const letGo = keepHidden(batch)
    const endTurn = await functions.takeBackgroundTurn(functionId).catch((closing) => {
      letGo()
      throw closing
    })
    // Messages that arrived during the wait join the batch: the busier the host, the fewer and fuller its events.
    if (batch.length < batchSize) batch.push(...(await receive(batchSize - batch.length, 0).catch(() => [])))
    // A failure of the function itself is reported where it ran. Its messages come back, as do those that were not deleted.
    const event = handle(batch)
      .catch((error) => {
        if (!(error instanceof FunctionFailedError || stopping.signal.aborted)) handling.failed(error)
      })
      .finally(() => {
        letGo()
        endTurn()
        leave()
        running.delete(event)
      })
    running.add(event)
  }

  const poll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const leave = await places.take()
      try {
        await beginNext(leave)
        polling.succeeded()
      } catch (error) {
        if (!stopping.signal.aborted) polling.failed(error)
        leave()
        await wait(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }
  const poller = poll()

  return {
    isCaughtUp: async () => {
      const { visible, inFlight } = queues.depth(queueArn)
      return visible === 0 && inFlight === 0
    },
    close: async () => {
      stopping.abort()
      await poller
      await Promise.all(running)
    },
  }
}
