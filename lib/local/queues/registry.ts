import { isDeepStrictEqual } from 'node:util'
import { AwsError } from '../aws-service.ts'
import {
  attributesOf,
  newQueue,
  type QueueAttributes,
  type QueueSettings,
  queueNameIn,
  withAttributes,
} from './settings.ts'
import type { QueueStore } from './store.ts'

/** The queues' settings by physical name: the template's first, then those made by calls, which the store keeps. */
export class QueueRegistry {
  private readonly store: Pick<QueueStore, 'keepQueue' | 'forgetQueue'>
  private readonly queues: Map<string, QueueSettings>

  /** @param declared queues of the template, which come before kept ones of the same name */
  constructor(declared: readonly QueueSettings[], store: Pick<QueueStore, 'keptQueues' | 'keepQueue' | 'forgetQueue'>) {
    this.store = store
    this.queues = new Map(declared.map((settings) => [settings.name, settings]))
    for (const settings of store.keptQueues()) if (!this.has(settings.name)) this.queues.set(settings.name, settings)
  }

  has(name: string): boolean {
    return this.queues.has(name)
  }

  names(): readonly string[] {
    return [...this.queues.keys()]
  }

  all(): readonly QueueSettings[] {
    return [...this.queues.values()]
  }

  /** @param queue physical name or ARN @throws AwsError for an unknown queue */
  get(queue: string): QueueSettings {
    const found = this.queues.get(queueNameIn(queue))
    if (!found) throw new AwsError(400, 'QueueDoesNotExist', `there is no queue ${queue}`)
    return found
  }

  /** As `get`. @throws AwsError also for a queue of the template */
  getMade(queue: string): QueueSettings {
    const settings = this.get(queue)
    if (settings.isMade) return settings
    throw new AwsError(400, 'UnsupportedOperation', `the queue ${settings.name} belongs to the template`)
  }

  /** @throws AwsError QueueNameExists if the queue exists with other attributes; one with the same attributes stays */
  async create(name: string, attributes: QueueAttributes): Promise<void> {
    const existing = this.queues.get(name)
    const wanted = withAttributes(existing ?? newQueue(name), attributes)
    if (!existing) await this.keep(wanted)
    else if (!isDeepStrictEqual(attributesOf(wanted), attributesOf(existing)))
      throw new AwsError(400, 'QueueNameExists', `there is a queue ${name} with other attributes`)
  }

  async change(queue: string, attributes: QueueAttributes): Promise<void> {
    await this.keep(withAttributes(this.getMade(queue), attributes))
  }

  /** Removes a queue made by a call, and its messages: at once here, in the end on disk. */
  async remove(name: string): Promise<void> {
    this.queues.delete(name)
    await this.store.forgetQueue(name)
  }

  private keep(settings: QueueSettings): Promise<void> {
    const { redrive } = settings
    if (redrive && !this.has(redrive.deadLetterQueue))
      throw new AwsError(400, 'InvalidParameterValue', `there is no dead-letter queue ${redrive.deadLetterQueue}`)
    this.queues.set(settings.name, settings)
    return this.store.keepQueue(settings)
  }
}
