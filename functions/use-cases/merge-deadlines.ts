import { expirePlan, isOverdue, type StoredPlan } from '../domain/merge/changes.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import { newId } from '../platform/ids.ts'
import { findPlan, PLAN_TIMER, updatePlan } from '../stores/merge-plans.ts'
import { clearTimer } from '../stores/timers.ts'
import { returnTickets } from './merge-undo.ts'

/** Expires a plan that nobody decided on in time; returns undefined if somebody did. */
export const expireOverdue = (id: string, now: Date): Promise<StoredPlan | undefined> =>
  updatePlan(id, async (plan) =>
    isOverdue(plan, now) ? { change: expirePlan(plan, { event_id: newId(), actor: SYSTEM, now }) } : undefined,
  )

/**
 * Serves a plan's deadline: expires a plan that nobody decided on, or finishes an undo by returning the tickets that it
 * did not reach or that the index did not show yet. Any other plan needs nothing.
 */
export const servePlan = async (id: string, now: Date): Promise<void> => {
  const plan = await findPlan(id)
  if (plan && isOverdue(plan, now)) await expireOverdue(id, now)
  if (plan?.state === 'undone') await returnTickets(plan, now)
  await clearTimer(PLAN_TIMER, id)
}
