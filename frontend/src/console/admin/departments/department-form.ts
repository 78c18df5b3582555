import type {
  BusinessHours,
  Department,
  DepartmentPatch,
  Strategy,
  Weights,
} from '../../../../../functions/contracts/department.ts'
import type { Category, Priority } from '../../../../../functions/contracts/triage.ts'
import { categories } from '../../../api/ticket-values.ts'
import type { FieldErrors } from '../../../design/use-field-errors.ts'

/** What each group of a department's fields is made from. */
export interface DepartmentFieldsProps {
  readonly department: Department
  /** The host's error for a field. */
  readonly errorOf: FieldErrors
}

export const strategies: readonly Strategy[] = ['balanced', 'round_robin', 'least_busy', 'weighted']
export const clockPriorities: readonly Priority[] = ['critical', 'high', 'medium', 'low']

const numberIn = (data: FormData, name: string) => Number(data.get(name))

const hoursIn = (data: FormData, clock: string) => ({
  critical: numberIn(data, `${clock}.critical`),
  high: numberIn(data, `${clock}.high`),
  medium: numberIn(data, `${clock}.medium`),
  low: numberIn(data, `${clock}.low`),
})

/** Monday comes first. */
export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const

/** The week's hours; null if the clocks always run. Midnight at the end of a day is sent as 24:00. */
const hoursOfWeek = (data: FormData): BusinessHours | null => {
  if (!data.has('business_hours')) return null
  const open = weekdays.filter((day) => data.has(`open.${day}`))
  return Object.fromEntries(
    open.map((day) => {
      const to = String(data.get(`to.${day}`))
      return [day, { from: String(data.get(`from.${day}`)), to: to === '00:00' ? '24:00' : to }]
    }),
  )
}

/** Topics in the order of the form. */
export const inOrder = (some: readonly Category[]): Category[] => categories.filter((one) => some.includes(one))

/** The form's values in the contract's shape. The form's controls are named by their paths in it. */
export const patchOf = (data: FormData, weights: Weights): DepartmentPatch & Pick<Department, 'name'> => ({
  name: String(data.get('name') ?? '').trim(),
  categories: categories.filter((category) => data.has(`category.${category}`)),
  strategy: strategies.find((one) => one === data.get('strategy')) ?? 'balanced',
  weights,
  time_zone: String(data.get('time_zone')),
  business_hours: hoursOfWeek(data),
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
  sla: {
    first_response_hours: hoursIn(data, 'sla.first_response_hours'),
    resolution_hours: hoursIn(data, 'sla.resolution_hours'),
  },
})

/**
 * The pressure thresholds as whole numbers of tickets, for a department with the given capacity: from how many it is
 * overloaded, and up to how many it may help others.
 */
export const thresholdExample = (
  lines: { readonly overload: number; readonly underload: number },
  capacity: number,
) => ({
  overloadedFrom: Math.ceil(lines.overload * Math.max(1, capacity) - 1e-9),
  helpsUpTo: Math.floor(lines.underload * Math.max(1, capacity) + 1e-9),
})

/** The default weights of the score's parts. */
export const STANDARD_WEIGHTS: Weights = { skill: 0.5, availability: 0.3, performance: 0.2 }

/** The agent of the live example: skill 0.9, 60 % free, speed 0.8. */
const EXAMPLE = { skill: 0.9, availability: 0.6, performance: 0.8 }

export const exampleScore = ({ skill, availability, performance }: Weights): number =>
  skill * EXAMPLE.skill + availability * EXAMPLE.availability + performance * EXAMPLE.performance

/** Whether each weight lies in [0, 1] and they add up to 1. */
export const addsUp = ({ skill, availability, performance }: Weights): boolean =>
  Math.min(skill, availability, performance) >= 0 && Math.abs(skill + availability + performance - 1) < 1e-6
