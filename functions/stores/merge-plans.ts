import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Id } from '../contracts/basics.ts'
import { MergePlan } from '../contracts/insight.ts'
import { RefusedError } from '../domain/errors.ts'
import type { PlanChange, StoredPlan } from '../domain/merge-changes.ts'
import { remembering } from '../platform/remembering.ts'
import {
  documents,
  ExtraWriteRefusedError,
  failedAt,
  stillAt,
  tableNamed,
  untilWritten,
  type Write,
  writeTogether,
} from './documents.ts'
import { recordEvent } from './events.ts'
import { queryFirst } from './queries.ts'
import { insightKeys, kinds, listOrder } from './tables.ts'
import { timerUpdate } from './timers.ts'

type PlanState = MergePlan['state']

/** Shape without strictness: rows carry keys that records do not. */
const Row = MergePlan.strip().extend({ version: z.int().min(1), returning_ticket_ids: z.array(Id) })

/** The kind of a plan's timer. */
export const PLAN_TIMER = 'plan'
/** Somebody else's change in between is read again and decided again this often. */
const STALE_ATTEMPTS = 5
/** Whom a department may ask is at most this old; a claim is decided on the rows themselves: see `whileApplied`. */
const LIFETIME_MS = 500

/**
 * Plans of a state, last changed first.
 *
 * @param bounds.since leaves out what has not changed after this time
 * @param bounds.most how many at most
 */
export const listPlans = async (
  state: PlanState,
  { since = '', most = Number.POSITIVE_INFINITY }: { readonly since?: string; readonly most?: number } = {},
): Promise<readonly StoredPlan[]> => {
  const query = {
    TableName: tableNamed('Insight'),
    IndexName: 'by_kind',
    KeyConditionExpression: 'by_kind_key = :kind AND by_kind_order >= :since',
    // No key may be empty; nothing that starts with a year comes before this.
    ExpressionAttributeValues: { ':kind': kinds.plans(state), ':since': since || '0' },
    ScanIndexForward: false,
  }
  return (await queryFirst(query, most)).map((row) => Row.parse(row))
}

const recentPlans = remembering(LIFETIME_MS, (state: PlanState) => listPlans(state))

/** The merges in force, one at most for each pair of departments; as they were half a second ago, or later. */
export const appliedMerges = (): Promise<readonly StoredPlan[]> => recentPlans.get('applied')

/** Departments ask anew who helps them, after a merge was applied or ended. */
export const forgetMerges = (): void => recentPlans.forget()

/** The write that holds a claim to a merge: it fails once the plan is in force no more. */
export const whileApplied = ({ id }: StoredPlan): Write => ({
  ConditionCheck: {
    TableName: tableNamed('Insight'),
    Key: insightKeys.merge(id),
    ConditionExpression: '#state = :applied',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':applied': 'applied' satisfies PlanState },
  },
})

/** A plan as it is at this moment. */
export const findPlan = async (id: string): Promise<StoredPlan | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Insight'), Key: insightKeys.merge(id), ConsistentRead: true }),
  )
  return Item && Row.parse(Item)
}

/** The plan that a department has a part in at this moment, proposed or applied. */
const standingPlanOf = async (departmentId: string): Promise<StoredPlan | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Insight'), Key: insightKeys.merged(departmentId), ConsistentRead: true }),
  )
  return typeof Item?.plan_id === 'string' ? findPlan(Item.plan_id) : undefined
}

/** The plans of departments that are proposed or applied at this moment, oldest first: never from a late index. */
export const standingPlans = async (departmentIds: readonly string[]): Promise<readonly StoredPlan[]> => {
  const plans = (await Promise.all(departmentIds.map(standingPlanOf))).filter((plan) => plan !== undefined)
  return [...new Map(plans.map((plan) => [plan.id, plan])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const putPlan = ({ before, plan, event }: PlanChange): Write => ({
  Put: {
    TableName: tableNamed('Insight'),
    Item: {
      ...insightKeys.merge(plan.id),
      ...plan,
      by_kind_key: kinds.plans(plan.state),
      by_kind_order: listOrder(event.at, plan.id),
    },
    ...stillAt(before?.version ?? 0),
  },
})

/**
 * A department's hold on the one plan that it may have a part in, as source or as target: taken when the plan is
 * proposed, checked when it is applied, let go when it is over. So merges stay a forest of depth one, whoever writes.
 */
const hold = ({ before, plan }: PlanChange, departmentId: string): Write => {
  const row = { TableName: tableNamed('Insight'), Key: insightKeys.merged(departmentId) }
  const ofThisPlan = { ConditionExpression: 'plan_id = :plan', ExpressionAttributeValues: { ':plan': plan.id } }
  if (before === null) {
    return {
      Update: {
        ...row,
        ...ofThisPlan,
        UpdateExpression: 'SET plan_id = :plan',
        ConditionExpression: 'attribute_not_exists(plan_id)',
      },
    }
  }
  return plan.state === 'applied'
    ? { ConditionCheck: { ...row, ...ofThisPlan } }
    : { Update: { ...row, ...ofThisPlan, UpdateExpression: 'REMOVE plan_id' } }
}

/** When the minute sweep looks at a plan: to expire it, or to finish an undo. */
const timersOf = ({ plan, event }: PlanChange): readonly Write[] => {
  if (plan.state === 'proposed') return [{ Update: timerUpdate(PLAN_TIMER, plan.id, new Date(plan.expires_at)) }]
  return plan.state === 'undone' ? [{ Update: timerUpdate(PLAN_TIMER, plan.id, new Date(event.at)) }] : []
}

/**
 * Writes a plan's change: the row under the version that was read, its event, what it means for both departments, its
 * deadline, and what the caller adds. All of it or nothing.
 *
 * @returns `stale` if the plan has moved on; `departments-busy` if one of them has a part in another plan;
 *   `extra-refused` if a condition of the caller's own writes did not hold
 */
export const commitPlan = async (
  change: PlanChange,
  extra: readonly Write[] = [],
): Promise<'written' | 'stale' | 'departments-busy' | 'extra-refused'> => {
  const { plan, event } = change
  const failures = await writeTogether([
    putPlan(change),
    recordEvent(event),
    hold(change, plan.source_department_id),
    hold(change, plan.target_department_id),
    ...timersOf(change),
    ...extra,
  ])
  forgetMerges()
  if (!failures) {
    // Whoever then sends a ticket may count on the helpers, or on their being gone, unless the index shows it later.
    if ([change.before?.state, plan.state].includes('applied')) await recentPlans.outlived()
    return 'written'
  }
  if (failedAt(failures, 0) || failedAt(failures, 1)) return 'stale'
  return failedAt(failures, 2) || failedAt(failures, 3) ? 'departments-busy' : 'extra-refused'
}

/** What a decision about a plan leads to. */
export interface DecidedPlan {
  readonly change: PlanChange
  readonly extra?: readonly Write[]
}

/**
 * Reads, decides, writes; after somebody else's change in between, reads and decides again.
 *
 * @returns the plan as it was written; undefined if the decision was to leave it alone
 * @throws RefusedError `plan_unknown`, `department_merged`; what `decide` throws; `unavailable` when others always come first
 * @throws ExtraWriteRefusedError if a condition of the decision's own writes does not hold
 */
export async function updatePlan(id: string, decide: (plan: StoredPlan) => Promise<DecidedPlan>): Promise<StoredPlan>
export async function updatePlan(
  id: string,
  decide: (plan: StoredPlan) => Promise<DecidedPlan | undefined>,
): Promise<StoredPlan | undefined>
export async function updatePlan(
  id: string,
  decide: (plan: StoredPlan) => Promise<DecidedPlan | undefined>,
): Promise<StoredPlan | undefined> {
  const tryOnce = async (): Promise<StoredPlan | undefined | 'stale'> => {
    const plan = await findPlan(id)
    if (!plan) throw new RefusedError('not-found', 'plan_unknown', `there is no merge plan ${id}`)
    const decided = await decide(plan)
    if (!decided) return undefined
    const outcome = await commitPlan(decided.change, decided.extra)
    if (outcome === 'extra-refused') throw new ExtraWriteRefusedError()
    if (outcome === 'departments-busy') {
      throw new RefusedError('conflict', 'department_merged', 'one of the departments has a part in another merge')
    }
    return outcome === 'written' ? decided.change.plan : 'stale'
  }
  return untilWritten(STALE_ATTEMPTS, tryOnce, `plan ${id} is changing too often`)
}
