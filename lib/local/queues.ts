import { join } from 'node:path'
import { AwsError, type AwsService } from './aws-service.ts'
import type { QueueMessage } from './queues/messages.ts'
import { queueAnswers } from './queues/operations.ts'
import { QueueRegistry } from './queues/registry.ts'
import { queueRights } from './queues/rights.ts'
import type { Queues } from './queues/service.ts'
import { type QueueSettings, queueArn, templateQueue } from './queues/settings.ts'
import { openQueueStore, type QueueStore, receiptHandleOf, type StoredMessage } from './queues/store.ts'
import { queueWakers } from './queues/wakers.ts'
import type { Template } from './template.ts'

export interface QueuesOptions {
  readonly template: Template
  /** An existing, writable folder; the queue file lies in it. */
  readonly dataDir: string
  /** Called with the queue's name for each message that it accepts. */
  readonly sent?: (queueName: string) => void
}

const RETENTION_CHECK_MS = 600_000

/** @throws Error for a FIFO queue, which is not emulated */
const declaredIn = (template: Template): readonly QueueSettings[] =>
  template.resourcesOf('AWS::SQS::Queue').map((resource) => {
    if (resource.properties.FifoQueue) throw new Error(`the local host has no FIFO queues (${resource.logicalId})`)
    return templateQueue(template, resource)
  })

/** Removes messages older than their queue keeps them, now and from time to time. @returns a function that ends it */
const startRetention = async (registry: QueueRegistry, store: QueueStore): Promise<() => void> => {
  const removeExpired = async (): Promise<void> => {
    for (const { name, retentionSeconds } of registry.all())
      await store.removeSentBefore(name, Date.now() - retentionSeconds * 1000)
  }
  await removeExpired()
  // What fails now is tried again at the next check.
  const checking = setInterval(() => removeExpired().catch(() => {}), RETENTION_CHECK_MS).unref()
  return () => clearInterval(checking)
}

const messageFrom = (stored: StoredMessage): QueueMessage => ({
  messageId: stored.message_id,
  receiptHandle: receiptHandleOf(stored),
  body: stored.body,
  attributes: JSON.parse(stored.attributes),
  receiveCount: stored.receive_count,
  sentAt: stored.sent_at,
  firstReceivedAt: stored.first_received_at ?? stored.sent_at,
  ...(stored.source !== null && { deadLetterSourceArn: queueArn(stored.source) }),
})

/** Opens the durable queues and creates those of the template. */
export const startQueues = async ({ template, dataDir, sent = () => {} }: QueuesOptions): Promise<Queues> => {
  const declared = declaredIn(template)
  const store = openQueueStore(join(dataDir, 'queues.sqlite'))
  const registry = new QueueRegistry(declared, store)
  const wakers = queueWakers((queue) => store.nextVisibleAt(queue), registry.names())
  const endRetention = await startRetention(registry, store)

  /** Wakes the queue's listeners at `visibleAt`, which is this many seconds from now; at once if that is now. */
  const wakeAfter = (queue: string, seconds: number, visibleAt: number): void => {
    if (seconds > 0) wakers.wakeAt(queue, visibleAt)
    else wakers.wakeNow(queue)
  }

  const take = async (
    queue: QueueSettings,
    max: number,
    visibilitySeconds: number,
  ): Promise<readonly QueueMessage[]> => {
    const visibleAgainAt = Date.now() + visibilitySeconds * 1000
    // If the dead-letter queue has been deleted, its messages stay in this queue.
    const redrive = queue.redrive && registry.has(queue.redrive.deadLetterQueue) ? queue.redrive : undefined
    const { messages, deadLettered } = await store.take({ ...queue, redrive }, max, visibleAgainAt)
    if (deadLettered > 0 && redrive) wakers.wakeNow(redrive.deadLetterQueue)
    if (messages.length > 0) wakers.wakeAt(queue.name, visibleAgainAt)
    return messages.map(messageFrom)
  }

  const host: Omit<Queues, keyof AwsService> = {
    send: async (queue, { body, delaySeconds, attributes }) => {
      const { name, delaySeconds: ownDelay } = registry.get(queue)
      const delay = delaySeconds ?? ownDelay
      const visibleAt = Date.now() + delay * 1000
      const messageId = await store.insert(name, { body, attributes: JSON.stringify(attributes ?? {}), visibleAt })
      wakeAfter(name, delay, visibleAt)
      sent(name)
      return messageId
    },
    receive: async (queue, { max, waitSeconds, visibilitySeconds, signal }) => {
      const deadline = Date.now() + waitSeconds * 1000
      for (;;) {
        if (signal?.aborted) return []
        // Looked up anew each time, as the queue may have been deleted.
        const settings = registry.get(queue)
        const seen = wakers.wakeUps(settings.name)
        const messages = await take(settings, max, visibilitySeconds ?? settings.visibilitySeconds)
        if (messages.length > 0 || Date.now() >= deadline) return messages
        if (!(await wakers.available(settings.name, seen, deadline, signal))) return []
      }
    },
    delete: async (queue, receiptHandles) => {
      const { name } = registry.get(queue)
      await Promise.all(receiptHandles.map((handle) => store.remove(name, handle)))
    },
    changeVisibility: async (queue, receiptHandle, seconds) => {
      const { name } = registry.get(queue)
      const visibleAt = Date.now() + seconds * 1000
      if (!(await store.postpone(name, receiptHandle, visibleAt)))
        throw new AwsError(400, 'MessageNotInflight', 'the message is not in flight under this receipt handle')
      wakeAfter(name, seconds, visibleAt)
    },
    purge: async (queue) => store.purge(registry.get(queue).name),
    redrive: async (deadLetterQueue, destination) => {
      const { name } = registry.get(deadLetterQueue)
      const feeding = registry.all().find(({ redrive }) => redrive?.deadLetterQueue === name)
      if (!feeding) throw new AwsError(400, 'InvalidParameterValue', `${name} is no queue's dead-letter queue`)
      const source = store.sourceOf(name)
      // AWS reports this a moment later, as the reason why the task failed.
      if (destination === undefined && source === undefined && store.depth(name).visible > 0)
        throw new AwsError(400, 'CouldNotDetermineMessageSource', `messages were put into ${name} directly`)
      const target = registry.get(destination ?? source ?? feeding.name)
      const moved = await store.moveAll(name, target.name)
      wakers.wakeNow(target.name)
      return { moved, destinationArn: target.arn }
    },
    depth: (queue) => store.depth(registry.get(queue).name),
    depths: () => Object.fromEntries(registry.names().map((name) => [name, store.depth(name)])),
    onAvailable: (queue, listener) => wakers.listen(registry.get(queue).name, listener),
    visibilitySecondsOf: (queue) => registry.get(queue).visibilitySeconds,
    settingsOf: (queue) => registry.get(queue),
    names: () => registry.names(),
    create: (name, attributes) => registry.create(name, attributes),
    change: (queue, attributes) => registry.change(queue, attributes),
    remove: async (queue) => {
      const { name } = registry.getMade(queue)
      const removed = registry.remove(name)
      wakers.forget(name)
      await removed
    },
  }

  return {
    ...host,
    rights: queueRights,
    answer: queueAnswers(host),
    close: async () => {
      endRetention()
      wakers.close()
      store.close()
    },
  }
}
