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
  /** ARN of the queue that it was dead-lettered from. */
  readonly deadLetterSourceArn?: string
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
