import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { busEnvelope, EventDetail } from '../contracts/events.ts'
import { logger } from '../platform/log.ts'
import { countEvents } from '../stores/counted-events.ts'

const Message = busEnvelope(EventDetail)

/** A message's event; undefined if it cannot be read. */
const eventIn = (body: string, messageId: string): EventDetail | undefined => {
  try {
    return Message.parse(JSON.parse(body)).detail
  } catch (error) {
    logger.error('message cannot be counted', { message_id: messageId, error })
    return undefined
  }
}

interface Told {
  readonly messageId: string
  readonly event: EventDetail
}

/** Counts events in one transaction; returns the ids of the messages that could not be counted. */
const failedOf = async (told: readonly Told[]): Promise<readonly string[]> => {
  try {
    await countEvents(
      told.map(({ event }) => event),
      new Date(),
    )
    return []
  } catch (error) {
    logger.error('events could not be counted', { events: told.length, error })
    // One bad event must not keep the rest of the batch from being counted.
    return told.length === 1
      ? told.map(({ messageId }) => messageId)
      : (await Promise.all(told.map((one) => failedOf([one])))).flat()
  }
}

/**
 * Counts tickets by status, category, priority, day and hour.
 *
 * A batch is counted in one transaction, since its events move the same few rows; if that fails, each is counted alone.
 */
export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const messages = Records.map(({ messageId, body }) => ({ messageId, event: eventIn(body, messageId) }))
  const unreadable = messages.filter(({ event }) => event === undefined).map(({ messageId }) => messageId)
  const failed = await failedOf(messages.flatMap(({ messageId, event }) => (event ? [{ messageId, event }] : [])))
  return { batchItemFailures: [...unreadable, ...failed].map((itemIdentifier) => ({ itemIdentifier })) }
}
