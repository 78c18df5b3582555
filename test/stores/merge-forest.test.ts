import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { MergePlan } from '../../functions/contracts/insight.ts'
import { RefusedError } from '../../functions/domain/errors.ts'
import {
  approvePlan,
  endPlan,
  type PlanChange,
  proposePlan,
  rejectPlan,
  type StoredPlan,
  undoPlan,
} from '../../functions/domain/merge/changes.ts'
import { type Happening, SYSTEM } from '../../functions/domain/ticket/change.ts'
import { startEmbeddedTables } from '../support/embedded-tables.ts'
import { aProposal } from '../support/merge-records.ts'
import { namedId } from '../support/tickets.ts'

const stopTables = await startEmbeddedTables()
const { newId } = await import('../../functions/platform/ids.ts')
const { listEvents } = await import('../../functions/stores/events.ts')
const { commitPlan, findPlan, standingPlans, updatePlan } = await import('../../functions/stores/merge-plans.ts')
afterAll(stopTables)

const DEPARTMENTS = 5
const happening = (): Happening => ({ event_id: newId(), actor: SYSTEM, now: new Date() })

const MOVES = {
  approve: (plan: StoredPlan): PlanChange => approvePlan(plan, plan, happening(), 'it helps'),
  reject: (plan: StoredPlan): PlanChange => rejectPlan(plan, happening()),
  end: (plan: StoredPlan): PlanChange => endPlan(plan, 'it is over', happening()),
  undo: (plan: StoredPlan): PlanChange => undoPlan(plan, { returning: [], staying: [], waiting: [] }, happening()),
} as const
type Move = keyof typeof MOVES

/** One person's next step: a proposal for two departments, or a move on one of the plans so far. */
type Step = { readonly propose: readonly [number, number] } | { readonly move: Move; readonly plan: number }
const place = fc.nat(DEPARTMENTS - 1)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ propose: fc.tuple(place, place).filter(([from, to]) => from !== to) }) },
  { weight: 3, arbitrary: fc.record({ move: fc.constantFrom(...(Object.keys(MOVES) as Move[])), plan: fc.nat(30) }) },
)
/** Rounds, one after the other; the steps of a round are taken by several people at the same time. */
const anyRounds = fc.array(fc.array(anyStep, { minLength: 2, maxLength: 8 }), { minLength: 2, maxLength: 5 })

const isConflict = (error: unknown): boolean => error instanceof RefusedError && error.refusal === 'conflict'
const isApplied = (plan: MergePlan | undefined): plan is StoredPlan => plan?.state === 'applied'
const isOver = ({ state }: MergePlan): boolean => state !== 'proposed' && state !== 'applied'

let worlds = 0
const newWorld = () => {
  worlds += 1
  const departments = Array.from({ length: DEPARTMENTS }, (_none, n) => namedId(`W${worlds}D${n}`))
  const plans: string[] = []
  const take = async (step: Step): Promise<void> => {
    if ('propose' in step) {
      const [from, to] = step.propose
      const proposal = aProposal(departments[from] ?? '', departments[to] ?? '', new Date())
      const change = proposePlan(proposal, newId(), happening())
      if ((await commitPlan(change)) === 'written') plans.push(change.plan.id)
      return
    }
    const id = plans[step.plan % plans.length]
    if (id !== undefined) await updatePlan(id, async (seen) => ({ change: MOVES[step.move](seen) }))
  }
  return { departments, plans, take }
}

describe('whatever people decide about merges at the same time', () => {
  it('no department takes part in two, every refusal is a conflict, and each change has one event', async () => {
    await fc.assert(
      fc.asyncProperty(anyRounds, async (rounds) => {
        const { departments, plans, take } = newWorld()
        for (const round of rounds) {
          const outcomes = await Promise.allSettled(round.map(take))
          for (const outcome of outcomes) {
            if (outcome.status === 'rejected' && !isConflict(outcome.reason)) throw outcome.reason
          }

          const stored = (await Promise.all(plans.map(findPlan))).filter((plan) => plan !== undefined)
          const applied = stored.filter(isApplied)
          const ends = applied.flatMap((plan) => [plan.source_department_id, plan.target_department_id])
          expect(new Set(ends).size).toBe(ends.length)
          const standing = await standingPlans(departments)
          expect(standing.map(({ id }) => id)).toEqual(
            stored
              .filter((plan) => !isOver(plan))
              .map(({ id }) => id)
              .toSorted(),
          )
          for (const plan of stored) {
            const seqs = (await listEvents(`MERGE#${plan.id}`)).map(({ seq }) => seq)
            expect(seqs).toEqual(Array.from({ length: plan.version }, (_none, n) => n + 1))
          }
        }
      }),
      { numRuns: 25 },
    )
  })
})
