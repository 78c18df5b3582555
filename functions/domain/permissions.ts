import type { Role } from '../contracts/people.ts'
import type { CallerRole } from '../contracts/route-contract.ts'

/** Somebody signed in, as the token says. */
export interface SignedIn {
  readonly kind: 'user'
  readonly id: string
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly department_id: string | null
  /** The ticket whose tracking token they hold as well, if any. */
  readonly ticket_id?: string
}

/** Somebody without an account; `ticket_id` is the ticket whose tracking token they hold. */
export interface Guest {
  readonly kind: 'guest'
  readonly ticket_id: string | null
}

export type Caller = SignedIn | Guest

/** What the permissions need to know of a ticket. */
export interface TicketRelations {
  readonly id: string
  readonly requester: { readonly id: string | null }
  readonly assignee: { readonly id: string } | null
}

/** How a caller is related to a ticket: the first relation that fits, from the most to the least powerful. */
type Relation = 'admin' | 'assignee' | 'requester' | 'holder' | 'reader' | 'stranger'

export type TicketAction =
  | 'read'
  | 'read_internal'
  | 'comment'
  | 'comment_internally'
  | 'confirm'
  | 'update'
  | 'decide_triage'
  | 'merge'
  | 'assign'

/** The permission matrix of tickets. What is not listed is denied. */
export const ticketPermissions: Record<Relation, readonly TicketAction[]> = {
  admin: ['read', 'read_internal', 'comment', 'comment_internally', 'update', 'decide_triage', 'merge', 'assign'],
  assignee: ['read', 'read_internal', 'comment', 'comment_internally', 'update', 'decide_triage', 'merge'],
  requester: ['read', 'comment', 'confirm'],
  holder: ['read', 'comment', 'confirm'],
  /**
   * Staff with the tracking token of a ticket that is not theirs. They may not comment: it would be neither the
   * customer's word nor the answer of the ticket's agent.
   */
  reader: ['read'],
  stranger: [],
}

const relationOf = (caller: Caller, ticket: TicketRelations): Relation => {
  if (caller.kind === 'user') {
    if (caller.role === 'admin') return 'admin'
    if (caller.role === 'agent' && ticket.assignee?.id === caller.id) return 'assignee'
    if (ticket.requester.id === caller.id) return 'requester'
  }
  if (caller.ticket_id !== ticket.id) return 'stranger'
  return caller.kind === 'user' && caller.role !== 'customer' ? 'reader' : 'holder'
}

/** Whether a caller may do something to a ticket; deny by default. */
export const can = (caller: Caller, action: TicketAction, ticket: TicketRelations): boolean =>
  ticketPermissions[relationOf(caller, ticket)].includes(action)

/**
 * As whom a caller writes on a ticket. One who has only its tracking token writes as its guest, whatever account they
 * are signed in with: that account has no relation to the ticket, and may be erased without it.
 */
export const speakerOn = (caller: Caller, ticket: TicketRelations): Caller =>
  relationOf(caller, ticket) === 'holder' ? { kind: 'guest', ticket_id: ticket.id } : caller

/**
 * Whether a caller writes on a ticket as the one who asks rather than as one who answers: customers always do, agents
 * on a ticket that they opened and do not carry, admins never.
 */
export const speaksAsRequester = (caller: Caller, ticket: TicketRelations): boolean =>
  ['requester', 'holder'].includes(relationOf(caller, ticket))

/** Whether a caller may use a route at all. */
export const mayCall = (caller: Caller, who: readonly CallerRole[]): boolean =>
  who.includes(caller.kind === 'guest' ? 'guest' : caller.role)
