import type { TicketState } from '../contracts/ticket-state.ts'
import { unassignTicket } from '../domain/assignment/changes.ts'
import type { StoredPlan, UndoOutcome } from '../domain/merge/changes.ts'
import { type SharedTicket, splitUndo } from '../domain/merge.ts'
import { type Happening, SYSTEM } from '../domain/ticket/change.ts'
import { UNFINISHED } from '../domain/ticket-status.ts'
import { newId } from '../platform/ids.ts'
import { isGivenByHand } from '../stores/assignments.ts'
import { listComments } from '../stores/comments.ts'
import { listDepartmentTickets } from '../stores/department-tickets.ts'
import { updateTicket } from '../stores/tickets.ts'

/** Comments per query. */
const PAGE = 100

/** Whether a user has written on a ticket, publicly or internally. */
const hasWritten = async (ticketId: string, userId: string): Promise<boolean> => {
  let afterSeq: number | null = 0
  while (afterSeq !== null) {
    const page = await listComments(ticketId, { afterSeq, limit: PAGE, withInternal: true })
    if (page.comments.some(({ author }) => author.id === userId)) return true
    afterSeq = page.nextSeq
  }
  return false
}

/** How far the clocks of the functions that assign tickets and undo merges may differ. */
const CLOCK_TOLERANCE_MS = 1_000

/** Whether an agent of the target was given the ticket while the departments were merged. */
const isHelped = (
  { queue_state, assignee, assigned_at }: TicketState,
  { target_department_id, applied_at, ended_at }: StoredPlan,
): boolean => {
  if (queue_state !== 'assigned' || assignee?.department_id !== target_department_id) return false
  if (assigned_at === null || applied_at === null || assigned_at < applied_at) return false
  return ended_at === null || Date.parse(assigned_at) <= Date.parse(ended_at) + CLOCK_TOLERANCE_MS
}

/** Whether a helper keeps a ticket after the undo: they have written on it, or a person chose them. */
const isKept = async ({ id, assignee }: TicketState): Promise<boolean> =>
  assignee !== null && ((await isGivenByHand(id)) || (await hasWritten(id, assignee.id)))

const sharedTicket = async (ticket: TicketState, plan: StoredPlan): Promise<readonly SharedTicket[]> => {
  const { id, queue_state, assignee } = ticket
  if (queue_state !== 'waiting' && !isHelped(ticket, plan)) return []
  return [
    {
      id,
      queue_state,
      assignee_department_id: assignee?.department_id ?? null,
      is_kept: await isKept(ticket),
    },
  ]
}

/** What an undo would do to the tickets that are shared at this moment. */
export const undoOutcome = async (plan: StoredPlan): Promise<UndoOutcome> => {
  const open = await listDepartmentTickets(plan.source_department_id, UNFINISHED)
  const shared = (await Promise.all(open.map((ticket) => sharedTicket(ticket, plan)))).flat()
  const { returns, stays } = splitUndo(shared, plan)
  const waiting = new Set(shared.filter(({ queue_state }) => queue_state === 'waiting').map(({ id }) => id))
  return {
    returning: returns.filter((id) => !waiting.has(id)),
    waiting: [...waiting],
    staying: stays,
  }
}

const returnTicket = async (ticketId: string, plan: StoredPlan, happening: Omit<Happening, 'event_id'>) => {
  await updateTicket(ticketId, async (ticket) => {
    if (!isHelped(ticket, plan) || (await isKept(ticket))) return undefined
    const reason = 'the merge that brought it to another department was taken back'
    return { change: unassignTicket(ticket, reason, { ...happening, event_id: newId() }) }
  })
}

/**
 * Puts the tickets of an undone merge back into their department's line, each with an event of its own: those that the
 * plan names, and those that helpers were given while it was being undone. Idempotent: what was returned, given out
 * again, or begun in between is left alone.
 */
export const returnTickets = async (plan: StoredPlan, now: Date): Promise<void> => {
  const { returning } = await undoOutcome(plan)
  for (const ticketId of new Set([...plan.returning_ticket_ids, ...returning])) {
    await returnTicket(ticketId, plan, { actor: SYSTEM, now })
  }
}
