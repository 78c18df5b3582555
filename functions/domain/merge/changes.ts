import type { EventRecord, EventType } from '../../contracts/events.ts'
import type { MergePlan } from '../../contracts/insight.ts'
import { subjectOf } from '../../contracts/subjects.ts'
import { RefusedError } from '../errors.ts'
import { type MergeEffect, type MergeProposal, type PlanMove, planStateAfter } from '../merge.ts'
import type { Happening } from '../ticket/change.ts'

/** A plan as stored. */
export type StoredPlan = MergePlan & {
  /** `seq` of the last event of `MERGE#<id>`. */
  readonly version: number
  /** Tickets that an undo takes back from the helpers, one at a time after it has been written. */
  readonly returning_ticket_ids: readonly string[]
}

/** A plan's next state and the event that says what happened: written together or not at all. */
export interface PlanChange {
  /** Null when the plan is new. */
  readonly before: StoredPlan | null
  readonly plan: StoredPlan
  readonly event: EventRecord
}

const EVENT_OF: Record<PlanMove, EventType> = {
  approve: 'merge_applied',
  reject: 'merge_rejected',
  expire: 'merge_expired',
  end: 'merge_ended',
  undo: 'merge_undone',
}

const conflict = (code: string, message: string): RefusedError => new RefusedError('conflict', code, message)

/** Why a plan cannot make a move: it was decided before, or, for an undo, it never came into force. */
const refusalOf = ({ id, state }: StoredPlan, move: PlanMove): RefusedError =>
  move === 'undo' && state !== 'ended' && state !== 'undone'
    ? conflict('not_applied', `plan ${id} is ${state}: there is nothing to undo`)
    : conflict('already_decided', `plan ${id} is ${state} already`)

const advancePlan = (
  before: StoredPlan | null,
  next: StoredPlan,
  type: EventType,
  { event_id, actor, now }: Happening,
  reason: string,
): PlanChange => {
  const plan = { ...next, version: (before?.version ?? 0) + 1 }
  const event: EventRecord = {
    event_id,
    type,
    subject: subjectOf.merge(plan.id),
    seq: plan.version,
    at: now.toISOString(),
    actor,
    changes: { state: [before?.state ?? null, plan.state] },
    reason,
    data: {
      plan_id: plan.id,
      // Rings the source's bell: it is its tickets that other agents may now take, or no longer take.
      department_id: plan.source_department_id,
      target_department_id: plan.target_department_id,
      state: plan.state,
      pressure: plan.pressure,
      predicted: plan.predicted,
      tickets: plan.ticket_ids.length,
    },
  }
  return { before, plan, event }
}

/** Makes a plan of a proposal, for people to decide on. */
export const proposePlan = (proposal: MergeProposal, id: string, happening: Happening): PlanChange => {
  const plan: StoredPlan = {
    ...proposal,
    id,
    state: 'proposed',
    applied_at: null,
    ended_at: null,
    decided_by: null,
    version: 0,
    returning_ticket_ids: [],
  }
  return advancePlan(null, plan, 'merge_proposed', happening, proposal.reason)
}

/** @throws RefusedError `already_decided`, `not_applied` */
const movePlan = (
  before: StoredPlan,
  move: PlanMove,
  happening: Happening,
  reason: string,
  fields: Partial<StoredPlan>,
): PlanChange => {
  const state = planStateAfter(before.state, move)
  if (!state) throw refusalOf(before, move)
  const { actor } = happening
  const decided_by = actor.kind === 'user' ? actor.id : before.decided_by
  return advancePlan(before, { ...before, ...fields, state, decided_by }, EVENT_OF[move], happening, reason)
}

/** Whether nobody decided on a plan in time. */
export const isOverdue = ({ state, expires_at }: MergePlan, now: Date): boolean =>
  state === 'proposed' && Date.parse(expires_at) <= now.getTime()

const assertInTime = (plan: StoredPlan, now: Date): void => {
  if (isOverdue(plan, now)) throw conflict('already_decided', `plan ${plan.id} expired at ${plan.expires_at}`)
}

/**
 * Lets the target's agents help the source from now on.
 *
 * @param effect computed anew, since the whole line is shared and may have changed after the plan was proposed
 * @throws RefusedError `already_decided`, also for a plan whose time is over
 */
export const approvePlan = (
  plan: StoredPlan,
  effect: MergeEffect,
  happening: Happening,
  reason: string,
): PlanChange => {
  assertInTime(plan, happening.now)
  return movePlan(plan, 'approve', happening, reason, { ...effect, applied_at: happening.now.toISOString() })
}

/** @throws RefusedError `already_decided`, also for a plan whose time is over */
export const rejectPlan = (plan: StoredPlan, happening: Happening): PlanChange => {
  assertInTime(plan, happening.now)
  return movePlan(plan, 'reject', happening, `${happening.actor.name} rejected it`, {})
}

/** @throws RefusedError `already_decided` */
export const expirePlan = (plan: StoredPlan, happening: Happening): PlanChange =>
  movePlan(plan, 'expire', happening, 'nobody decided in time', {})

/**
 * Ends a merge that is no longer needed. The helpers finish the tickets that they hold.
 *
 * @param why for people: see `whyMergeEnds`
 * @throws RefusedError `already_decided`
 */
export const endPlan = (plan: StoredPlan, why: string, happening: Happening): PlanChange =>
  movePlan(plan, 'end', happening, why, {
    ended_at: happening.now.toISOString(),
    reason: `${plan.reason}; ended: ${why}`,
  })

/** What an undo does to the tickets that were shared: see `splitUndo`. */
export interface UndoOutcome {
  /** Untouched with a helper: taken back. */
  readonly returning: readonly string[]
  /** Begun by a helper: they stay where they are. */
  readonly staying: readonly string[]
  /** Waiting: their own department alone serves them again. */
  readonly waiting: readonly string[]
}

const counted = (count: number): string => (count === 1 ? '1 ticket' : `${count} tickets`)

/**
 * Takes a merge back. The plan lists the tickets that stay with the helpers.
 *
 * @throws RefusedError `not_applied` for a plan that never came into force, `already_decided` for one that is over
 */
export const undoPlan = (plan: StoredPlan, outcome: UndoOutcome, happening: Happening): PlanChange => {
  const { returning, staying, waiting } = outcome
  const why =
    `${happening.actor.name} took it back: ${counted(waiting.length)} still waiting, ${counted(returning.length)} ` +
    `returned from helpers, ${counted(staying.length)} begun by a helper and left there`
  const change = movePlan(plan, 'undo', happening, why, {
    ended_at: happening.now.toISOString(),
    reason: `${plan.reason}; undone: ${why}`,
    ticket_ids: [...staying],
    returning_ticket_ids: [...returning],
  })
  const data = { ...change.event.data, returning_ticket_ids: returning, staying_ticket_ids: staying }
  return { ...change, event: { ...change.event, data } }
}

/** A plan as the wire shows it. */
export const planOf = ({ version: _version, returning_ticket_ids: _returning, ...plan }: StoredPlan): MergePlan => plan
