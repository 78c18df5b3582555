import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/**
 * Makes changes to a database durable in groups: one disk write serves all changes made in one turn of the event loop or
 * during the previous write.
 *
 * The write-ahead log is synced to disk here, off the main thread: SQLite's own sync would block the whole host.
 */
export class GroupCommit {
  private readonly database: DatabaseSync
  /** File descriptor of the database's write-ahead log. */
  private readonly log: number
  /** The open transaction, if any; resolves once it is on disk. */
  private open: PromiseWithResolvers<void> | undefined
  private isWriting = false
  private isClosed = false

  /** @param file path of the database, which must be in WAL mode with `synchronous = NORMAL` */
  constructor(database: DatabaseSync, file: string) {
    this.database = database
    this.log = openSync(`${file}-wal`, 'r+')
  }

  /** Makes the change within the turn's transaction. @returns its result, once that is on disk */
  async durably<Result>(change: () => Result): Promise<Result> {
    const onDisk = this.begin()
    try {
      const result = change()
      await onDisk
      return result
    } catch (error) {
      await onDisk
      throw error
    }
  }

  /** Commits what is open and closes the database. */
  close(): void {
    this.isClosed = true
    if (this.open) this.database.exec('COMMIT')
    fdatasyncSync(this.log)
    this.open?.resolve()
    this.open = undefined
    this.database.close()
    if (!this.isWriting) closeSync(this.log)
  }

  private begin(): Promise<void> {
    if (!this.open) {
      this.database.exec('BEGIN IMMEDIATE')
      this.open = Promise.withResolvers()
      setImmediate(this.commit)
    }
    return this.open.promise
  }

  /** Commits the open transaction, unless a disk write is under way: its end commits. */
  private readonly commit = (): void => {
    if (!this.open || this.isWriting) return
    const { resolve, reject } = this.open
    this.open = undefined
    try {
      this.database.exec('COMMIT')
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK')
      reject(error)
      return
    }
    this.isWriting = true
    fdatasync(this.log, (error) => {
      this.isWriting = false
      if (error) reject(error)
      else resolve()
      if (this.isClosed) closeSync(this.log)
      else this.commit()
    })
  }
}
