import type { AwsService } from './aws-service.ts'
import type { Template } from './template.ts'

export interface QueuesOptions {
  readonly template: Template
  /** An existing, writable folder; the queue file lies in it. */
  readonly dataDir: string
}

export interface MessageAttribute {
  readonly DataType: string
  readonly StringValue?: string
  /** Base64, as on the wire. */
  readonly BinaryValue?: string
}

export interface NewMessage {
  readonly body: string
  /** 0 to 900; the queue's own delay if absent. */
  readonly delaySeconds?: number
  readonly attributes?: Readonly<Record<string, MessageAttribute>>
}

export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  /** 1 at the first receive. */
  readonly receiveCount: number
  /** Milliseconds since the epoch. */
  readonly sentAt: number
  readonly firstReceivedAt: number
}

export interface QueueDepth {
  readonly visible: number
  readonly inFlight: number
  /** Sent with a delay that is not over. */
  readonly delayed: number
}

export interface ReceiveOptions {
  /** 1 to 10. */
  readonly max: number
  /** 0 answers at once; up to 20. */
  readonly waitSeconds: number
  /** The queue's own time if absent. */
  readonly visibilitySeconds?: number
  /** Ends the wait early with no messages. */
  readonly signal?: AbortSignal
}

/** The service name `sqs`. Queues are named by their physical name or their ARN. */
export interface Queues extends AwsService {
  /** Resolves with the message id once the message is on disk. @throws AwsError for an unknown queue */
  send(queue: string, message: NewMessage): Promise<string>
  receive(queue: string, options: ReceiveOptions): Promise<readonly QueueMessage[]>
  delete(queue: string, receiptHandles: readonly string[]): Promise<void>
  /** @param seconds 0 makes the message visible at once */
  changeVisibility(queue: string, receiptHandle: string, seconds: number): Promise<void>
  depth(queue: string): QueueDepth
  /** By physical name. */
  depths(): Readonly<Record<string, QueueDepth>>
  /** Calls the listener whenever a message may have become visible. @returns ends it */
  onAvailable(queue: string, listener: () => void): () => void
  /** Seconds a received message stays hidden. */
  visibilitySecondsOf(queue: string): number
}

/** Opens the durable queues and creates those of the template. */
export const startQueues = async (options: QueuesOptions): Promise<Queues> => {
  throw new Error(`not built yet: ${options.dataDir}`)
}
