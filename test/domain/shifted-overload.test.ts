import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WEIGHTS } from '../../functions/domain/assignment/suitability.ts'
import { type MergeCheck, suggestMerges, whyMergeEnds } from '../../functions/domain/merge.ts'
import { DEFAULT_SCENARIO } from '../../functions/domain/simulation/default-scenario.ts'
import { figuresOf } from '../../functions/domain/simulation/figures.ts'
import { drawWorld, newRandom, type Scenario } from '../../functions/domain/simulation/scenario.ts'
import { simulate } from '../../functions/domain/simulation.ts'

const DAYS = 20
const WARM_UP = 1_440

/** Most of a department's work comes in the eight hours from `hour` on. */
const busyFrom = (hour: number): readonly number[] =>
  Array.from({ length: 24 }, (_none, at) => ((at - hour + 24) % 24 < 8 ? 6 : 1))

/** Three departments whose rush is at another time of the day each: alone each drowns, while the others idle. */
const shifted: Scenario = {
  ...DEFAULT_SCENARIO,
  days: DAYS,
  load: 0.6,
  departments: DEFAULT_SCENARIO.departments.map((department, place) => ({
    ...department,
    arrivals_by_hour: busyFrom(place * 8),
    overflow: { enabled: false, after_minutes: 10 },
  })),
}

const run = (merging: boolean) => {
  const world = drawWorld(shifted, newRandom(11))
  const routing = { strategy: 'balanced', weights: WEIGHTS, version: 1 } as const
  const result = simulate(world, { routing, merging })
  return {
    switches: result.merge_switches / DAYS,
    figures: figuresOf(
      result,
      world.agents.map(({ agent_id }) => agent_id),
      WARM_UP,
    ),
  }
}

describe('an overload that wanders from department to department', () => {
  const alone = run(false)
  const merged = run(true)

  it('is found each day, merged, and ended again, without flapping: six switches a day at most', () => {
    expect(merged.switches).toBeGreaterThanOrEqual(2)
    expect(merged.switches).toBeLessThanOrEqual(6)
  })

  it('costs the customers a third less waiting at least, over no agent’s load line', () => {
    expect(merged.figures.mean_wait_minutes).toBeLessThan((alone.figures.mean_wait_minutes * 2) / 3)
    expect(merged.figures.over_capacity).toBe(0)
  })
})

describe('a pressure that swings around the threshold every few minutes', () => {
  const START = Date.parse('2026-03-02T00:00:00.000Z')
  const at = (minute: number): string => new Date(START + minute * 60_000).toISOString()
  const state = (department_id: string, pressure: number, samples: MergeCheck['departments'][number]['samples']) => ({
    department_id,
    name: department_id,
    load: { agents_online: 5, active: 5, capacity: 10, waiting: 5, utilisation: 0.5, pressure },
    overload_threshold: 1.2,
    underload_threshold: 0.6,
    samples,
    arrivals_per_hour: 10,
    handle_seconds: 600,
    waiting_ticket_ids: [],
  })

  type Plan = MergeCheck['plans'][number] & { readonly applied_at: string }

  /** A day on which merges are checked every minute and applied without asking. */
  const playDay = (pressureAt: (minute: number) => number, helperAt: (minute: number) => number): readonly Plan[] => {
    let plans: readonly Plan[] = []
    let samples: readonly { at: string; pressure: number }[] = []
    for (let minute = 0; minute < 1_440; minute += 1) {
      const pressure = pressureAt(minute)
      const [source, target] = [state('SALES', pressure, samples), state('STORE', helperAt(minute), [])]
      const now = at(minute)
      const settled = plans.map((plan): Plan => {
        const isOver = plan.state === 'applied' && whyMergeEnds(plan.applied_at, source, target, now) !== null
        return isOver ? { ...plan, state: 'ended', ended_at: now } : plan
      })
      const begun = suggestMerges({ departments: [source, target], plans: settled, by: 'schedule', now }).map(
        (proposal): Plan => ({ ...proposal, state: 'applied', applied_at: now, ended_at: null }),
      )
      plans = [...settled, ...begun]
      samples = [...samples.slice(-15), { at: now, pressure }]
    }
    return plans
  }
  const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000

  it('switches no faster than the hold and the cool-down allow, even if it is checked every minute', () => {
    // Seven minutes over the threshold, seven far below it: the worst that a check every minute can meet.
    const plans = playDay(
      (minute) => (Math.floor(minute / 7) % 2 === 0 ? 1.4 : 0.5),
      () => 0.2,
    )
    const switches = plans.length + plans.filter(({ state }) => state === 'ended').length

    // An hour held and half an hour of cool-down: a merge every ninety minutes is the most, checked each minute.
    expect(switches).toBeLessThanOrEqual(2 * Math.ceil(1_440 / 90))
    expect(switches).toBeGreaterThan(2)
  })

  it('holds each merge an hour and rests half an hour before the next, whatever the pressures do', () => {
    const anyPressures = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 144, maxLength: 144 })
    fc.assert(
      fc.property(anyPressures, anyPressures, (pressures, helper) => {
        const plans = playDay(
          (minute) => pressures[Math.floor(minute / 10)] ?? 0,
          (minute) => helper[Math.floor(minute / 10)] ?? 0,
        )
        for (const [place, { applied_at, ended_at }] of plans.entries()) {
          const next = plans[place + 1]
          if (ended_at === null) expect(next).toBeUndefined()
          else expect(minutesBetween(applied_at, ended_at)).toBeGreaterThanOrEqual(60)
          if (next && ended_at) expect(minutesBetween(ended_at, next.applied_at)).toBeGreaterThanOrEqual(30)
        }
      }),
      { numRuns: 60 },
    )
  })
})
