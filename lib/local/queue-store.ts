import { randomUUID } from 'node:crypto'
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { QueueSettings } from './queue-settings.ts'

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

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    queue TEXT NOT NULL,
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0,
    first_received_at INTEGER,
    receipt TEXT,
    source TEXT
  );
  CREATE INDEX IF NOT EXISTS by_visibility ON messages (queue, visible_at, receive_count);
  CREATE TABLE IF NOT EXISTS made_queues (
    name TEXT PRIMARY KEY,
    settings TEXT NOT NULL
  );
`

/** The messages of all queues in one SQLite file, and the queues made by calls. */
export interface QueueStore {
  /** Each of these resolves once its change is on disk. */
  insert(queue: string, message: { body: string; attributes: string; visibleAt: number }): Promise<string>
  /** Hands out visible messages, oldest first; those received too often go to the dead-letter queue instead. */
  take(queue: QueueSettings, max: number, visibleAgainAt: number): Promise<Taken>
  remove(queue: string, receiptHandle: string): Promise<void>
  /** @returns false if the message is not in flight under this receipt */
  postpone(queue: string, receiptHandle: string, visibleAt: number): Promise<boolean>
  purge(queue: string): Promise<void>
  /** Makes every message of a queue visible in another one. @returns how many */
  moveAll(from: string, to: string): Promise<number>
  removeSentBefore(queue: string, time: number): Promise<void>
  keepQueue(settings: QueueSettings): Promise<void>
  /** Removes a queue made by a call, and its messages. */
  forgetQueue(queue: string): Promise<void>
  keptQueues(): readonly QueueSettings[]
  /** The queue that the oldest dead-lettered message came from. */
  sourceOf(deadLetterQueue: string): string | undefined
  depth(queue: string): { readonly visible: number; readonly inFlight: number; readonly delayed: number }
  /** When the next hidden message becomes visible; undefined if none is hidden. */
  nextVisibleAt(queue: string): number | undefined
  close(): void
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

const openDatabase = (file: string): DatabaseSync => {
  try {
    const database = new DatabaseSync(file)
    database.exec(SCHEMA)
    // Receivers ended with the previous process, so messages in flight become visible again. That receive does not
    // count: otherwise a host that is killed often would dead-letter messages that never failed.
    const now = Date.now()
    database
      .prepare(
        `UPDATE messages SET visible_at = ?, receipt = NULL, receive_count = receive_count - 1
           WHERE receipt IS NOT NULL AND visible_at > ?`,
      )
      .run(now, now)
    return database
  } catch (cause) {
    throw new Error(`cannot open ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/**
 * @param file path of the SQLite file; made if missing
 * @throws Error naming the file if it cannot be opened
 */
export const openQueueStore = (file: string): QueueStore => {
  const database = openDatabase(file)
  const insert = database.prepare(
    'INSERT INTO messages (queue, message_id, body, attributes, sent_at, visible_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const visible = database.prepare(
    'SELECT * FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?',
  )
  const receive = database.prepare(
    `UPDATE messages SET visible_at = ?, receipt = ?, receive_count = receive_count + 1,
       first_received_at = coalesce(first_received_at, ?) WHERE id = ? RETURNING *`,
  )
  const deadLetter = database.prepare(
    `UPDATE messages SET source = queue, queue = ?, visible_at = ?, receive_count = 0, first_received_at = NULL,
       receipt = NULL WHERE id = ?`,
  )
  const remove = database.prepare('DELETE FROM messages WHERE id = ? AND queue = ? AND receipt = ?')
  const postpone = database.prepare(
    'UPDATE messages SET visible_at = ? WHERE id = ? AND queue = ? AND receipt = ? AND visible_at > ?',
  )
  const purge = database.prepare('DELETE FROM messages WHERE queue = ?')
  const moveAll = database.prepare(
    `UPDATE messages SET queue = ?, visible_at = ?, receive_count = 0, first_received_at = NULL, receipt = NULL,
       source = NULL WHERE queue = ?`,
  )
  const removeOld = database.prepare('DELETE FROM messages WHERE queue = ? AND sent_at < ?')
  const source = database.prepare(
    'SELECT source FROM messages WHERE queue = ? AND source IS NOT NULL ORDER BY visible_at, id LIMIT 1',
  )
  const keepQueue = database.prepare('INSERT OR REPLACE INTO made_queues (name, settings) VALUES (?, ?)')
  const forgetQueue = database.prepare('DELETE FROM made_queues WHERE name = ?')
  const keptQueues = database.prepare('SELECT settings FROM made_queues ORDER BY name')
  const counts = database.prepare(
    `SELECT count(*) FILTER (WHERE visible_at <= ?2) AS visible,
       count(*) FILTER (WHERE visible_at > ?2 AND receive_count > 0) AS inFlight,
       count(*) FILTER (WHERE visible_at > ?2 AND receive_count = 0) AS delayed
     FROM messages WHERE queue = ?1`,
  )
  const next = database.prepare('SELECT min(visible_at) AS at FROM messages WHERE queue = ? AND visible_at > ?')

  // The log is synced to disk here, off the main thread: SQLite's own sync would block the whole host.
  const log = openSync(`${file}-wal`, 'r+')
  /** The open transaction, if any; resolves once it is on disk. */
  let open: PromiseWithResolvers<void> | undefined
  let isWriting = false
  let isClosed = false

  /** Commits the open transaction. Changes made during the disk write belong to the next one. */
  const commit = (): void => {
    if (!open || isWriting) return
    const { resolve, reject } = open
    open = undefined
    try {
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      reject(error)
      return
    }
    isWriting = true
    fdatasync(log, (error) => {
      isWriting = false
      if (error) reject(error)
      else resolve()
      if (isClosed) closeSync(log)
      else commit()
    })
  }

  /** One disk write serves all changes made in one turn of the event loop or during the previous write. */
  const committed = (): Promise<void> => {
    if (!open) {
      database.exec('BEGIN IMMEDIATE')
      open = Promise.withResolvers()
      setImmediate(commit)
    }
    return open.promise
  }

  /** Runs the change within the turn's transaction and resolves with its result when that is on disk. */
  const durably = async <Result>(change: () => Result): Promise<Result> => {
    const onDisk = committed()
    try {
      const result = change()
      await onDisk
      return result
    } catch (error) {
      await onDisk
      throw error
    }
  }

  const takeNow = (queue: QueueSettings, max: number, visibleAgainAt: number): Taken => {
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

  return {
    insert: (queue, { body, attributes, visibleAt }) =>
      durably(() => {
        const messageId = randomUUID()
        insert.run(queue, messageId, body, attributes, Date.now(), visibleAt)
        return messageId
      }),
    take: (queue, max, visibleAgainAt) => durably(() => takeNow(queue, max, visibleAgainAt)),
    remove: (queue, handle) =>
      durably(() => {
        const [id, receipt] = receiptParts(handle)
        remove.run(id, queue, receipt)
      }),
    postpone: (queue, handle, visibleAt) =>
      durably(() => {
        const [id, receipt] = receiptParts(handle)
        return postpone.run(visibleAt, id, queue, receipt, Date.now()).changes === 1
      }),
    purge: (queue) => durably(() => void purge.run(queue)),
    moveAll: (from, to) => durably(() => Number(moveAll.run(to, Date.now(), from).changes)),
    removeSentBefore: (queue, time) => durably(() => void removeOld.run(queue, time)),
    keepQueue: (settings) => durably(() => void keepQueue.run(settings.name, JSON.stringify(settings))),
    forgetQueue: (queue) =>
      durably(() => {
        forgetQueue.run(queue)
        purge.run(queue)
      }),
    keptQueues: () => keptQueues.all().map(({ settings }) => JSON.parse(String(settings))),
    sourceOf: (queue) => source.get(queue)?.source?.toString(),
    depth: (queue) => counts.get(queue, Date.now()) as unknown as ReturnType<QueueStore['depth']>,
    nextVisibleAt: (queue) => {
      const at = next.get(queue, Date.now())?.at
      return typeof at === 'number' ? at : undefined
    },
    close: () => {
      isClosed = true
      if (open) database.exec('COMMIT')
      fdatasyncSync(log)
      open?.resolve()
      open = undefined
      database.close()
      if (!isWriting) closeSync(log)
    },
  }
}
