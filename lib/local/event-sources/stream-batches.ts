import { setTimeout as wait } from 'node:timers/promises'
import { REGION } from '../aws-service.ts'
import { backOffMs } from '../back-off.ts'
import { FunctionFailedError, type Functions } from '../functions.ts'
import type { StreamRecord } from '../tables/streams.ts'
import { failedIds } from './failed-ids.ts'
import { newOutages, type Outages } from './outages.ts'

export type Batch = readonly StreamRecord[]

export interface StreamBatchesOptions {
  readonly streamArn: string
  readonly functionId: string
  readonly functionArn: string
  /** Whether a failed batch is halved before it is tried again. */
  readonly bisects: boolean
  /** How often a failed batch is tried again; infinite by default, as for Lambda. */
  readonly maxRetries: number
  /** How old a record may become before it is given up. */
  readonly maxAgeSeconds: number
  readonly reportsFailures: boolean
  /** Takes an account of each batch that was given up. */
  readonly giveUp: (account: unknown) => Promise<void>
  readonly functions: Pick<Functions, 'invokeInBackground'>
  readonly report: (line: string) => void
}

export const sequenceNumber = ({ dynamodb }: StreamRecord): string => dynamodb.SequenceNumber

const arrivalOf = ({ dynamodb }: StreamRecord): Date => new Date(dynamodb.ApproximateCreationDateTime * 1000)

/** Feeds batches of stream records to a function, each until its records are handled or given up. */
export class StreamBatches {
  private readonly options: StreamBatchesOptions
  /** Ends the retries. */
  private readonly stopping: AbortSignal
  private readonly handling: Outages

  constructor(options: StreamBatchesOptions, stopping: AbortSignal) {
    this.options = options
    this.stopping = stopping
    this.handling = newOutages(`records for ${options.functionId} were not handled`, options.report)
  }

  /**
   * @param tries how often the batch failed already
   * @returns true once every record was handled or given up, false if the source stops before
   */
  async handle(batch: Batch, tries = 0): Promise<boolean> {
    const { bisects, maxRetries } = this.options
    const young = await this.withoutOld(batch, tries)
    if (young.length === 0) return true
    const rest = await this.attempt(young)
    if (rest.length === 0) return true
    if (this.stopping.aborted) return false
    const progressed = rest.length < young.length
    if (bisects && rest.length > 1) {
      const half = Math.ceil(rest.length / 2)
      return (await this.handle(rest.slice(0, half), tries)) && (await this.handle(rest.slice(half), tries))
    }
    if (!progressed && tries >= maxRetries) {
      await this.giveUp(rest, 'RetryAttemptsExhausted', tries + 1)
      return true
    }
    await wait(backOffMs(tries), undefined, { signal: this.stopping }).catch(() => {})
    return !this.stopping.aborted && this.handle(rest, progressed ? 0 : tries + 1)
  }

  /** Gives up the records that are too old. @returns the others */
  private async withoutOld(batch: Batch, tries: number): Promise<Batch> {
    const oldest = Date.now() - this.options.maxAgeSeconds * 1000
    const { young = [], old = [] } = Object.groupBy(batch, (record) =>
      arrivalOf(record).getTime() >= oldest ? 'young' : 'old',
    )
    if (old.length > 0) await this.giveUp(old, 'RecordAgeExceeded', tries)
    return young
  }

  /** @returns the records that are still to be done, from the first that failed */
  private async attempt(batch: Batch): Promise<Batch> {
    const { streamArn, functionId, reportsFailures, functions } = this.options
    const records = batch.map((record) => ({
      ...record,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: REGION,
      eventSourceARN: streamArn,
    }))
    try {
      const answer = await functions.invokeInBackground(functionId, { Records: records })
      this.handling.succeeded()
      const failed = reportsFailures ? failedIds(answer, batch.map(sequenceNumber)) : []
      if (failed === 'all') return batch
      const first = batch.findIndex((record) => failed.includes(sequenceNumber(record)))
      return first < 0 ? [] : batch.slice(first)
    } catch (error) {
      // A failure of the function itself is reported where it ran.
      if (!(error instanceof FunctionFailedError || this.stopping.aborted)) this.handling.failed(error)
      return batch
    }
  }

  private giveUp(batch: Batch, condition: string, tries: number): Promise<void> {
    const [first, last] = [batch[0], batch.at(-1)]
    return this.options.giveUp({
      requestContext: {
        functionArn: this.options.functionArn,
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
        streamArn: this.options.streamArn,
      },
    })
  }
}
