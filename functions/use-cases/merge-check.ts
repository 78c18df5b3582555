import type { Actor } from '../contracts/events.ts'
import type { StoredDepartment } from '../domain/department.ts'
import { approvePlan, endPlan, isOverdue, proposePlan, type StoredPlan } from '../domain/merge/changes.ts'
import {
  type DepartmentState,
  type MergeCheck,
  type MergeProposal,
  mergeEffect,
  prolongsWait,
  suggestMerges,
  whyMergeEnds,
} from '../domain/merge.ts'
import { type Happening, SYSTEM } from '../domain/ticket/change.ts'
import { HOUR_MS } from '../domain/time.ts'
import { newId } from '../platform/ids.ts'
import { listDepartments } from '../stores/departments.ts'
import { commitPlan, listPlans, standingPlans, updatePlan } from '../stores/merge-plans.ts'
import { departmentState } from './department-states.ts'
import { expireOverdue } from './merge-deadlines.ts'

/** How far back finished plans are read, since their departments may still be cooling down. */
const RECENT_MS = 2 * HOUR_MS

const bySystem = (now: Date): Happening => ({ event_id: newId(), actor: SYSTEM, now })

/** The two departments of a plan. */
const endsOf = ({ source_department_id, target_department_id }: StoredPlan, states: readonly DepartmentState[]) => {
  const stateOf = (id: string) => states.find(({ department_id }) => department_id === id)
  return { source: stateOf(source_department_id), target: stateOf(target_department_id) }
}

const endIfDone = async (
  plan: StoredPlan,
  states: readonly DepartmentState[],
  now: Date,
): Promise<StoredPlan | undefined> => {
  const { source, target } = endsOf(plan, states)
  if (!source || !target || plan.applied_at === null) return undefined
  const why = whyMergeEnds(plan.applied_at, source, target, now.toISOString())
  if (why === null) return undefined
  return updatePlan(plan.id, async (seen) =>
    seen.state === 'applied' ? { change: endPlan(seen, why, bySystem(now)) } : undefined,
  )
}

/** Expires overdue plans and ends merges that are no longer needed; returns all plans as they are then. */
const settle = (
  plans: readonly StoredPlan[],
  states: readonly DepartmentState[],
  now: Date,
): Promise<readonly StoredPlan[]> =>
  Promise.all(
    plans.map(async (plan) => {
      const moved = isOverdue(plan, now) ? await expireOverdue(plan.id, now) : await endIfDone(plan, states, now)
      return moved ?? plan
    }),
  )

/** @returns undefined if another plan of one of the departments was written first */
const propose = async (proposal: MergeProposal, actor: Actor, now: Date): Promise<StoredPlan | undefined> => {
  const change = proposePlan(proposal, newId(), { event_id: newId(), actor, now })
  return (await commitPlan(change)) === 'written' ? change.plan : undefined
}

/**
 * Applies a proposed plan without approval if its source has `auto_merge`, unless the source's tickets were or now are
 * predicted to wait longer by it: that is left to a person.
 */
const applyByPolicy = async (
  plan: StoredPlan,
  departments: readonly StoredDepartment[],
  states: readonly DepartmentState[],
  now: Date,
): Promise<StoredPlan> => {
  const { source, target } = endsOf(plan, states)
  const isAsked = !departments.some(({ id, auto_merge }) => id === plan.source_department_id && auto_merge)
  if (isAsked || !source || !target || plan.state !== 'proposed') return plan
  const effect = mergeEffect(source, target)
  if (prolongsWait(plan) || prolongsWait(effect)) return plan
  const applied = await updatePlan(plan.id, async (seen) =>
    seen.state === 'proposed' && !isOverdue(seen, now)
      ? { change: approvePlan(seen, effect, bySystem(now), `${source.name} merges without asking`) }
      : undefined,
  )
  return applied ?? plan
}

const recentlyOver = async (now: Date): Promise<readonly StoredPlan[]> => {
  const since = new Date(now.getTime() - RECENT_MS).toISOString()
  const states = ['rejected', 'ended', 'undone'] as const
  return (await Promise.all(states.map((state) => listPlans(state, { since })))).flat()
}

/**
 * Checks all departments: ends merges that are no longer needed, lets plans expire, suggests new ones, and applies
 * those that need no approval and do not prolong the wait. Two checks at once do no more than one.
 *
 * @returns the plans that stand afterwards, and those that this check ended or let expire
 */
export const checkMerges = async (by: MergeCheck['by'], actor: Actor, now: Date): Promise<readonly StoredPlan[]> => {
  const departments = await listDepartments({ fresh: true })
  const [standing, recent, states] = await Promise.all([
    standingPlans(departments.map(({ id }) => id)),
    recentlyOver(now),
    Promise.all(departments.map((department) => departmentState(department, now))),
  ])
  const settled = await settle(standing, states, now)
  const proposals = suggestMerges({
    departments: states,
    plans: [...settled, ...recent],
    by,
    now: now.toISOString(),
  })
  const proposed = await Promise.all(proposals.map((proposal) => propose(proposal, actor, now)))
  const plans = [...settled, ...proposed.filter((plan) => plan !== undefined)]
  return Promise.all(plans.map((plan) => applyByPolicy(plan, departments, states, now)))
}
