import type { EventRecord } from '../../contracts/events.ts'
import type { ServerMessage } from '../../contracts/socket.ts'
import { subjectOf } from '../../contracts/subjects.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { type Hearing, hearingOfTicket, ticketMessage, topicOf } from '../../domain/live.ts'
import { type Connection, subscribe, type Topic } from '../../stores/connections.ts'
import { listEvents } from '../../stores/events.ts'
import { commentsToldBy } from '../../use-cases/live-comments.ts'

/** The gateway takes 128 KiB per message; the difference is room for the envelope around the events. */
const EVENTS_BYTES = 100_000

/** What a join subscribes to: the ticket's messages, and the presence of its customer and its agent. */
const topicsOf = ({ id, requester, assignee }: TicketState): readonly Topic[] => {
  const people = new Set([requester.id, assignee?.id ?? null].filter((person) => person !== null))
  return [topicOf.ticket(id), ...[...people].map(topicOf.presence)].map((topic) => ({ topic, ticket_id: id }))
}

const messagesOf = async (events: readonly EventRecord[], hearing: Hearing): Promise<readonly ServerMessage[]> => {
  const comments = await commentsToldBy(events)
  return events.flatMap((event) => ticketMessage(event, hearing, comments.get(event.seq)) ?? [])
}

/** Splits messages into groups, each of which fits into one message of the gateway; no messages are one empty group. */
const grouped = (messages: readonly ServerMessage[]): readonly (readonly ServerMessage[])[] => {
  const groups: ServerMessage[][] = [[]]
  let bytes = 0
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(message)) + 1
    const last = groups.at(-1)
    if (bytes + size > EVENTS_BYTES || !last) {
      groups.push([message])
      bytes = size
    } else {
      last.push(message)
      bytes += size
    }
  }
  return groups
}

/**
 * Subscribes a connection to a ticket, and returns what it missed after `afterSeq`; without it, nothing is repeated.
 *
 * It subscribes before the past is read, so that what happens in between comes twice rather than never.
 *
 * @param ticket one that the caller may read
 * @returns one `joined` message, or several if more was missed than one can hold
 */
export const joinTicket = async (
  connection: Connection,
  ticket: TicketState,
  afterSeq: number | undefined,
): Promise<readonly ServerMessage[]> => {
  await subscribe(connection, topicsOf(ticket))
  const missed = afterSeq === undefined ? [] : await listEvents(subjectOf.ticket(ticket.id), afterSeq)
  const messages = await messagesOf(missed, hearingOfTicket(connection.caller, ticket))
  const version = missed.at(-1)?.seq ?? ticket.version
  return grouped(messages).map((events) => ({ event: 'joined', data: { version, events }, ticket_id: ticket.id }))
}
