import type { Department, DepartmentLoad } from '../contracts/department.ts'
import type { MergePlan } from '../contracts/insight.ts'
import type { QueueState } from '../contracts/ticket.ts'
import { expectedWait, pooled, type Traffic } from './merge/waits.ts'
import { MINUTE_MS } from './time.ts'

/** Pressure from which a department needs help, and up to which it can help others. */
export const OVERLOAD_THRESHOLD = 1.2
export const UNDERLOAD_THRESHOLD = 0.6
/** A helping department under this pressure is busy itself. Between it and the underload threshold nothing changes. */
export const HELPER_BUSY_PRESSURE = 1
/** An overload must have lasted this long to be believed. */
export const OVERLOAD_PROOF_MINUTES = 5
export const PLAN_EXPIRY_MINUTES = 60
/** A merge lasts at least this long, unless somebody undoes it. */
export const MERGE_HOLD_MINUTES = 60
/** For this long after a merge, the scheduled check leaves its departments out. */
export const MERGE_COOL_DOWN_MINUTES = 30

/** The pressure of a department as the minute sweep recorded it. */
export type PressureSample = { readonly at: string; readonly pressure: number }

/** One department, as the check sees it. */
export interface DepartmentState {
  readonly department_id: string
  readonly name: string
  readonly load: DepartmentLoad
  readonly overload_threshold: Department['overload_threshold']
  readonly underload_threshold: Department['underload_threshold']
  /** In any order. */
  readonly samples: readonly PressureSample[]
  readonly arrivals_per_hour: number
  readonly handle_seconds: number
  /** In serving order. */
  readonly waiting_ticket_ids: readonly string[]
}

type MergeEnds = Pick<MergePlan, 'source_department_id' | 'target_department_id'>
type PlanHistory = MergeEnds & Pick<MergePlan, 'state' | 'expires_at' | 'ended_at'>

/** A plan that nobody has decided on; the store adds its id. */
export type MergeProposal = Omit<MergePlan, 'id' | 'state' | 'applied_at' | 'ended_at' | 'decided_by'>

const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MINUTE_MS
const minutesAfter = (time: string, minutes: number): string =>
  new Date(Date.parse(time) + minutes * MINUTE_MS).toISOString()

const touches = (plan: MergeEnds, department_id: string): boolean =>
  plan.source_department_id === department_id || plan.target_department_id === department_id

/** The departments whose agents may take this one's tickets now. Never the other way round. */
export const helpersOf = (department_id: string, plans: readonly PlanHistory[]): readonly string[] =>
  plans
    .filter((plan) => plan.state === 'applied' && plan.source_department_id === department_id)
    .map((plan) => plan.target_department_id)

/**
 * Whether the newest sample of at least `OVERLOAD_PROOF_MINUTES` ago shows the overload too: a short peak is no reason
 * to merge.
 */
const wasOverloaded = ({ samples, overload_threshold }: DepartmentState, now: string): boolean => {
  const proof = samples
    .filter(({ at }) => minutesBetween(at, now) >= OVERLOAD_PROOF_MINUTES)
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0]
  return proof !== undefined && proof.pressure >= overload_threshold
}

/** Whether a plan is applied or awaits a decision: its departments then take part in no other. */
const isStanding = (plan: PlanHistory, now: string): boolean =>
  plan.state === 'applied' || (plan.state === 'proposed' && minutesBetween(plan.expires_at, now) < 0)

/** Whether a plan was rejected and would not have expired yet, or ended recently: its departments get no new one. */
const isCoolingDown = ({ state, expires_at, ended_at }: PlanHistory, now: string): boolean => {
  if (state === 'rejected') return minutesBetween(expires_at, now) < 0
  return ended_at !== null && minutesBetween(ended_at, now) < MERGE_COOL_DOWN_MINUTES
}

const isOverloaded = ({ load, overload_threshold }: DepartmentState): boolean => load.pressure >= overload_threshold

/** Needs low pressure and a free place: a department with nobody online may have no pressure, but cannot help. */
const canHelp = ({ load, underload_threshold }: DepartmentState): boolean =>
  load.active < load.capacity && load.pressure <= underload_threshold

/** Ordered by pressure, then id, so that the same state always gives the same plans. */
const byPressure = (a: DepartmentState, b: DepartmentState): number =>
  a.load.pressure - b.load.pressure || (a.department_id < b.department_id ? -1 : 1)

const trafficOf = ({ load, arrivals_per_hour, handle_seconds }: DepartmentState): Traffic => ({
  slots: load.capacity,
  active: load.active,
  waiting: load.waiting,
  arrivals_per_hour,
  handle_seconds,
})

/**
 * The expected waits of both departments without and with the merge, in seconds.
 *
 * Apart, each has its own slots; merged, both draw on all slots together, because the target's agents serve both
 * queues and its own tickets then share them. The formula is that of `expectedWait`.
 */
export const predictWaits = (source: DepartmentState, target: DepartmentState): MergePlan['predicted'] => {
  const together = expectedWait(pooled(trafficOf(source), trafficOf(target)))
  return {
    before: {
      source_wait_seconds: expectedWait(trafficOf(source)),
      target_wait_seconds: expectedWait(trafficOf(target)),
    },
    after: { source_wait_seconds: together, target_wait_seconds: together },
  }
}

/** What a merge would do now: the tickets that it would share, and the predicted waits. */
export type MergeEffect = Pick<MergePlan, 'predicted' | 'ticket_ids'>

export const mergeEffect = (source: DepartmentState, target: DepartmentState): MergeEffect => ({
  predicted: predictWaits(source, target),
  ticket_ids: [...source.waiting_ticket_ids],
})

/**
 * Whether a merge is predicted to prolong the wait of the very tickets that it should help, as when the helpers have
 * many of their own. It may still be right, but only a person applies it.
 */
export const prolongsWait = ({ predicted: { before, after } }: Pick<MergePlan, 'predicted'>): boolean =>
  after.source_wait_seconds > before.source_wait_seconds

const reasonOf = (source: DepartmentState, target: DepartmentState, effect: MergeEffect): string =>
  `${source.name} is at ${source.load.pressure.toFixed(2)} of its load line (overloaded from ${source.overload_threshold}), ` +
  `${target.name} at ${target.load.pressure.toFixed(2)} (free up to ${target.underload_threshold})` +
  (prolongsWait(effect) ? `; merged, ${source.name} is expected to wait longer, so a person decides` : '')

const propose = (source: DepartmentState, target: DepartmentState, now: string): MergeProposal => {
  const effect = mergeEffect(source, target)
  return {
    source_department_id: source.department_id,
    target_department_id: target.department_id,
    reason: reasonOf(source, target, effect),
    pressure: { source: source.load.pressure, target: target.load.pressure },
    ...effect,
    proposed_at: now,
    expires_at: minutesAfter(now, PLAN_EXPIRY_MINUTES),
  }
}

export interface MergeCheck {
  readonly departments: readonly DepartmentState[]
  /** Every plan that is proposed, applied, or was decided or ended within the last two hours. */
  readonly plans: readonly PlanHistory[]
  /** A check by hand judges the present alone: it needs no older sample and ignores cool-down. */
  readonly by: 'schedule' | 'hand'
  readonly now: string
}

/**
 * The merges that would help now: the most overloaded departments first, each with the freest that can help.
 *
 * Departments of a standing plan are left out, and no department appears twice.
 */
export const suggestMerges = ({ departments, plans, by, now }: MergeCheck): readonly MergeProposal[] => {
  const busyPlans = plans.filter((plan) => isStanding(plan, now) || (by === 'schedule' && isCoolingDown(plan, now)))
  const available = departments
    .filter(({ department_id }) => !busyPlans.some((plan) => touches(plan, department_id)))
    .toSorted(byPressure)
  const sources = available
    .filter((one) => isOverloaded(one) && (by === 'hand' || wasOverloaded(one, now)))
    .toReversed()
  const targets = available.filter((one) => canHelp(one) && !sources.includes(one))
  return sources.flatMap((source, place) => {
    const target = targets[place]
    return target ? [propose(source, target, now)] : []
  })
}

/**
 * Why an applied merge ends by itself now, for people, or null while it stays.
 *
 * It lasts at least an hour, and ends at another pressure than it began at: with one threshold for both it would flap.
 */
export const whyMergeEnds = (
  applied_at: string,
  source: Pick<DepartmentState, 'name' | 'load' | 'underload_threshold'>,
  target: Pick<DepartmentState, 'name' | 'load'>,
  now: string,
): string | null => {
  if (minutesBetween(applied_at, now) < MERGE_HOLD_MINUTES) return null
  if (source.load.pressure <= source.underload_threshold) return `${source.name} needs no help any more`
  if (target.load.pressure >= HELPER_BUSY_PRESSURE) return `${target.name} is busy itself`
  return null
}

type PlanState = MergePlan['state']
export type PlanMove = 'approve' | 'reject' | 'expire' | 'end' | 'undo'

const PLAN_MOVES: Partial<Record<PlanState, Partial<Record<PlanMove, PlanState>>>> = {
  proposed: { approve: 'applied', reject: 'rejected', expire: 'expired' },
  applied: { end: 'ended', undo: 'undone' },
}

/** The plan's state after a move, or null if the plan cannot make that move any more. */
export const planStateAfter = (state: PlanState, move: PlanMove): PlanState | null => PLAN_MOVES[state]?.[move] ?? null

/** A ticket of the source department that was waiting at the merge or came during it. */
export interface SharedTicket {
  readonly id: string
  readonly queue_state: QueueState
  /** The department of the agent who holds it. */
  readonly assignee_department_id: string | null
  /** Whether that agent has written on it, publicly or internally, or a person chose that agent. */
  readonly is_kept: boolean
}

/**
 * What an undo does to the shared tickets: those that still wait, or that a helper has not touched, return to their
 * department's own queue; those that a helper has begun, or was given by a person, stay and are listed. Others are not
 * affected.
 */
export const splitUndo = (
  tickets: readonly SharedTicket[],
  { target_department_id }: Pick<MergePlan, 'target_department_id'>,
): { readonly returns: readonly string[]; readonly stays: readonly string[] } => {
  const waits = tickets.filter(({ queue_state }) => queue_state === 'waiting')
  const helped = tickets.filter(
    ({ queue_state, assignee_department_id }) =>
      queue_state === 'assigned' && assignee_department_id === target_department_id,
  )
  return {
    returns: [...waits, ...helped.filter(({ is_kept }) => !is_kept)].map(({ id }) => id),
    stays: helped.filter(({ is_kept }) => is_kept).map(({ id }) => id),
  }
}
