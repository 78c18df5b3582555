import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { detailTypes, type EventRecord, type EventType } from '../../functions/contracts/events.ts'

const record = (messageId: string, body: string): SQSRecord => ({
  messageId,
  receiptHandle: messageId,
  body,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'events.amazonaws.com',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
  awsRegion: 'us-east-1',
})

const names: Partial<Record<EventType, string>> = detailTypes

/** A batch of a queue that the bus writes to; a string stands for a message that is not an event. */
export const busBatch = (...messages: readonly (EventRecord | string)[]): SQSEvent => ({
  Records: messages.map((message, place) =>
    typeof message === 'string'
      ? record(`message-${place}`, message)
      : record(
          `message-${place}`,
          JSON.stringify({
            id: message.event_id,
            source: 'plimsoll',
            'detail-type': names[message.type] ?? message.type,
            time: message.at,
            detail: { ...message, version: 1 },
          }),
        ),
  ),
})
