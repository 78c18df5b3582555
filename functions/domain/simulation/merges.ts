import type { DepartmentLoad } from '../../contracts/department.ts'
import type { MergePlan } from '../../contracts/insight.ts'
import { type DepartmentState, helpersOf, type PressureSample, suggestMerges, whyMergeEnds } from '../merge.ts'
import type { SimulatedDepartment } from './world.ts'

/** The pressure is recorded this often, in minutes. */
export const SAMPLE_MINUTES = 5
/** Merges are checked every hour. */
const SAMPLES_PER_CHECK = 12

type Plan = Pick<MergePlan, 'source_department_id' | 'target_department_id' | 'state' | 'expires_at' | 'ended_at'> & {
  readonly applied_at: string
}

/** The merges of a simulation, applied without asking. */
export interface MergePractice {
  readonly helpersOf: (department_id: string) => readonly string[]
  /** Records the loads, in the order of the departments, and every hour ends and begins merges. */
  readonly look: (loads: readonly DepartmentLoad[], now: string) => void
  /** How many merges have begun or ended. */
  readonly switches: () => number
}

export const newMergePractice = (departments: readonly SimulatedDepartment[]): MergePractice => {
  let plans: readonly Plan[] = []
  let history: readonly (readonly PressureSample[])[] = departments.map(() => [])
  let looks = 0
  let switches = 0

  const statesOf = (loads: readonly DepartmentLoad[]): readonly DepartmentState[] =>
    departments.flatMap((department, place) => {
      const load = loads[place]
      if (!load) return []
      const state = { ...department, name: department.department_id, load, samples: history[place] ?? [] }
      return [{ ...state, arrivals_per_hour: 0, handle_seconds: 0, waiting_ticket_ids: [] }]
    })

  const endDue = (plan: Plan, states: readonly DepartmentState[], now: string): Plan => {
    const source = states.find(({ department_id }) => department_id === plan.source_department_id)
    const target = states.find(({ department_id }) => department_id === plan.target_department_id)
    if (plan.state !== 'applied' || !source || !target) return plan
    return whyMergeEnds(plan.applied_at, source, target, now) === null
      ? plan
      : { ...plan, state: 'ended', ended_at: now }
  }

  const check = (states: readonly DepartmentState[], now: string): void => {
    const kept = plans.map((plan) => endDue(plan, states, now))
    const proposals = suggestMerges({ departments: states, plans: kept, by: 'schedule', now })
    const begun = proposals.map((proposal) => ({
      ...proposal,
      state: 'applied' as const,
      applied_at: now,
      ended_at: null,
    }))
    switches += begun.length + kept.filter((plan, place) => plan.state !== plans[place]?.state).length
    plans = [...kept, ...begun]
  }

  return {
    helpersOf: (department_id) => helpersOf(department_id, plans),
    look: (loads, now) => {
      if (looks % SAMPLES_PER_CHECK === 0) check(statesOf(loads), now)
      history = departments.map((_department, place) => [
        { at: now, pressure: loads[place]?.pressure ?? 0 },
        ...(history[place] ?? []).slice(0, 1),
      ])
      looks += 1
    },
    switches: () => switches,
  }
}
