import type { AssignmentChange } from '../../../../functions/contracts/routing.ts'
import type { Ticket, TicketPatch } from '../../../../functions/contracts/ticket.ts'
import { isSame } from '../same.ts'
import { fieldOf } from '../shown-values.ts'

/** The patch that restores the changed fields. */
export const reverseOf = (patch: TicketPatch, seen: Ticket): TicketPatch =>
  Object.fromEntries(Object.keys(patch).map((field) => [field, fieldOf(seen, field)]))

/** `closed` is final, and somebody who moves a ticket to another department may lose access to it. */
export const canGoBack = (patch: TicketPatch, isAdmin: boolean): boolean =>
  patch.status !== 'closed' && (isAdmin || (patch.category === undefined && patch.department_id === undefined))

/** Whether a ticket has all values of a patch. */
export const isMadeIn =
  (patch: Partial<Ticket>) =>
  (now: Ticket): boolean =>
    Object.entries(patch).every(([field, value]) => isSame(fieldOf(now, field), value))

/** Whether a ticket has the wanted assignee; unknown, so false, if the host was to choose. */
export const isGivenIn =
  (change: AssignmentChange) =>
  ({ assignee }: Ticket): boolean => {
    if ('agent_id' in change) return assignee?.id === change.agent_id
    return 'unassign' in change && assignee === null
  }

/** Whether two patches have a field in common. */
export const changesSame = (one: TicketPatch, other: TicketPatch): boolean =>
  Object.keys(one).some((field) => field in other)

/**
 * The version to send with a write: the newest one read, if the fields about to change have the values that were on
 * screen. So the person's own recent change is no conflict, while somebody else's change of such a field is: then the
 * version on screen is sent, and the host refuses it.
 *
 * @param seen the ticket on screen when the change was made, including the person's own earlier changes
 * @param newest the ticket as last read from the host
 */
export const versionFor = (patch: TicketPatch, seen: Ticket, newest: Ticket): number =>
  Object.keys(patch).every((field) => isSame(fieldOf(newest, field), fieldOf(seen, field)))
    ? newest.version
    : seen.version

/** The newer of two versions of a ticket: answers may overtake each other. */
export const newerOf = (known: Ticket | undefined, answered: Ticket): Ticket =>
  known && known.version > answered.version ? known : answered
