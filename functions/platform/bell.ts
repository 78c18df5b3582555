import type { QueueBell } from '../contracts/events.ts'
import { sendMessage } from './messages.ts'

/** Says "look at this department" to whoever serves its line; at once, or after a time. */
export const ring = (bell: QueueBell, delaySeconds?: number): Promise<void> =>
  sendMessage('TICKET_QUEUE_URL', JSON.stringify(bell), delaySeconds)
