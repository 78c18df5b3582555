import type { AssignmentChange } from '../../../../functions/contracts/routing.ts'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'
import { isSame } from '../same.ts'
import { fieldOf } from './values.ts'

/** The patch that brings the changed fields back to what they were. */
export const reverseOf = (patch: TicketPatch, seen: Ticket): TicketPatch =>
  Object.fromEntries(Object.keys(patch).map((field) => [field, fieldOf(seen, field)]))

/** Nothing follows `closed`, and who moves a ticket to another department may lose it on the way. */
export const canGoBack = (patch: TicketPatch, isAdmin: boolean): boolean =>
  patch.status !== 'closed' && (isAdmin || (patch.category === undefined && patch.department_id === undefined))

/** Whether a ticket has all that was asked for. */
export const isMadeIn =
  (patch: Partial<Ticket>) =>
  (now: Ticket): boolean =>
    Object.entries(patch).every(([field, value]) => isSame(fieldOf(now, field), value))

/** Whether a ticket has whom it was to be given to; where the host chooses, nobody can tell. */
export const isGivenIn =
  (change: AssignmentChange) =>
  ({ assignee }: Ticket): boolean => {
    if ('agent_id' in change) return assignee?.id === change.agent_id
    return 'unassign' in change && assignee === null
  }

/** Whether both change one field at least. */
export const changesSame = (one: TicketPatch, other: TicketPatch): boolean =>
  Object.keys(one).some((field) => field in other)

/**
 * The version to write on: the newest one read, if what is about to change is there as it was on screen. So one's own
 * change of a moment ago is no conflict, and somebody else's of the same field still is: then the version on screen
 * goes out, and the host refuses it.
 *
 * @param seen the ticket as it was on screen when the change was made, one's own earlier changes included
 * @param newest the ticket as last read from the host
 */
export const versionFor = (patch: TicketPatch, seen: Ticket, newest: Ticket): number =>
  Object.keys(patch).every((field) => isSame(fieldOf(newest, field), fieldOf(seen, field)))
    ? newest.version
    : seen.version

/** Of two readings of a ticket the later one: answers may overtake each other. */
export const newerOf = (known: Ticket | undefined, answered: Ticket): Ticket =>
  known && known.version > answered.version ? known : answered
