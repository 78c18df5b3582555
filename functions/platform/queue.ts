import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod'
import { correlated, correlationOf } from './correlation.ts'
import { logger } from './log.ts'

/** The id of the request that caused a message, or the message's own id if none did. */
const requestBehind = ({ body, messageId }: SQSRecord): string => {
  try {
    return correlationOf(JSON.parse(body)) ?? messageId
  } catch {
    return messageId
  }
}

/**
 * A consumer in which each message succeeds or fails on its own: one that makes `consume` throw goes back to the queue,
 * and after its last attempt to the dead-letter queue.
 */
export const queueHandler =
  <Message extends z.ZodType>(
    message: Message,
    consume: (message: z.output<Message>, record: SQSRecord) => Promise<void>,
  ) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.all(
      Records.map((record) =>
        correlated(requestBehind(record), async () => {
          const about = { message_id: record.messageId, attempt: record.attributes.ApproximateReceiveCount }
          const begun = performance.now()
          try {
            await consume(message.parse(JSON.parse(record.body)), record)
            logger.info('message', { ...about, duration_ms: Math.round(performance.now() - begun) })
            return undefined
          } catch (error) {
            logger.error('message failed', { ...about, error })
            return { itemIdentifier: record.messageId }
          }
        }),
      ),
    )
    return { batchItemFailures: outcomes.filter((failure) => failure !== undefined) }
  }
