import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { REGION } from './aws-service.ts'
import { backOffMs } from './back-off.ts'
import type { Checkpoint } from './checkpoints.ts'
import type { EventMatcher } from './event-pattern.ts'
import type { EventSource } from './event-sources.ts'
import { FunctionFailedError, type Functions } from './functions.ts'
import { newOutages } from './outages.ts'
import { failedIds } from './queue-source.ts'
import type { StreamRecord, Tables } from './tables.ts'

/** The stream is read at least this often even without a write, as expired rows are deleted without one. */
const LONGEST_PAUSE_MS = 1000

export interface StreamSourceOptions {
  readonly streamArn: string
  readonly tableName: string
  readonly functionId: string
  readonly functionArn: string
  /** A record goes to the function if any filter matches, or if there is none. */
  readonly filters: readonly EventMatcher[]
  /** Records per event. */
  readonly batchSize: number
  readonly windowSeconds: number
  /** Events at the same time; the records of one partition key stay in order. */
  readonly parallelization: number
  /** Whether a failed batch is halved before it is tried again. */
  readonly bisects: boolean
  /** How often a failed batch is tried again; infinite by default, as for Lambda. */
  readonly maxRetries: number
  /** How old a record may become before it is given up. */
  readonly maxAgeSeconds: number
  readonly reportsFailures: boolean
  /** Takes an account of each batch that was given up. */
  readonly giveUp: (account: unknown) => Promise<void>
  /** Sequence number of the last record that is done with, kept over restarts. */
  readonly checkpoint: Checkpoint
  readonly tables: Pick<Tables, 'readStream' | 'onWrite'>
  readonly functions: Pick<Functions, 'invokeInBackground'>
  readonly report: (line: string) => void
}

type Batch = readonly StreamRecord[]

const sequenceNumber = ({ dynamodb }: StreamRecord): string => dynamodb.SequenceNumber

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
  const { streamArn, tableName, functionId, filters, batchSize, parallelization, checkpoint, tables, functions } =
    options
  const stopping = new AbortController()
  const polling = newOutages(`the stream for ${functionId} cannot be read, and is tried again`, options.report)
  const handling = newOutages(`records for ${functionId} were not handled`, options.report)
  let wake: () => void = () => {}
  /** Whether there was a write since the last read. */
  let isWritten = false

  const isWanted = (record: StreamRecord): boolean => filters.length === 0 || filters.some((matches) => matches(record))
  const read = (): Promise<Batch> => tables.readStream(tableName, checkpoint.position(), batchSize * parallelization)

  const giveUp = (batch: Batch, condition: string, tries: number): Promise<void> => {
    const [first, last] = [batch[0], batch.at(-1)]
    return options.giveUp({
      requestContext: {
        functionArn: options.functionArn,
        condition,
        approximateInvokeCount: tries,
      },
      version: '1.0',
      timestamp: new Date().toISOString(),
      DDBStreamBatchInfo: {
        startSequenceNumber: first && sequenceNumber(first),
        endSequenceNumber: last && sequenceNumber(last),
        approximateArrivalOfFirstRecord: first && arrivalOf(first).toISOString(),
        batchSize: batch.length,
        streamArn,
      },
    })
  }

  /** @returns the records that are still to be done, from the first that failed */
  const attempt = async (batch: Batch): Promise<Batch> => {
    const records = batch.map((record) => ({
      ...record,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: REGION,
      eventSourceARN: streamArn,
    }))
    try {
      const answer = await functions.invokeInBackground(functionId, { Records: records })
      handling.succeeded()
      const failed = options.reportsFailures ? failedIds(answer, batch.map(sequenceNumber)) : []
      if (failed === 'all') return batch
      const first = batch.findIndex((record) => failed.includes(sequenceNumber(record)))
      return first < 0 ? [] : batch.slice(first)
    } catch (error) {
      // A failure of the function itself is reported where it ran.
      if (!(error instanceof FunctionFailedError || stopping.signal.aborted)) handling.failed(error)
      return batch
    }
  }

  /** @returns true once every record was handled or given up, false if the source stops before */
  const handle = async (batch: Batch, tries = 0): Promise<boolean> => {
    const young = batch.filter((record) => Date.now() - arrivalOf(record).getTime() <= options.maxAgeSeconds * 1000)
    if (young.length < batch.length) {
      const old = batch.filter((record) => !young.includes(record))
      await giveUp(old, 'RecordAgeExceeded', tries)
    }
    if (young.length === 0) return true
    const rest = await attempt(young)
    if (rest.length === 0) return true
    if (stopping.signal.aborted) return false
    const progressed = rest.length < young.length
    if (options.bisects && rest.length > 1) {
      const half = Math.ceil(rest.length / 2)
      return (await handle(rest.slice(0, half), tries)) && (await handle(rest.slice(half), tries))
    }
    if (!progressed && tries >= options.maxRetries) {
      await giveUp(rest, 'RetryAttemptsExhausted', tries + 1)
      return true
    }
    await pause(backOffMs(tries))
    return !stopping.signal.aborted && handle(rest, progressed ? 0 : tries + 1)
  }

  const pause = (ms: number): Promise<void> => wait(ms, undefined, { signal: stopping.signal }).catch(() => {})

  /** Waits for the next write to the table, for `LONGEST_PAUSE_MS` at most. */
  const pauseUntilWrite = async (): Promise<void> => {
    if (isWritten) return
    const written = new AbortController()
    wake = () => written.abort()
    await wait(LONGEST_PAUSE_MS, undefined, { signal: AbortSignal.any([written.signal, stopping.signal]) }).catch(
      () => {},
    )
  }

  const handleLanes = async (records: Batch): Promise<boolean> => {
    const lanes = Map.groupBy(records, (record) => laneOf(record, parallelization))
    const done = await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const batch of chunksOf(lane, batchSize)) if (!(await handle(batch))) return false
        return true
      }),
    )
    return done.every(Boolean)
  }

  const next = async (): Promise<Batch> => {
    const records = await read()
    const isPartial = records.length > 0 && records.length < batchSize * parallelization
    if (!isPartial || options.windowSeconds === 0) return records
    await pause(options.windowSeconds * 1000)
    return read()
  }

  const consume = async (): Promise<void> => {
    const unsubscribe = tables.onWrite(tableName, () => {
      isWritten = true
      wake()
    })
    while (!stopping.signal.aborted) {
      try {
        isWritten = false
        const records = await next()
        const last = records.at(-1)
        if (!last) await pauseUntilWrite()
        else if (await handleLanes(records.filter(isWanted))) checkpoint.move(sequenceNumber(last))
        polling.succeeded()
      } catch (error) {
        // Nothing is lost, as the checkpoint stays: usually the database is being restarted.
        if (!stopping.signal.aborted) polling.failed(error)
        await pause(LONGEST_PAUSE_MS)
      }
    }
    unsubscribe()
  }
  const consumer = consume()

  return {
    isCaughtUp: async () => {
      const records = await tables.readStream(tableName, checkpoint.position(), 1)
      return records.length === 0
    },
    close: async () => {
      stopping.abort()
      await consumer
    },
  }
}

const arrivalOf = ({ dynamodb }: StreamRecord): Date => new Date(dynamodb.ApproximateCreationDateTime * 1000)
