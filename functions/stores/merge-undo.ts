import type { TicketState } from '../contracts/ticket-state.ts'
import { unassignTicket } from '../domain/assignment-changes.ts'
import { type SharedTicket, splitUndo } from '../domain/merge.ts'
import type { StoredPlan, UndoOutcome } from '../domain/merge-changes.ts'
import { type Happening, SYSTEM } from '../domain/ticket-change.ts'
import { newId } from '../platform/ids.ts'
import { listComments } from './comments.ts'
import { listDepartmentTickets } from './department-tickets.ts'
import { updateTicket } from './tickets.ts'

/** Comments that are read at once. */
const PAGE = 100

/** Whether somebody has written on a ticket, publicly or internally. */
const hasWritten = async (ticketId: string, userId: string): Promise<boolean> => {
  let afterSeq: number | null = 0
  while (afterSeq !== null) {
    const page = await listComments(ticketId, { afterSeq, limit: PAGE, withInternal: true })
    if (page.comments.some(({ author }) => author.id === userId)) return true
    afterSeq = page.nextSeq
  }
  return false
}

/** Whether an agent of the target was given the ticket while the departments were merged. */
const isHelped = (
  { queue_state, assignee, assigned_at }: TicketState,
  { target_department_id, applied_at }: StoredPlan,
): boolean =>
  queue_state === 'assigned' &&
  assignee?.department_id === target_department_id &&
  assigned_at !== null &&
  assigned_at >= (applied_at ?? '')

const sharedTicket = async (ticket: TicketState, plan: StoredPlan): Promise<readonly SharedTicket[]> => {
  const { id, queue_state, assignee } = ticket
  if (queue_state !== 'waiting' && !isHelped(ticket, plan)) return []
  return [
    {
      id,
      queue_state,
      assignee_department_id: assignee?.department_id ?? null,
      agent_commented: assignee !== null && (await hasWritten(id, assignee.id)),
    },
  ]
}

/** What an undo would do to the tickets that are shared at this moment. */
export const undoOutcome = async (plan: StoredPlan): Promise<UndoOutcome> => {
  const open = await listDepartmentTickets(plan.source_department_id, ['open', 'in_progress'])
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
    if (!isHelped(ticket, plan) || (ticket.assigned_at ?? '') > (plan.ended_at ?? '')) return undefined
    if (!ticket.assignee || (await hasWritten(ticketId, ticket.assignee.id))) return undefined
    const reason = 'the merge that brought it to another department was taken back'
    return { change: unassignTicket(ticket, reason, { ...happening, event_id: newId() }) }
  })
}

/**
 * Takes the tickets of an undone merge back into their department's line, each with an event of its own. Done twice it
 * changes nothing more: what was returned, given out again, or begun in between is left alone.
 */
export const returnTickets = async (plan: StoredPlan, now: Date): Promise<void> => {
  for (const ticketId of plan.returning_ticket_ids) await returnTicket(ticketId, plan, { actor: SYSTEM, now })
}
