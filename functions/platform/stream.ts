import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { EventRecord } from '../contracts/events.ts'
import { logger } from './log.ts'

/** An event with its place in the stream. */
export interface StreamedEvent {
  readonly sequence: string
  readonly event: EventRecord
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
    const events = Records.flatMap(({ dynamodb }): StreamedEvent[] => {
      if (!dynamodb?.NewImage || !dynamodb.SequenceNumber) return []
      const row = unmarshall(dynamodb.NewImage as Record<string, AttributeValue>)
      return [{ sequence: dynamodb.SequenceNumber, event: EventRecord.parse(row) }]
    })
    const failed = await consume(events)
    const requests = new Set(events.flatMap(({ event }) => event.correlation_id ?? []))
    logger.info('stream batch', { events: events.length, correlation_ids: [...requests] })
    if (failed === undefined) return { batchItemFailures: [] }
    logger.warn('stream batch stops early', { sequence: failed, events: events.length })
    return { batchItemFailures: [{ itemIdentifier: failed }] }
  }
