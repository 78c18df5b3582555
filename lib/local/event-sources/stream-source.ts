import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { EventMatcher } from '../event-pattern.ts'
import type { StreamRecord } from '../tables/streams.ts'
import type { Tables } from '../tables.ts'
import type { Checkpoint } from './checkpoints.ts'
import type { EventSource } from './event-source.ts'
import { newOutages, type Outages } from './outages.ts'
import { type Batch, StreamBatches, type StreamBatchesOptions, sequenceNumber } from './stream-batches.ts'

/** The stream is read at least this often even without a write, as expired rows are deleted without one. */
const LONGEST_PAUSE_MS = 1000

export interface StreamSourceOptions extends StreamBatchesOptions {
  readonly tableName: string
  /** A record goes to the function if any filter matches, or if there is none. */
  readonly filters: readonly EventMatcher[]
  /** Records per event. */
  readonly batchSize: number
  readonly windowSeconds: number
  /** Events at the same time; the records of one partition key stay in order. */
  readonly parallelization: number
  /** Sequence number of the last record that is done with, kept over restarts. */
  readonly checkpoint: Checkpoint
  readonly tables: Pick<Tables, 'readStream' | 'onWrite'>
}

/** Which of `lanes` a record's partition key belongs to. */
const laneOf = (record: StreamRecord, lanes: number): number => {
  const key = JSON.stringify(record.dynamodb.Keys.pk ?? record.dynamodb.Keys)
  return createHash('md5').update(key).digest().readUInt32BE() % lanes
}

const chunksOf = (records: Batch, size: number): readonly Batch[] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
    records.slice(index * size, (index + 1) * size),
  )

/** Feeds a function from a table's stream, at least once and in order, from where it stood before a restart. */
export const startStreamSource = (options: StreamSourceOptions): EventSource => {
  const source = new StreamSource(options)
  const consumer = source.consume()
  return {
    isCaughtUp: () => source.isCaughtUp(),
    close: async () => {
      source.stop()
      await consumer
    },
  }
}

class StreamSource {
  private readonly options: StreamSourceOptions
  private readonly stopping = new AbortController()
  private readonly batches: StreamBatches
  private readonly polling: Outages
  /** Whether there was a write since the last read. */
  private isWritten = false
  private wake: () => void = () => {}

  constructor(options: StreamSourceOptions) {
    this.options = options
    this.batches = new StreamBatches(options, this.stopping.signal)
    this.polling = newOutages(`the stream for ${options.functionId} cannot be read, and is tried again`, options.report)
  }

  async isCaughtUp(): Promise<boolean> {
    return (await this.read(1)).length === 0
  }

  stop(): void {
    this.stopping.abort()
  }

  /** Reads and handles records until the source is stopped. */
  async consume(): Promise<void> {
    const unsubscribe = this.options.tables.onWrite(this.options.tableName, () => {
      this.isWritten = true
      this.wake()
    })
    while (!this.stopping.signal.aborted) {
      try {
        await this.consumeNext()
        this.polling.succeeded()
      } catch (error) {
        // Nothing is lost, as the checkpoint stays: usually the database is being restarted.
        if (!this.stopping.signal.aborted) this.polling.failed(error)
        await this.pause(LONGEST_PAUSE_MS)
      }
    }
    unsubscribe()
  }

  private async consumeNext(): Promise<void> {
    const { filters, checkpoint } = this.options
    this.isWritten = false
    const records = await this.next()
    const last = records.at(-1)
    if (!last) return this.pauseUntilWrite()
    const wanted = records.filter((record) => filters.length === 0 || filters.some((matches) => matches(record)))
    if (await this.handleLanes(wanted)) checkpoint.move(sequenceNumber(last))
  }

  /** The next records; if they fill no batch of every lane, those that the window brings too. */
  private async next(): Promise<Batch> {
    const { batchSize, windowSeconds, parallelization } = this.options
    const limit = batchSize * parallelization
    const records = await this.read(limit)
    const isPartial = records.length > 0 && records.length < limit
    if (!isPartial || windowSeconds === 0) return records
    await this.pause(windowSeconds * 1000)
    return this.read(limit)
  }

  private read(limit: number): Promise<Batch> {
    const { tables, tableName, checkpoint } = this.options
    return tables.readStream(tableName, checkpoint.position(), limit)
  }

  /** @returns false if the source stopped before every record was handled or given up */
  private async handleLanes(records: Batch): Promise<boolean> {
    const { batchSize, parallelization } = this.options
    const lanes = Map.groupBy(records, (record) => laneOf(record, parallelization))
    const done = await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const batch of chunksOf(lane, batchSize)) if (!(await this.batches.handle(batch))) return false
        return true
      }),
    )
    return done.every(Boolean)
  }

  private async pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.stopping.signal }).catch(() => {})
  }

  /** Waits for the next write to the table, for `LONGEST_PAUSE_MS` at most. */
  private async pauseUntilWrite(): Promise<void> {
    if (this.isWritten) return
    const written = new AbortController()
    this.wake = () => written.abort()
    const signal = AbortSignal.any([written.signal, this.stopping.signal])
    await wait(LONGEST_PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}
