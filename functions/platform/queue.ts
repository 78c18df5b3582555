import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod'
import { logger } from './log.ts'

/**
 * A consumer in which each message stands or falls alone: what throws is handed back to the queue, and after its last
 * attempt to the dead-letter queue; the others are done.
 */
export const queueHandler =
  <Message extends z.ZodType>(
    message: Message,
    consume: (message: z.output<Message>, record: SQSRecord) => Promise<void>,
  ) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.all(
      Records.map(async (record) => {
        try {
          await consume(message.parse(JSON.parse(record.body)), record)
          return undefined
        } catch (error) {
          logger.error('message failed', {
            message_id: record.messageId,
            attempt: record.attributes.ApproximateReceiveCount,
            error: error as Error,
          })
          return { itemIdentifier: record.messageId }
        }
      }),
    )
    return { batchItemFailures: outcomes.filter((failure) => failure !== undefined) }
  }
