import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { EventRecord } from '../contracts/events.ts'
import { logger, metrics } from './log.ts'

/** An event with its place in the stream. */
export interface StreamedEvent {
  readonly sequence: string
  readonly event: EventRecord
}

/**
 * The event of a record. One that cannot be read never can: it is counted, named in the log and left out, as it would
 * hold up all that comes behind it.
 */
const eventIn = ({ dynamodb }: DynamoDBRecord): readonly StreamedEvent[] => {
  if (!dynamodb?.NewImage || !dynamodb.SequenceNumber) return []
  const { pk, sk, ...row } = unmarshall(dynamodb.NewImage as Record<string, AttributeValue>)
  const { data, error } = EventRecord.safeParse(row)
  if (data) return [{ sequence: dynamodb.SequenceNumber, event: data }]
  logger.error('event unreadable', { pk, sk, sequence: dynamodb.SequenceNumber, error })
  metrics.addMetric('EventsUnreadable', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
  return []
}

/**
 * A reader of the event rows in the order of the stream. The batch ends at the first event that fails: the stream hands
 * it out again from there, so that no later event overtakes it.
 *
 * @param consume takes the whole batch; returns the sequence of the first event that failed, or undefined
 */
export const streamHandler =
  (consume: (events: readonly StreamedEvent[]) => Promise<string | undefined>) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const events = Records.flatMap(eventIn)
    const failed = await consume(events)
    const requests = new Set(events.flatMap(({ event }) => event.correlation_id ?? []))
    logger.info('stream batch', { events: events.length, correlation_ids: [...requests] })
    if (failed === undefined) return { batchItemFailures: [] }
    logger.warn('stream batch stops early', { sequence: failed, events: events.length })
    return { batchItemFailures: [{ itemIdentifier: failed }] }
  }
