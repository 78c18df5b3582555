import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Id } from '../contracts/basics.ts'
import { MergePlan } from '../contracts/insight.ts'
import { RefusedError } from '../domain/errors.ts'
import type { PlanChange, StoredPlan } from '../domain/merge/changes.ts'
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

/** Not strict: rows carry key attributes that records do not. */
const Row = MergePlan.strip().extend({ version: z.int().min(1), returning_ticket_ids: z.array(Id) })

/** The kind of a plan's timer. */
export const PLAN_TIMER = 'plan'
/** How often a change is tried while others come in between. */
const STALE_ATTEMPTS = 5
/** How old the remembered merges may be; a claim checks the row of the plan itself, see `whileApplied`. */
const LIFETIME_MS = 500

/**
 * Plans in a state, last changed first.
 *
 * @param bounds.since leaves out plans that were last changed before this time
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
    // No key may be empty; `0` sorts before every year.
    ExpressionAttributeValues: { ':kind': kinds.plans(state), ':since': since || '0' },
    ScanIndexForward: false,
  }
  return (await queryFirst(query, most)).map((row) => Row.parse(row))
}

const recentPlans = remembering(LIFETIME_MS, (state: PlanState) => listPlans(state))

/** The merges in force, at most half a second old; no department has a part in two of them. */
export const appliedMerges = (): Promise<readonly StoredPlan[]> => recentPlans.get('applied')

/** Makes this instance read the merges anew, after one was applied or has ended. */
export const forgetMerges = (): void => recentPlans.forget()

/** A check that refuses the transaction if the plan is no longer in force. */
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

/**
 * The plans, proposed or applied, that the departments have a part in at this moment, oldest first; read from the rows
 * themselves, never from an index that may lag.
 */
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
 * proposed, checked when it is applied, released when it is over. So merges stay a forest of depth one even under
 * concurrent writes.
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
 * Writes a plan's change in one transaction: its row, if still at the version that was read, its event, both
 * departments' holds, its timer, and `extra`.
 *
 * @returns `stale` if the plan has changed since it was read; `departments-busy` if one of them has a part in another
 *   plan; `extra-refused` if a condition of `extra` did not hold
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
    // Tickets routed from now on go by the change, unless the index lags behind.
    if ([change.before?.state, plan.state].includes('applied')) await recentPlans.outlived()
    return 'written'
  }
  if (failedAt(failures, 0) || failedAt(failures, 1)) return 'stale'
  return failedAt(failures, 2) || failedAt(failures, 3) ? 'departments-busy' : 'extra-refused'
}

/** The result of a decision about a plan. */
export interface DecidedPlan {
  readonly change: PlanChange
  readonly extra?: readonly Write[]
}

/**
 * Reads a plan, decides and writes; does so again if another change comes in between.
 *
 * @returns the plan as it was written; undefined if the decision was to leave it unchanged
 * @throws RefusedError `plan_unknown`, `department_merged`; what `decide` throws; `unavailable` if other changes keep
 *   coming first
 * @throws ExtraWriteRefusedError if a condition of the decision's `extra` does not hold
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
