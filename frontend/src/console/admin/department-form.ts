import type { Department, DepartmentPatch, Strategy, Weights } from '../../../../functions/contracts/department.ts'
import type { Priority } from '../../../../functions/contracts/triage.ts'

export const strategies: readonly Strategy[] = ['balanced', 'round_robin', 'least_busy', 'weighted']
export const clockPriorities: readonly Priority[] = ['critical', 'high', 'medium', 'low']

const numberIn = (data: FormData, name: string) => Number(data.get(name))

const hoursIn = (data: FormData, clock: string) => ({
  critical: numberIn(data, `${clock}.critical`),
  high: numberIn(data, `${clock}.high`),
  medium: numberIn(data, `${clock}.medium`),
  low: numberIn(data, `${clock}.low`),
})

/** The form's values as the contract wants them. */
export const patchOf = (data: FormData, weights: Weights): DepartmentPatch & Pick<Department, 'name'> => ({
  name: String(data.get('name') ?? '').trim(),
  strategy: strategies.find((one) => one === data.get('strategy')) ?? 'balanced',
  weights,
  overload_threshold: numberIn(data, 'overload_threshold'),
  underload_threshold: numberIn(data, 'underload_threshold'),
  overflow: { enabled: data.has('overflow.enabled'), after_minutes: numberIn(data, 'overflow.after_minutes') },
  offline_grace_minutes: numberIn(data, 'offline_grace_minutes'),
  admins_take_tickets: data.has('admins_take_tickets'),
  auto_merge: data.has('auto_merge'),
  triage_policy: {
    apply_category: data.has('triage_policy.apply_category'),
    min_confidence: numberIn(data, 'triage_policy.min_confidence'),
  },
  sla: { first_response_hours: hoursIn(data, 'first'), resolution_hours: hoursIn(data, 'resolution') },
})

/** The agent of the live example: skill 0.9, 60 % free, speed 0.8. */
const EXAMPLE = { skill: 0.9, availability: 0.6, performance: 0.8 }

export const exampleScore = ({ skill, availability, performance }: Weights): number =>
  skill * EXAMPLE.skill + availability * EXAMPLE.availability + performance * EXAMPLE.performance

export const addsUp = ({ skill, availability, performance }: Weights): boolean =>
  Math.abs(skill + availability + performance - 1) < 1e-6
