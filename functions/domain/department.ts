import type {
  Department,
  DepartmentLoad,
  DepartmentPatch,
  DepartmentSettings,
  NewDepartment,
} from '../contracts/department.ts'
import type { Changes } from '../contracts/events.ts'
import type { Category } from '../contracts/triage.ts'
import { WEIGHTS } from './assignment/suitability.ts'
import { OFFLINE_GRACE_MINUTES, OVERFLOW } from './capacity.ts'
import { OVERLOAD_THRESHOLD, UNDERLOAD_THRESHOLD } from './merge.ts'
import { DEFAULT_CATEGORY } from './ticket.ts'

/** A department as stored; `version` counts its changes, and identifies the policy of a routing decision. */
export type StoredDepartment = DepartmentSettings & { readonly version: number }

/** Tickets that an agent may carry at once, until an admin says otherwise. */
export const DEFAULT_CAPACITY = 10

/** The settings of a new department, which is always open. */
export const DEPARTMENT_DEFAULTS: Omit<DepartmentSettings, 'id' | 'name'> = {
  categories: [],
  strategy: 'balanced',
  weights: WEIGHTS,
  time_zone: 'UTC',
  business_hours: null,
  sla: {
    first_response_hours: { critical: 1, high: 4, medium: 8, low: 24 },
    resolution_hours: { critical: 8, high: 24, medium: 72, low: 120 },
  },
  triage_policy: { apply_category: true, min_confidence: 0.5 },
  overflow: OVERFLOW,
  offline_grace_minutes: OFFLINE_GRACE_MINUTES,
  admins_take_tickets: false,
  overload_threshold: OVERLOAD_THRESHOLD,
  underload_threshold: UNDERLOAD_THRESHOLD,
  auto_merge: false,
}

const withCategoriesOnce = (settings: DepartmentSettings): DepartmentSettings => ({
  ...settings,
  categories: [...new Set(settings.categories)],
})

/** A department with an admin's changes. What a group of settings leaves out stays as it is. */
export const patchDepartment = (department: DepartmentSettings, patch: DepartmentPatch): DepartmentSettings => {
  const { sla, triage_policy, overflow } = department
  return withCategoriesOnce({
    ...department,
    ...patch,
    sla: {
      first_response_hours: { ...sla.first_response_hours, ...patch.sla?.first_response_hours },
      resolution_hours: { ...sla.resolution_hours, ...patch.sla?.resolution_hours },
    },
    triage_policy: { ...triage_policy, ...patch.triage_policy },
    overflow: { ...overflow, ...patch.overflow },
  })
}

/** A department with the given settings, and defaults for the rest. */
export const newDepartment = (given: NewDepartment, id: string): DepartmentSettings =>
  patchDepartment({ ...DEPARTMENT_DEFAULTS, name: given.name, id }, given)

/** The settings that differ, as the audit records them; all are new if `before` is null. */
export const departmentChanges = (before: DepartmentSettings | null, after: DepartmentSettings): Changes =>
  Object.fromEntries(
    (Object.keys(after) as (keyof DepartmentSettings)[]).flatMap((field) => {
      const old = before?.[field] ?? null
      return field === 'id' || JSON.stringify(old) === JSON.stringify(after[field])
        ? []
        : [[field, [old, after[field]]]]
    }),
  )

export interface CategoryMoves {
  readonly claimed: readonly Category[]
  readonly released: readonly Category[]
}

/** Which categories a department takes on, and which it lets go. */
export const categoryMoves = (before: DepartmentSettings | null, after: DepartmentSettings): CategoryMoves => {
  const had = before?.categories ?? []
  return {
    claimed: after.categories.filter((category) => !had.includes(category)),
    released: had.filter((category) => !after.categories.includes(category)),
  }
}

/**
 * The department that serves a category. A category that no department claims is served by the one with the default
 * category, so that every ticket has a department; undefined if nobody claims that one either.
 */
export const servingDepartment = <One extends Pick<DepartmentSettings, 'categories'>>(
  departments: readonly One[],
  category: Category,
): One | undefined =>
  departments.find(({ categories }) => categories.includes(category)) ??
  departments.find(({ categories }) => categories.includes(DEFAULT_CATEGORY))

/** A department as people see it: its settings beside its load. */
export const withLoad = ({ version: _internal, ...settings }: StoredDepartment, load: DepartmentLoad): Department => ({
  ...settings,
  load,
})
