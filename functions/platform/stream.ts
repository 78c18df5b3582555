import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, StreamRecord } from 'aws-lambda'
import { EventRecord } from '../contracts/events.ts'
import { logger, metrics } from './log.ts'

/** An event with its place in the stream. */
export interface StreamedEvent {
  readonly sequence: string
  readonly event: EventRecord
}

const eventIn = ({ NewImage = {} }: StreamRecord): { readonly event: EventRecord } | { readonly fault: unknown } => {
  const { pk, sk, ...row } = unmarshall(NewImage as Record<string, AttributeValue>)
  const { data, error } = EventRecord.safeParse(row)
  return data ? { event: data } : { fault: { pk, sk, error } }
}

const isYoung = ({ ApproximateCreationDateTime: at = 0 }: StreamRecord, minutes: number): boolean =>
  Date.now() / 1_000 - at < minutes * 60

/** Skips a row that can never be read, with a metric and a log line: it would hold up all rows after it. */
const leaveOut = (fault: unknown): void => {
  logger.error('event unreadable', { fault })
  metrics.addMetric('EventsUnreadable', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
}

interface Read {
  readonly events: readonly StreamedEvent[]
  /**
   * Sequence of the first unreadable row that a newer version may have written; it waits for a reader of that version.
   */
  readonly held?: string
}

const readEvents = (records: readonly DynamoDBRecord[], holdMinutes: number): Read => {
  const events: StreamedEvent[] = []
  for (const { dynamodb } of records) {
    const sequence = dynamodb?.SequenceNumber
    if (!dynamodb?.NewImage || sequence === undefined) continue
    const read = eventIn(dynamodb)
    if ('event' in read) events.push({ sequence, event: read.event })
    else if (isYoung(dynamodb, holdMinutes)) return { events, held: sequence }
    else leaveOut(read.fault)
  }
  return { events }
}

/**
 * Handles the event rows in the order of the stream. The batch ends at the first event that fails: the stream delivers
 * it again from there, so that no later event overtakes it.
 *
 * @param consume takes the whole batch; returns the sequence of the first event that failed, or undefined
 * @param holdMinutes how old an unreadable row must be before it is skipped: during a deployment a newer version may
 *   have written it, which the next reader understands
 */
export const streamHandler =
  (consume: (events: readonly StreamedEvent[]) => Promise<string | undefined>, holdMinutes = 0) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const { events, held } = readEvents(Records, holdMinutes)
    const failed = (await consume(events)) ?? held
    const requests = new Set(events.flatMap(({ event }) => event.correlation_id ?? []))
    logger.info('stream batch', { events: events.length, correlation_ids: [...requests] })
    if (failed === undefined) return { batchItemFailures: [] }
    logger.warn('stream batch stops early', { sequence: failed, events: events.length })
    return { batchItemFailures: [{ itemIdentifier: failed }] }
  }
