import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { QueueBell } from '../contracts/events.ts'
import { setting } from './env.ts'

const queues = new SQSClient({})

/** Says "look at this department" to whoever serves its line. */
export const ring = async (bell: QueueBell): Promise<void> => {
  await queues.send(
    new SendMessageCommand({ QueueUrl: setting('TICKET_QUEUE_URL'), MessageBody: JSON.stringify(bell) }),
  )
}
