import { ClientMessage, type ServerMessage, type ViewerState } from '../../contracts/socket.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { unknownTicket } from '../../domain/errors.ts'
import { can, type TicketAction } from '../../domain/permissions.ts'
import { type Connection, leaveTicket } from '../../stores/connections.ts'
import { findTicket } from '../../stores/tickets.ts'
import { markViewer, removeViewer } from '../../stores/viewers.ts'
import { joinTicket } from './join-ticket.ts'
import { tellJoined, tellNews } from './viewers.ts'

const MALFORMED: ServerMessage = {
  event: 'error',
  data: { code: 'message_invalid', message: 'this is no message of plimsoll.v1' },
}

const parse = (body: string): ClientMessage | undefined => {
  try {
    return ClientMessage.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

/** @throws RefusedError `ticket_unknown` if there is none, and also if the caller may not do this to it */
const ticketFor = async ({ caller }: Connection, action: TicketAction, id: string): Promise<TicketState> => {
  const ticket = await findTicket(id)
  if (!ticket || !can(caller, action, ticket)) throw unknownTicket()
  return ticket
}

const leave = async ({ connection_id, caller }: Connection, ticketId: string): Promise<void> => {
  await leaveTicket(connection_id, ticketId)
  if (caller.kind === 'guest' || !(await removeViewer(ticketId, caller.id, connection_id))) return
  const ticket = await findTicket(ticketId)
  if (ticket) await tellNews(ticket, caller.id, new Date())
}

const look = async (connection: Connection, ticketId: string, state: ViewerState): Promise<void> => {
  const { caller, connection_id } = connection
  const ticket = await ticketFor(connection, 'read_internal', ticketId)
  if (caller.kind === 'guest') return
  const now = new Date()
  const isNews = await markViewer({ ticketId, user: caller, connectionId: connection_id, state }, now)
  await (isNews ? tellNews(ticket, caller.id, now) : tellJoined(ticket, now))
}

/**
 * Carries out a client's message.
 *
 * @returns the messages that answer the connection itself
 * @throws RefusedError `ticket_unknown`
 */
export const answer = async (connection: Connection, body: string): Promise<readonly ServerMessage[]> => {
  const message = parse(body)
  if (!message) return [MALFORMED]
  switch (message.action) {
    case 'ping':
      return [{ event: 'pong', data: {} }]
    case 'join_ticket':
      return joinTicket(connection, await ticketFor(connection, 'read', message.ticket_id), message.after_seq)
    case 'leave_ticket':
      await leave(connection, message.ticket_id)
      return []
    case 'viewing':
    case 'typing':
    case 'elsewhere':
      await look(connection, message.ticket_id, message.action)
      return []
  }
}

/** The ticket that a message is about, so that a refusal can name it. */
export const ticketIdOf = (body: string): string | undefined => {
  const message = parse(body)
  return message && 'ticket_id' in message ? message.ticket_id : undefined
}
