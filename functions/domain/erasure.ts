import type { TicketState } from '../contracts/ticket-state.ts'
import { TOMBSTONE } from './people.ts'
import { advance, type Happening, type TicketChange } from './ticket/change.ts'

/** An address that can never receive anything (RFC 2606), where a record must have one. */
export const NOBODYS_ADDRESS = 'erased@erased.invalid'

/** Erases what people wrote in a ticket and who asked; undefined if that has been done before. */
export const eraseTicket = (ticket: TicketState, happening: Happening): TicketChange | undefined => {
  if (ticket.requester.email === NOBODYS_ADDRESS && ticket.description === TOMBSTONE) return undefined
  const erased: TicketState = {
    ...ticket,
    title: TOMBSTONE,
    description: TOMBSTONE,
    tags: [],
    requester: { id: ticket.requester.id, name: TOMBSTONE, email: NOBODYS_ADDRESS },
    triage: ticket.triage && {
      ...ticket.triage,
      summary: TOMBSTONE,
      resolution_notes: TOMBSTONE,
      reply_draft: TOMBSTONE,
    },
  }
  return advance(ticket, erased, 'requester_erased', happening)
}
