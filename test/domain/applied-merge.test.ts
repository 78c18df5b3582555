import { describe, expect, it } from 'vitest'
import { helpersOf, planStateAfter, splitUndo, whyMergeEnds } from '../../functions/domain/merge.ts'
import { NOON, todayAt } from '../support/clock.ts'
import { BUSY, departmentState, FREE, mergePlan } from '../support/merge-states.ts'

describe('an applied merge', () => {
  const ends = (applied_at: string, source: number, target: number): string | null =>
    whyMergeEnds(applied_at, departmentState(BUSY, source), departmentState(FREE, target), NOON)

  it.each([
    ['stays between the thresholds', todayAt('10:00'), 0.61, 0.99, null],
    ['ends when the source is free', todayAt('10:00'), 0.6, 0.5, 'BVSY needs no help any more'],
    ['ends when the target is busy', todayAt('10:00'), 1.5, 1, 'FREE is busy itself'],
    ['is held for an hour', todayAt('11:01'), 0, 2, null],
    ['may end after an hour', todayAt('11:00'), 0, 0, 'BVSY needs no help any more'],
  ])('%s', (_case, applied_at, source, target, why) => {
    expect(ends(applied_at, source, target)).toBe(why)
  })

  it('lets the target help the source, and not the other way round, nor when it is only proposed', () => {
    expect(helpersOf(BUSY, [mergePlan({})])).toEqual([FREE])
    expect(helpersOf(FREE, [mergePlan({})])).toEqual([])
    expect(helpersOf(BUSY, [mergePlan({ state: 'proposed' })])).toEqual([])
  })
})

describe('decisions on a plan', () => {
  it.each([
    ['proposed', 'approve', 'applied'],
    ['proposed', 'reject', 'rejected'],
    ['proposed', 'expire', 'expired'],
    ['proposed', 'undo', null],
    ['applied', 'end', 'ended'],
    ['applied', 'undo', 'undone'],
    ['applied', 'approve', null],
    ['expired', 'approve', null],
    ['undone', 'undo', null],
  ] as const)('a plan that is %s: %s', (state, move, after) => {
    expect(planStateAfter(state, move)).toBe(after)
  })
})

describe('an undo', () => {
  it('returns what waits or lies untouched with a helper, and lists what a helper has begun', () => {
    const helped = { queue_state: 'assigned', assignee_department_id: FREE, is_kept: false } as const
    const tickets = [
      { ...helped, id: 'waits', queue_state: 'waiting', assignee_department_id: null },
      { ...helped, id: 'untouched' },
      { ...helped, id: 'begun', is_kept: true },
      { ...helped, id: 'own', assignee_department_id: BUSY },
      { ...helped, id: 'done', queue_state: 'done' },
    ] as const
    expect(splitUndo(tickets, { target_department_id: FREE })).toEqual({
      returns: ['waits', 'untouched'],
      stays: ['begun'],
    })
  })
})
