import type { AwsService } from '../aws-service.ts'
import type { NewMessage, QueueDepth, QueueMessage, ReceiveOptions } from './messages.ts'
import type { QueueAttributes, QueueSettings } from './settings.ts'

/** The service name `sqs`. Queues are named by their physical name or their ARN. */
export interface Queues extends AwsService {
  /** Resolves with the message id once the message is on disk. @throws AwsError for an unknown queue */
  send(queue: string, message: NewMessage): Promise<string>
  receive(queue: string, options: ReceiveOptions): Promise<readonly QueueMessage[]>
  delete(queue: string, receiptHandles: readonly string[]): Promise<void>
  /** @param seconds 0 makes the message visible at once @throws AwsError if the message is not in flight */
  changeVisibility(queue: string, receiptHandle: string, seconds: number): Promise<void>
  purge(queue: string): Promise<void>
  /**
   * Sends every message of a dead-letter queue back, or to the destination if one is named.
   *
   * @returns how many went, and where
   */
  redrive(deadLetterQueue: string, destination: string | undefined): Promise<{ moved: number; destinationArn: string }>
  depth(queue: string): QueueDepth
  /** By physical name. */
  depths(): Readonly<Record<string, QueueDepth>>
  /** Calls the listener whenever a message may have become visible. @returns a function that ends it */
  onAvailable(queue: string, listener: () => void): () => void
  /** Seconds a received message stays hidden. */
  visibilitySecondsOf(queue: string): number
  /** @throws AwsError for an unknown queue */
  settingsOf(queue: string): QueueSettings
  /** Physical names: the template's queues first, then those made by calls. */
  names(): readonly string[]
  /**
   * Makes a queue that survives restarts. As no function reads it, the host can be quiet while it holds messages. An
   * existing queue with the same attributes stays.
   *
   * @throws AwsError for a bad name or attribute, and QueueNameExists if it exists with other attributes
   */
  create(name: string, attributes: QueueAttributes): Promise<void>
  /** @throws AwsError for a bad attribute, and for a queue of the template */
  change(queue: string, attributes: QueueAttributes): Promise<void>
  /** Deletes a queue and its messages. @throws AwsError for a queue of the template */
  remove(queue: string): Promise<void>
}
