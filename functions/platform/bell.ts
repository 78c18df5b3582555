import type { QueueBell } from '../contracts/events.ts'
import { sendMessage } from './messages.ts'

/** Asks for a department's line to be looked at; at once, or after `delaySeconds`. */
export const ring = (bell: QueueBell, delaySeconds?: number): Promise<void> =>
  sendMessage('TICKET_QUEUE_URL', JSON.stringify(bell), delaySeconds)
