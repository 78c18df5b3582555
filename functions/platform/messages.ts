import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { setting } from './env.ts'

const queues = new SQSClient({})

/**
 * Puts a message into a queue of ours.
 *
 * @param queue the setting that holds the queue's address
 * @param delaySeconds for which nobody gets to see it, at most 900; none unless given
 */
export const sendMessage = async (
  queue: 'TICKET_QUEUE_URL' | 'NOTIFY_PEOPLE_QUEUE_URL',
  text: string,
  delaySeconds?: number,
): Promise<void> => {
  await queues.send(new SendMessageCommand({ QueueUrl: setting(queue), MessageBody: text, DelaySeconds: delaySeconds }))
}
