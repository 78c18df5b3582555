import type { Metrics } from '../metrics.ts'
import type { Queues } from './service.ts'

const MINUTE_MS = 60_000

/** Records once a minute, as SQS does, how many messages wait in each queue. @returns a function that ends it */
export const watchQueues = (queues: Pick<Queues, 'depths'>, metrics: Metrics): (() => void) => {
  const look = (): void => {
    for (const [QueueName, { visible, inFlight }] of Object.entries(queues.depths())) {
      metrics.add('AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Count', { QueueName }, visible)
      metrics.add('AWS/SQS', 'ApproximateNumberOfMessagesNotVisible', 'Count', { QueueName }, inFlight)
    }
  }
  look()
  const timer = setInterval(look, MINUTE_MS).unref()
  return () => clearInterval(timer)
}
