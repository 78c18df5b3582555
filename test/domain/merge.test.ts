import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MergePlan } from '../../functions/contracts/insight.ts'
import { expectedWait, type Traffic } from '../../functions/domain/merge/waits.ts'
import {
  type DepartmentState,
  type MergeCheck,
  predictWaits,
  prolongsWait,
  suggestMerges,
} from '../../functions/domain/merge.ts'
import { NOON, todayAt } from '../support/clock.ts'
import { BUSY, departmentState, FREE, mergePlan, type Plan, THIRD } from '../support/merge-states.ts'
import { namedId } from '../support/tickets.ts'

const suggest = (
  departments: readonly DepartmentState[],
  given: Partial<MergeCheck> = {},
): readonly (readonly [string, string])[] =>
  suggestMerges({ departments, plans: [], by: 'schedule', now: NOON, ...given }).map(
    ({ source_department_id, target_department_id }) => [source_department_id, target_department_id] as const,
  )

const both = [departmentState(BUSY, 1.2), departmentState(FREE, 0.6)]

describe('a check for merges', () => {
  it.each([
    ['at both thresholds', 1.2, 0.6, 1],
    ['when the source is below', 1.19, 0.6, 0],
    ['when the target is above', 1.2, 0.61, 0],
  ])('suggests %s: %f and %f', (_case, source, target, plans) => {
    expect(suggest([departmentState(BUSY, source), departmentState(FREE, target)])).toHaveLength(plans)
  })

  it.each([
    ['has no older sample', [], 0],
    ['was fine five minutes ago', [{ at: todayAt('11:55'), pressure: 1.1 }], 0],
    ['has only a sample of four minutes', [{ at: todayAt('11:56'), pressure: 2 }], 0],
    [
      'was overloaded long ago but not since',
      [
        { at: todayAt('11:30'), pressure: 2 },
        { at: todayAt('11:50'), pressure: 0.9 },
      ],
      0,
    ],
    [
      'was overloaded five minutes ago',
      [
        { at: todayAt('11:30'), pressure: 0.9 },
        { at: todayAt('11:55'), pressure: 1.2 },
      ],
      1,
    ],
  ])('looks back: a source that %s', (_case, samples, plans) => {
    const source = departmentState(BUSY, 2, { samples })
    expect(suggest([source, departmentState(FREE, 0.1)])).toHaveLength(plans)
    expect(suggest([source, departmentState(FREE, 0.1)], { by: 'hand' })).toHaveLength(1)
  })

  it('takes the thresholds of each department', () => {
    const source = departmentState(BUSY, 0.9, { overload_threshold: 0.9 })
    const target = departmentState(FREE, 0.7, { underload_threshold: 0.7 })
    expect(suggest([source, target])).toEqual([[BUSY, FREE]])
  })

  it.each([
    ['nobody is online', { agents_online: 0, active: 0, capacity: 0, waiting: 0, utilisation: 0, pressure: 0 }],
    ['everybody is full', { agents_online: 1, active: 1, capacity: 1, waiting: 0, utilisation: 1, pressure: 0.5 }],
  ])('asks no help where %s', (_case, load) => {
    expect(suggest([departmentState(BUSY, 2), departmentState(FREE, 0, { load })])).toEqual([])
  })

  it('asks nobody for help who needs it, where thresholds overlap', () => {
    const lax = { overload_threshold: 0.5, underload_threshold: 0.6 }
    expect(suggest([departmentState(BUSY, 2), departmentState(FREE, 0.55, lax)])).toEqual([])
  })

  it('gives the most overloaded the freest, and names nobody twice', () => {
    const departments = [
      departmentState(BUSY, 1.3),
      departmentState(THIRD, 3),
      departmentState(FREE, 0.4),
      departmentState(namedId('w'), 0.1),
    ]
    expect(suggest(departments)).toEqual([
      [THIRD, namedId('w')],
      [BUSY, FREE],
    ])
    expect(suggest(departments.slice(0, 3))).toEqual([[THIRD, FREE]])
  })

  it.each([
    ['one of them is merged already', { target_department_id: THIRD }, 0],
    ['one of them helps already', { source_department_id: THIRD, target_department_id: BUSY }, 0],
    ['a plan waits for a decision', { state: 'proposed' }, 0],
    ['that plan has expired', { state: 'proposed', expires_at: NOON }, 1],
    ['the merge of others is theirs', { source_department_id: THIRD, target_department_id: namedId('w') }, 1],
    ['a merge ended 29 minutes ago', { state: 'ended', ended_at: todayAt('11:31') }, 0],
    ['an undo was 29 minutes ago', { state: 'undone', ended_at: todayAt('11:31') }, 0],
    ['a merge ended 30 minutes ago', { state: 'ended', ended_at: todayAt('11:30') }, 1],
    ['it was rejected and would stand', { state: 'rejected', expires_at: todayAt('12:01') }, 0],
    ['it was rejected and would have expired', { state: 'rejected', expires_at: NOON }, 1],
  ] as const)('heeds the past when %s', (_case, given, plans) => {
    expect(suggest(both, { plans: [mergePlan(given)] })).toHaveLength(plans)
  })

  it.each([
    ['applied', 0],
    ['proposed', 0],
    ['ended', 1],
    ['rejected', 1],
  ] as const)('by hand judges the present alone: a plan that is %s', (state, plans) => {
    const ended_at = state === 'ended' ? todayAt('11:59') : null
    expect(suggest(both, { plans: [mergePlan({ state, ended_at })], by: 'hand' })).toHaveLength(plans)
  })

  it('proposes a whole plan, which expires in an hour', () => {
    const source = departmentState(BUSY, 1.5, { waiting_ticket_ids: [namedId('t1'), namedId('t2')] })
    const [proposal] = suggestMerges({
      departments: [source, departmentState(FREE, 0.2)],
      plans: [],
      by: 'schedule',
      now: NOON,
    })
    const whole = {
      ...proposal,
      id: namedId('p'),
      state: 'proposed',
      applied_at: null,
      ended_at: null,
      decided_by: null,
    }

    expect(MergePlan.safeParse(whole).error).toBeUndefined()
    expect(proposal).toMatchObject({
      reason: 'BVSY is at 1.50 of its load line (overloaded from 1.2), FREE at 0.20 (free up to 0.6)',
      pressure: { source: 1.5, target: 0.2 },
      ticket_ids: [namedId('t1'), namedId('t2')],
      expires_at: todayAt('13:00'),
    })
  })
})

describe('a merge that would make its source wait longer', () => {
  const proposalFor = (arrivals_per_hour: number) => {
    const departments = [departmentState(BUSY, 1.5), departmentState(FREE, 0.2, { arrivals_per_hour })]
    return suggestMerges({ departments, plans: [], by: 'schedule', now: NOON })[0]
  }

  it.each([
    ['is suggested as one for a person to decide', 100, true],
    ['is none where the help outweighs the work', 10, false],
  ])('%s', (_case, arrivals, prolongs) => {
    const proposal = proposalFor(arrivals)
    if (!proposal) throw new Error('nothing was suggested')
    expect(prolongsWait(proposal)).toBe(prolongs)
    expect(proposal.reason.endsWith('; merged, BVSY is expected to wait longer, so a person decides')).toBe(prolongs)
  })

  it('is none where nothing changes', () => {
    const waits = { source_wait_seconds: 60, target_wait_seconds: 0 }
    expect(prolongsWait({ predicted: { before: waits, after: waits } })).toBe(false)
  })
})

describe('predicted waits', () => {
  const load = { agents_online: 5, utilisation: 1, pressure: 1 }

  it('follow from the queue ahead and the hour’s growth, of each department apart and of all slots when merged', () => {
    const source = departmentState(BUSY, 1.5, {
      load: { ...load, active: 10, capacity: 10, waiting: 5 },
      arrivals_per_hour: 24,
      handle_seconds: 1_800,
    })
    const target = departmentState(FREE, 0, {
      load: { ...load, active: 0, capacity: 10, waiting: 0 },
      arrivals_per_hour: 0,
    })
    const { before, after } = predictWaits(source, target)

    const growth = expectedWait({ slots: 10, active: 10, waiting: 0, arrivals_per_hour: 24, handle_seconds: 1_800 })
    expect(before.source_wait_seconds).toBeCloseTo((5 * 1_800) / 10 + growth, 9)
    expect(before.target_wait_seconds).toBe(0)
    expect(after.source_wait_seconds).toBeGreaterThan(0)
    expect(after.source_wait_seconds).toBeLessThan(60)
    expect(after.target_wait_seconds).toBe(after.source_wait_seconds)
  })

  it('are never longer after a merge than the longer one before it, even if both departments together are just busy', () => {
    type End = Pick<Traffic, 'active' | 'waiting' | 'arrivals_per_hour'>
    const stateOf = (id: string, { active, waiting, arrivals_per_hour }: End) =>
      departmentState(id, 1, {
        load: { ...load, active, capacity: 10, waiting },
        arrivals_per_hour,
        handle_seconds: 3_600,
      })
    const anEnd = fc.record({ active: fc.nat(10), waiting: fc.nat(5), arrivals_per_hour: fc.nat(25) })
    const full: End = { active: 10, waiting: 0, arrivals_per_hour: 12 }
    const calm: End = { active: 5, waiting: 0, arrivals_per_hour: 7.9 }
    fc.assert(
      fc.property(anEnd, anEnd, (one, other) => {
        const { before, after } = predictWaits(stateOf(BUSY, one), stateOf(FREE, other))
        const longer = Math.max(before.source_wait_seconds, before.target_wait_seconds)
        expect(after.source_wait_seconds).toBeLessThanOrEqual(longer + 1e-6)
      }),
      { examples: [[full, calm]] },
    )
  })

  it('average the handling times of two departments by their arrivals', () => {
    const all = { load: { ...load, active: 10, capacity: 10, waiting: 0 } }
    const quick = departmentState(BUSY, 1, { ...all, arrivals_per_hour: 300, handle_seconds: 100 })
    const slow = departmentState(FREE, 1, { ...all, arrivals_per_hour: 100, handle_seconds: 500 })
    const together = { slots: 20, active: 20, waiting: 0, arrivals_per_hour: 400, handle_seconds: 200 }
    expect(predictWaits(quick, slow).after.source_wait_seconds).toBeCloseTo(expectedWait(together), 9)
  })

  it('say a day where nobody works, and never more', () => {
    const empty = departmentState(BUSY, 9, { load: { ...load, active: 0, capacity: 0, waiting: 9 } })
    const hopeless = departmentState(FREE, 9, { load: { ...load, active: 1, capacity: 1, waiting: 900 } })
    expect(predictWaits(empty, hopeless).before).toEqual({ source_wait_seconds: 86_400, target_wait_seconds: 86_400 })
  })
})

describe('always', () => {
  it('keeps a forest of depth one, whatever is suggested and applied in turn', () => {
    const pressures = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(pressures, { minLength: 1, maxLength: 6 }), (rounds) => {
        const plans: Plan[] = []
        for (const round of rounds) {
          const departments = round.map((pressure, place) => departmentState(namedId(`d${place}`), pressure))
          const proposals = suggestMerges({ departments, plans, by: 'hand', now: NOON })
          plans.push(...proposals.map((ends) => mergePlan({ ...ends, state: 'applied' })))
        }
        const named = plans.flatMap((one) => [one.source_department_id, one.target_department_id])
        expect(new Set(named).size).toBe(named.length)
      }),
    )
  })
})
