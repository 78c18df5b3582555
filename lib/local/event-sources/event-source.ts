/** One mapping at work. */
export interface EventSource {
  /** Whether nothing waits to be handled, apart from messages that are not yet due. */
  isCaughtUp(): Promise<boolean>
  /** Takes no further event, and waits for those being handled. */
  close(): Promise<void>
}
