import { expirePlan, isOverdue, type StoredPlan } from '../domain/merge-changes.ts'
import { SYSTEM } from '../domain/ticket-change.ts'
import { newId } from '../platform/ids.ts'
import { findPlan, PLAN_TIMER, updatePlan } from '../stores/merge-plans.ts'
import { clearTimer } from '../stores/timers.ts'
import { returnTickets } from './merge-undo.ts'

/** Lets a plan expire on which nobody decided in time; undefined if somebody did. */
export const expireOverdue = (id: string, now: Date): Promise<StoredPlan | undefined> =>
  updatePlan(id, async (plan) =>
    isOverdue(plan, now) ? { change: expirePlan(plan, { event_id: newId(), actor: SYSTEM, now }) } : undefined,
  )

/**
 * Serves a plan's deadline: one that nobody decided on expires, and an undo is finished: what was cut off, and what the
 * index did not show yet when it was made. For any other plan there is nothing to do.
 */
export const servePlan = async (id: string, now: Date): Promise<void> => {
  const plan = await findPlan(id)
  if (plan && isOverdue(plan, now)) await expireOverdue(id, now)
  if (plan?.state === 'undone') await returnTickets(plan, now)
  await clearTimer(PLAN_TIMER, id)
}
