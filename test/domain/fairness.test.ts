import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairnessReport } from '../../functions/contracts/routing.ts'
import { fairnessReport, gini, type Holding, jain, spread } from '../../functions/domain/fairness.ts'
import { todayAt } from '../support/clock.ts'

const ana = { agent_id: '01JNB0AAAAAAAAAAAAAAAAAAAA', name: 'Ana', active: 1 }
const bob = { agent_id: '01JNB0BBBBBBBBBBBBBBBBBBBB', name: 'Bob', active: 0 }

const holding = (given: Partial<Holding>): Holding => ({
  agent_id: ana.agent_id,
  assigned_at: todayAt('10:00'),
  released_at: todayAt('11:00'),
  resolved: true,
  waited_seconds: 0,
  ...given,
})

const report = (holdings: readonly Holding[], waiting_since: readonly string[] = []): FairnessReport =>
  fairnessReport({ agents: [ana, bob], holdings, waiting_since, from: todayAt('10:00'), to: todayAt('14:00') })

describe('measures of evenness', () => {
  it.each([
    ['all the same', [3, 3, 3], 1, 0, 0],
    ['one has everything', [4, 0, 0, 0], 0.25, 0.75, 4],
    ['one to three', [1, 3], 0.8, 0.25, 2],
    ['nothing to share', [0, 0], 1, 0, 0],
    ['nobody', [], 1, 0, 0],
  ])('%s', (_case, amounts, expectedJain, expectedGini, expectedSpread) => {
    expect(jain(amounts)).toBeCloseTo(expectedJain, 12)
    expect(gini(amounts)).toBeCloseTo(expectedGini, 12)
    expect(spread(amounts)).toBe(expectedSpread)
  })

  it('stay within their ranges, and do not depend on the unit or the order', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(amounts, fc.integer({ min: 2, max: 9 }), (given, factor) => {
        const other = given.map((amount) => amount * factor).toReversed()
        for (const measure of [jain, gini]) {
          expect(measure(given)).toBeGreaterThanOrEqual(0)
          expect(measure(given)).toBeLessThanOrEqual(1)
          expect(measure(other)).toBeCloseTo(measure(given), 9)
        }
      }),
    )
  })
})

describe('the report of a window', () => {
  it('counts assignments and resolutions within it, its start included and its end not', () => {
    const { agents } = report([
      holding({ assigned_at: todayAt('09:59'), released_at: todayAt('10:00') }),
      holding({ assigned_at: todayAt('10:00'), released_at: todayAt('14:00') }),
      holding({ assigned_at: todayAt('14:00'), released_at: null }),
      holding({ released_at: todayAt('12:00'), resolved: false }),
    ])
    expect(agents).toMatchObject([
      { ...ana, assignments: 2, resolved: 1 },
      { ...bob, assignments: 0, resolved: 0, busy_share: 0 },
    ])
  })

  it('counts two tickets at once as one busy time, and only within the window', () => {
    const { agents } = report([
      holding({ assigned_at: todayAt('08:00'), released_at: todayAt('10:30') }),
      holding({ assigned_at: todayAt('11:00'), released_at: todayAt('12:00') }),
      holding({ assigned_at: todayAt('11:30'), released_at: todayAt('11:45') }),
      holding({ assigned_at: todayAt('11:50'), released_at: todayAt('12:00') }),
      holding({ assigned_at: todayAt('13:30'), released_at: null }),
    ])
    expect(agents[0]?.busy_share).toBeCloseTo(2 / 4, 12)
  })

  it('compares the assignments of everybody, also of those without one', () => {
    expect(report([holding({})])).toMatchObject({ jain: 0.5, gini: 0.5 })
  })

  it.each([
    ['of an assigned ticket', [holding({ waited_seconds: 90.4 })], [todayAt('13:59')], 90],
    ['of one that still waits', [holding({ waited_seconds: 90 })], [todayAt('13:00')], 3_600],
    ['of none assigned before', [holding({ assigned_at: todayAt('09:00'), waited_seconds: 90 })], [], 0],
  ])('tells the longest wait: %s', (_case, holdings, waiting_since, longest) => {
    expect(report(holdings, waiting_since).longest_wait_seconds).toBe(longest)
  })

  it('answers what the contract promises', () => {
    expect(FairnessReport.safeParse(report([holding({})])).error).toBeUndefined()
  })

  it('refuses a window that does not end after it begins', () => {
    const empty = { agents: [], holdings: [], waiting_since: [], from: todayAt('10:00'), to: todayAt('10:00') }
    expect(() => fairnessReport(empty)).toThrow(RangeError)
  })
})
