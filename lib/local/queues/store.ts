import { randomUUID } from 'node:crypto'
import { openQueueDatabase, queueStatements } from './database.ts'
import { GroupCommit } from './group-commit.ts'
import type { QueueDepth } from './messages.ts'
import type { QueueSettings } from './settings.ts'

/** A message as stored; times in milliseconds since the epoch. */
export interface StoredMessage {
  readonly id: number
  readonly queue: string
  readonly message_id: string
  readonly body: string
  /** JSON of the message attributes. */
  readonly attributes: string
  readonly sent_at: number
  readonly visible_at: number
  readonly receive_count: number
  readonly first_received_at: number | null
  readonly receipt: string | null
  /** The queue it was dead-lettered from. */
  readonly source: string | null
}

export interface Taken {
  readonly messages: readonly StoredMessage[]
  readonly deadLettered: number
}

/** A receipt handle identifies a row and one receive of it. */
export const receiptHandleOf = ({ id, receipt }: StoredMessage): string => `${id}.${receipt}`
const receiptParts = (handle: string): readonly [number, string] => {
  const [id = '', receipt = ''] = handle.split('.')
  return [Number(id), receipt]
}

/**
 * @param file path of the SQLite file; made if missing
 * @throws Error naming the file if it cannot be opened
 */
export const openQueueStore = (file: string): QueueStore => {
  const database = openQueueDatabase(file)
  return new QueueStore(queueStatements(database), new GroupCommit(database, file))
}

/** The messages of all queues in one SQLite file, and the queues made by calls. A change resolves once it is on disk. */
export class QueueStore {
  private readonly statements: ReturnType<typeof queueStatements>
  private readonly commits: GroupCommit

  constructor(statements: ReturnType<typeof queueStatements>, commits: GroupCommit) {
    this.statements = statements
    this.commits = commits
  }

  /** @returns the message's id */
  insert(queue: string, message: { body: string; attributes: string; visibleAt: number }): Promise<string> {
    const { body, attributes, visibleAt } = message
    return this.commits.durably(() => {
      const messageId = randomUUID()
      this.statements.insert.run(queue, messageId, body, attributes, Date.now(), visibleAt)
      return messageId
    })
  }

  /** Hands out visible messages, oldest first; those received too often go to the dead-letter queue instead. */
  take(queue: QueueSettings, max: number, visibleAgainAt: number): Promise<Taken> {
    return this.commits.durably(() => this.takeNow(queue, max, visibleAgainAt))
  }

  remove(queue: string, receiptHandle: string): Promise<void> {
    const [id, receipt] = receiptParts(receiptHandle)
    return this.commits.durably(() => void this.statements.remove.run(id, queue, receipt))
  }

  /** @returns false if the message is not in flight under this receipt */
  postpone(queue: string, receiptHandle: string, visibleAt: number): Promise<boolean> {
    const [id, receipt] = receiptParts(receiptHandle)
    return this.commits.durably(
      () => this.statements.postpone.run(visibleAt, id, queue, receipt, Date.now()).changes === 1,
    )
  }

  purge(queue: string): Promise<void> {
    return this.commits.durably(() => void this.statements.purge.run(queue))
  }

  /** Makes every message of a queue visible in another one. @returns how many */
  moveAll(from: string, to: string): Promise<number> {
    return this.commits.durably(() => Number(this.statements.moveAll.run(to, Date.now(), from).changes))
  }

  removeSentBefore(queue: string, time: number): Promise<void> {
    return this.commits.durably(() => void this.statements.removeOld.run(queue, time))
  }

  keepQueue(settings: QueueSettings): Promise<void> {
    return this.commits.durably(() => void this.statements.keepQueue.run(settings.name, JSON.stringify(settings)))
  }

  /** Removes a queue made by a call, and its messages. */
  forgetQueue(queue: string): Promise<void> {
    return this.commits.durably(() => {
      this.statements.forgetQueue.run(queue)
      this.statements.purge.run(queue)
    })
  }

  keptQueues(): readonly QueueSettings[] {
    return this.statements.keptQueues.all().map(({ settings }) => JSON.parse(String(settings)))
  }

  /** The queue that the oldest dead-lettered message came from. */
  sourceOf(deadLetterQueue: string): string | undefined {
    return this.statements.source.get(deadLetterQueue)?.source?.toString()
  }

  depth(queue: string): QueueDepth {
    return this.statements.counts.get(queue, Date.now()) as unknown as QueueDepth
  }

  /** When the next hidden message becomes visible; undefined if none is hidden. */
  nextVisibleAt(queue: string): number | undefined {
    const at = this.statements.next.get(queue, Date.now())?.at
    return typeof at === 'number' ? at : undefined
  }

  close(): void {
    this.commits.close()
  }

  private takeNow(queue: QueueSettings, max: number, visibleAgainAt: number): Taken {
    const { visible, receive, deadLetter } = this.statements
    const now = Date.now()
    const messages: StoredMessage[] = []
    let deadLettered = 0
    while (messages.length < max) {
      const candidates = visible.all(queue.name, now, max - messages.length) as unknown as StoredMessage[]
      if (candidates.length === 0) break
      for (const { id, receive_count } of candidates) {
        if (queue.redrive && receive_count >= queue.redrive.maxReceiveCount) {
          deadLetter.run(queue.redrive.deadLetterQueue, now, id)
          deadLettered += 1
        } else {
          messages.push(receive.get(visibleAgainAt, randomUUID(), now, id) as unknown as StoredMessage)
        }
      }
      if (visibleAgainAt <= now) break
    }
    return { messages, deadLettered }
  }
}
