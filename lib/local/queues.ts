import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { AwsError, type AwsService } from './aws-service.ts'
import { queueAnswers } from './queue-operations.ts'
import { queueRights } from './queue-rights.ts'
import {
  attributesOf,
  newQueue,
  type QueueAttributes,
  type QueueSettings,
  queueArn,
  queueNameIn,
  templateQueue,
  withAttributes,
} from './queue-settings.ts'
import { openQueueStore, receiptHandleOf, type StoredMessage } from './queue-store.ts'
import { queueWakers } from './queue-wakers.ts'
import type { Template } from './template.ts'

export interface QueuesOptions {
  readonly template: Template
  /** An existing, writable folder; the queue file lies in it. */
  readonly dataDir: string
  /** Called with the queue's name for each message that it accepts. */
  readonly sent?: (queueName: string) => void
}

export interface MessageAttribute {
  readonly DataType: string
  readonly StringValue?: string
  /** Base64, as on the wire. */
  readonly BinaryValue?: string
}

export interface NewMessage {
  readonly body: string
  /** 0 to 900; the queue's own delay if absent. */
  readonly delaySeconds?: number
  readonly attributes?: Readonly<Record<string, MessageAttribute>>
}

export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  /** 1 at the first receive. */
  readonly receiveCount: number
  /** Milliseconds since the epoch. */
  readonly sentAt: number
  readonly firstReceivedAt: number
  /** ARN of the queue that it was dead-lettered from. */
  readonly deadLetterSourceArn?: string
}

export interface QueueDepth {
  readonly visible: number
  readonly inFlight: number
  /** Sent with a delay that is not over. */
  readonly delayed: number
}

export interface ReceiveOptions {
  /** 1 to 10. */
  readonly max: number
  /** 0 answers at once; up to 20. */
  readonly waitSeconds: number
  /** The queue's own time if absent. */
  readonly visibilitySeconds?: number
  /** Ends the wait early with no messages. */
  readonly signal?: AbortSignal
}

/** The service name `sqs`. Queues are named by their physical name or their ARN. */
export interface Queues extends AwsService {
  /** Resolves with the message id once the message is on disk. @throws AwsError for an unknown queue */
  send(queue: string, message: NewMessage): Promise<string>
  receive(queue: string, options: ReceiveOptions): Promise<readonly QueueMessage[]>
  delete(queue: string, receiptHandles: readonly string[]): Promise<void>
  /** @param seconds 0 makes the message visible at once @throws AwsError if the message is not in flight */
  changeVisibility(queue: string, receiptHandle: string, seconds: number): Promise<void>
  purge(queue: string): Promise<void>
  /**
   * Sends every message of a dead-letter queue back, or to the destination if one is named.
   *
   * @returns how many went, and where
   */
  redrive(deadLetterQueue: string, destination: string | undefined): Promise<{ moved: number; destinationArn: string }>
  depth(queue: string): QueueDepth
  /** By physical name. */
  depths(): Readonly<Record<string, QueueDepth>>
  /** Calls the listener whenever a message may have become visible. @returns a function that ends it */
  onAvailable(queue: string, listener: () => void): () => void
  /** Seconds a received message stays hidden. */
  visibilitySecondsOf(queue: string): number
  /** @throws AwsError for an unknown queue */
  settingsOf(queue: string): QueueSettings
  /** Physical names: the template's queues first, then those made by calls. */
  names(): readonly string[]
  /**
   * Makes a queue that survives restarts. As no function reads it, the host can be quiet while it holds messages. An
   * existing queue with the same attributes stays.
   *
   * @throws AwsError for a bad name or attribute, and QueueNameExists if it exists with other attributes
   */
  create(name: string, attributes: QueueAttributes): Promise<void>
  /** @throws AwsError for a bad attribute, and for a queue of the template */
  change(queue: string, attributes: QueueAttributes): Promise<void>
  /** Deletes a queue and its messages. @throws AwsError for a queue of the template */
  remove(queue: string): Promise<void>
}

const RETENTION_CHECK_MS = 600_000

/** Opens the durable queues and creates those of the template. */
export const startQueues = async ({ template, dataDir, sent = () => {} }: QueuesOptions): Promise<Queues> => {
  const declared = template.resourcesOf('AWS::SQS::Queue').map((resource) => {
    if (resource.properties.FifoQueue) throw new Error(`the local host has no FIFO queues (${resource.logicalId})`)
    return templateQueue(template, resource)
  })
  const store = openQueueStore(join(dataDir, 'queues.sqlite'))
  const queues = new Map(declared.map((settings) => [settings.name, settings]))
  for (const settings of store.keptQueues()) if (!queues.has(settings.name)) queues.set(settings.name, settings)
  const wakers = queueWakers(store.nextVisibleAt, [...queues.keys()])

  const removeExpired = async (): Promise<void> => {
    for (const { name, retentionSeconds } of queues.values())
      await store.removeSentBefore(name, Date.now() - retentionSeconds * 1000)
  }
  await removeExpired()
  // What fails now is tried again at the next check.
  const retention = setInterval(() => removeExpired().catch(() => {}), RETENTION_CHECK_MS).unref()

  const settingsOf = (queue: string): QueueSettings => {
    const found = queues.get(queueNameIn(queue))
    if (!found) throw new AwsError(400, 'QueueDoesNotExist', `there is no queue ${queue}`)
    return found
  }

  const messageFrom = ({ source, ...stored }: StoredMessage): QueueMessage => ({
    messageId: stored.message_id,
    receiptHandle: receiptHandleOf({ source, ...stored }),
    body: stored.body,
    attributes: JSON.parse(stored.attributes),
    receiveCount: stored.receive_count,
    sentAt: stored.sent_at,
    firstReceivedAt: stored.first_received_at ?? stored.sent_at,
    ...(source !== null && { deadLetterSourceArn: queueArn(source) }),
  })

  const take = async (
    { redrive, ...queue }: QueueSettings,
    max: number,
    visibilitySeconds: number,
  ): Promise<readonly QueueMessage[]> => {
    const visibleAgainAt = Date.now() + visibilitySeconds * 1000
    // If the dead-letter queue has been deleted, its messages stay in this queue.
    const deadLetters = redrive && queues.has(redrive.deadLetterQueue) ? redrive : undefined
    const { messages, deadLettered } = await store.take({ ...queue, redrive: deadLetters }, max, visibleAgainAt)
    if (deadLettered > 0 && deadLetters) wakers.wakeNow(deadLetters.deadLetterQueue)
    if (messages.length > 0) wakers.wakeAt(queue.name, visibleAgainAt)
    return messages.map(messageFrom)
  }

  /** @throws AwsError for a queue of the template */
  const madeQueue = (queue: string): QueueSettings => {
    const settings = settingsOf(queue)
    if (settings.isMade) return settings
    throw new AwsError(400, 'UnsupportedOperation', `the queue ${settings.name} belongs to the template`)
  }

  const keep = (settings: QueueSettings): Promise<void> => {
    const { redrive } = settings
    if (redrive && !queues.has(redrive.deadLetterQueue))
      throw new AwsError(400, 'InvalidParameterValue', `there is no dead-letter queue ${redrive.deadLetterQueue}`)
    queues.set(settings.name, settings)
    return store.keepQueue(settings)
  }

  const host: Omit<Queues, keyof AwsService> = {
    send: async (queue, { body, delaySeconds, attributes }) => {
      const { name, delaySeconds: ownDelay } = settingsOf(queue)
      const delay = delaySeconds ?? ownDelay
      const visibleAt = Date.now() + delay * 1000
      const messageId = await store.insert(name, { body, attributes: JSON.stringify(attributes ?? {}), visibleAt })
      if (delay > 0) wakers.wakeAt(name, visibleAt)
      else wakers.wakeNow(name)
      sent(name)
      return messageId
    },
    receive: async (queue, { max, waitSeconds, visibilitySeconds, signal }) => {
      const deadline = Date.now() + waitSeconds * 1000
      for (;;) {
        if (signal?.aborted) return []
        // Looked up anew each time, as the queue may have been deleted.
        const settings = settingsOf(queue)
        const seen = wakers.wakeUps(settings.name)
        const messages = await take(settings, max, visibilitySeconds ?? settings.visibilitySeconds)
        if (messages.length > 0 || Date.now() >= deadline) return messages
        if (!(await wakers.available(settings.name, seen, deadline, signal))) return []
      }
    },
    delete: async (queue, receiptHandles) => {
      const { name } = settingsOf(queue)
      await Promise.all(receiptHandles.map((handle) => store.remove(name, handle)))
    },
    changeVisibility: async (queue, receiptHandle, seconds) => {
      const { name } = settingsOf(queue)
      const visibleAt = Date.now() + seconds * 1000
      if (!(await store.postpone(name, receiptHandle, visibleAt)))
        throw new AwsError(400, 'MessageNotInflight', 'the message is not in flight under this receipt handle')
      if (seconds > 0) wakers.wakeAt(name, visibleAt)
      else wakers.wakeNow(name)
    },
    purge: (queue) => store.purge(settingsOf(queue).name),
    redrive: async (deadLetterQueue, destination) => {
      const { name } = settingsOf(deadLetterQueue)
      const feeding = [...queues.values()].find(({ redrive }) => redrive?.deadLetterQueue === name)
      if (!feeding) throw new AwsError(400, 'InvalidParameterValue', `${name} is no queue's dead-letter queue`)
      const source = store.sourceOf(name)
      // AWS reports this a moment later, as the reason why the task failed.
      if (destination === undefined && source === undefined && store.depth(name).visible > 0)
        throw new AwsError(400, 'CouldNotDetermineMessageSource', `messages were put into ${name} directly`)
      const target = settingsOf(destination ?? source ?? feeding.name)
      const moved = await store.moveAll(name, target.name)
      wakers.wakeNow(target.name)
      return { moved, destinationArn: target.arn }
    },
    depth: (queue) => store.depth(settingsOf(queue).name),
    depths: () => Object.fromEntries([...queues.keys()].map((name) => [name, store.depth(name)])),
    onAvailable: (queue, listener) => wakers.listen(settingsOf(queue).name, listener),
    visibilitySecondsOf: (queue) => settingsOf(queue).visibilitySeconds,
    settingsOf,
    names: () => [...queues.keys()],
    create: async (name, attributes) => {
      const existing = queues.get(name)
      const wanted = withAttributes(existing ?? newQueue(name), attributes)
      if (!existing) await keep(wanted)
      else if (!isDeepStrictEqual(attributesOf(wanted), attributesOf(existing)))
        throw new AwsError(400, 'QueueNameExists', `there is a queue ${name} with other attributes`)
    },
    change: async (queue, attributes) => keep(withAttributes(madeQueue(queue), attributes)),
    remove: async (queue) => {
      const { name } = madeQueue(queue)
      queues.delete(name)
      wakers.forget(name)
      await store.forgetQueue(name)
    },
  }

  return {
    ...host,
    rights: (call) => queueRights(call),
    answer: queueAnswers(host),
    close: async () => {
      clearInterval(retention)
      wakers.close()
      store.close()
    },
  }
}
