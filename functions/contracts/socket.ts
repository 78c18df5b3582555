import * as z from 'zod'
import { Id } from './basics.ts'

/** A message from a client. */
export const ClientMessage = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('join_ticket'), ticket_id: Id, after_seq: z.int().min(0).exactOptional() }),
  z.strictObject({ action: z.literal('leave_ticket'), ticket_id: Id }),
  z.strictObject({ action: z.literal('viewing'), ticket_id: Id }),
  z.strictObject({ action: z.literal('typing'), ticket_id: Id }),
  z.strictObject({ action: z.literal('elsewhere'), ticket_id: Id }),
  z.strictObject({ action: z.literal('ping') }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

/** What a member of staff is doing with a ticket: it is open out of their sight, they are reading, or writing. */
export type ViewerState = Extract<ClientMessage['action'], 'elsewhere' | 'viewing' | 'typing'>

export const ServerEvent = z.enum([
  'comment_added',
  'status_updated',
  'ticket_updated',
  'ticket_assigned',
  'triage_ready',
  'user_status_changed',
  'queue_changed',
  'viewers',
  'joined',
  'pong',
  'error',
])
export type ServerEvent = z.infer<typeof ServerEvent>

/** A message from the server. */
export interface ServerMessage {
  readonly event: ServerEvent
  readonly data: unknown
  readonly ticket_id?: string
  readonly seq?: number
}

export const RealtimeTicketRequest = z.strictObject({ ticket_id: Id.exactOptional() })
/** One-time admission to the socket; lives 30 seconds. */
export const RealtimeTicket = z.strictObject({ ticket: z.string() })
