import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { setting } from './env.ts'

const queues = new SQSClient({})

/**
 * Sends a message to one of our queues.
 *
 * @param queue the setting that holds the queue's URL
 * @param delaySeconds how long the message stays hidden, at most 900; not at all if omitted
 */
export const sendMessage = async (
  queue: 'TICKET_QUEUE_URL' | 'NOTIFY_PEOPLE_QUEUE_URL',
  text: string,
  delaySeconds?: number,
): Promise<void> => {
  await queues.send(new SendMessageCommand({ QueueUrl: setting(queue), MessageBody: text, DelaySeconds: delaySeconds }))
}
