import { afterAll, describe, expect, it } from 'vitest'
import { rejectPlan } from '../../functions/domain/merge/changes.ts'
import { openMergeDesk } from '../support/merge-desk.ts'
import { aStoredDepartment } from '../support/routing-records.ts'

const { close, aName, happening, proposed, apply, undo, typesOf, dueTimers } = await openMergeDesk()
afterAll(close)
const { listEvents } = await import('../../functions/stores/events.ts')
const { appliedMerges, commitPlan, findPlan, listPlans, standingPlans, updatePlan } = await import(
  '../../functions/stores/merge-plans.ts'
)
const { servePlan } = await import('../../functions/use-cases/merge-deadlines.ts')

const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000)

describe('merges', () => {
  it('in opposite directions at once: one stands', async () => {
    const [a, b] = [aStoredDepartment(aName()), aStoredDepartment(aName())]
    const changes = [proposed(a.id, b.id), proposed(b.id, a.id)]

    const outcomes = await Promise.all(changes.map((change) => commitPlan(change)))

    expect(outcomes.toSorted()).toEqual(['departments-busy', 'written'])
    const stands = changes[outcomes.indexOf('written')]
    expect(await standingPlans([a.id, b.id])).toEqual([stands?.plan])
  })

  it('form no chain and share no target: a department takes part in one plan at a time, on either side', async () => {
    const [a, b, c] = [aStoredDepartment(aName()), aStoredDepartment(aName()), aStoredDepartment(aName())]
    const first = proposed(a.id, b.id)
    await commitPlan(first)
    await apply(first.plan)

    for (const change of [proposed(b.id, c.id), proposed(c.id, a.id), proposed(c.id, b.id), proposed(a.id, c.id)]) {
      expect(await commitPlan(change)).toBe('departments-busy')
      expect(await findPlan(change.plan.id)).toBeUndefined()
      expect(await listEvents(change.event.subject)).toEqual([])
    }
    expect(await standingPlans([c.id])).toEqual([])
  })

  it('are approved once: the second person is told that it was decided', async () => {
    const change = proposed(aStoredDepartment(aName()).id, aStoredDepartment(aName()).id)
    await commitPlan(change)

    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => apply(change.plan)))

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'already_decided' })
    }
    expect(await typesOf(change.event.subject)).toEqual([
      ['merge_proposed', 1],
      ['merge_applied', 2],
    ])
  })

  it('leave both departments free for another plan once they are over', async () => {
    const [a, b] = [aStoredDepartment(aName()), aStoredDepartment(aName())]
    const change = proposed(a.id, b.id)
    await commitPlan(change)
    await updatePlan(change.plan.id, async (seen) => ({ change: rejectPlan(seen, happening()) }))

    expect(await commitPlan(proposed(b.id, a.id))).toBe('written')
  })

  it('are listed as applied from their approval until they are over', async () => {
    const change = proposed(aStoredDepartment(aName()).id, aStoredDepartment(aName()).id)
    const isKnown = async () => (await appliedMerges()).some(({ id }) => id === change.plan.id)
    await commitPlan(change)
    expect(await isKnown()).toBe(false)

    await apply(change.plan)
    expect(await isKnown()).toBe(true)

    await undo(change.plan)
    expect(await isKnown()).toBe(false)
    expect((await listPlans('undone', { most: 1 })).map(({ id }) => id)).toEqual([change.plan.id])
  })

  it('expire when nobody decides: the sweep finds them due, and handles them once', async () => {
    const now = new Date('2026-03-02T10:00:00.000Z')
    const change = proposed(aStoredDepartment(aName()).id, aStoredDepartment(aName()).id, now)
    await commitPlan(change)
    expect(await dueTimers(later(now, 59))).not.toContain(change.plan.id)
    expect(await dueTimers(later(now, 60))).toContain(change.plan.id)

    await servePlan(change.plan.id, later(now, 60))
    await servePlan(change.plan.id, later(now, 61))

    expect(await findPlan(change.plan.id)).toMatchObject({ state: 'expired', version: 2 })
    expect(await dueTimers(later(now, 120))).not.toContain(change.plan.id)
    await expect(apply(change.plan)).rejects.toMatchObject({ code: 'already_decided' })
  })

  it('cannot be approved after their hour, even before the sweep has run', async () => {
    const change = proposed(aStoredDepartment(aName()).id, aStoredDepartment(aName()).id, later(new Date(), -61))
    await commitPlan(change)

    await expect(apply(change.plan)).rejects.toMatchObject({ code: 'already_decided' })
  })
})
