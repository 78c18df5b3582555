import * as z from 'zod'
import { Id, Share, Text } from './basics.ts'
import { Category } from './triage.ts'

export const Strategy = z.enum(['balanced', 'round_robin', 'least_busy', 'weighted'])
export type Strategy = z.infer<typeof Strategy>

/** Weights of the score's parts; they add up to 1. */
export const Weights = z
  .strictObject({ skill: Share, availability: Share, performance: Share })
  .refine(
    ({ skill, availability, performance }) => Math.abs(skill + availability + performance - 1) < 1e-6,
    'must add up to 1',
  )
export type Weights = z.infer<typeof Weights>

const Hours = z.number().positive().max(8_760)
const hoursByPriority = z.strictObject({ low: Hours, medium: Hours, high: Hours, critical: Hours })

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be HH:MM')
/** Opening times of the week by day, Monday is 1; a day without an entry is closed. */
export const BusinessHours = z.partialRecord(
  z.enum(['1', '2', '3', '4', '5', '6', '7']),
  z.strictObject({ from: ClockTime, to: ClockTime }).refine(({ from, to }) => from < to, 'must open before it closes'),
)
export type BusinessHours = z.infer<typeof BusinessHours>

/**
 * Zones that have passed the check, which costs as much as the rest of a department and runs for each one that is read.
 */
const knownZones = new Set<string>()

const TimeZone = z.string().refine((zone) => {
  if (knownZones.has(zone)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    knownZones.add(zone)
    return true
  } catch {
    return false
  }
}, 'must be an IANA time zone')

const sla = { first_response_hours: hoursByPriority, resolution_hours: hoursByPriority }
const triagePolicy = { apply_category: z.boolean(), min_confidence: Share }
const overflow = { enabled: z.boolean(), after_minutes: z.int().min(0).max(1_440) }

const settings = {
  name: Text.trim().min(1).max(80),
  categories: z.array(Category).max(4),
  strategy: Strategy,
  weights: Weights,
  time_zone: TimeZone,
  business_hours: BusinessHours.nullable(),
  sla: z.strictObject(sla),
  triage_policy: z.strictObject(triagePolicy),
  overflow: z.strictObject(overflow),
  offline_grace_minutes: z.int().min(0).max(1_440),
  admins_take_tickets: z.boolean(),
  overload_threshold: z.number().positive().max(100),
  underload_threshold: z.number().min(0).max(100),
  auto_merge: z.boolean(),
}

export const DepartmentLoad = z.strictObject({
  agents_online: z.int().min(0),
  active: z.int().min(0),
  capacity: z.int().min(0),
  waiting: z.int().min(0),
  /** active ÷ online capacity, 0 if none. */
  utilisation: z.number().min(0),
  /** (active + waiting) ÷ max(1, online capacity). */
  pressure: z.number().min(0),
})
export type DepartmentLoad = z.infer<typeof DepartmentLoad>

export const Department = z.strictObject({ id: Id, ...settings, load: DepartmentLoad })
export type Department = z.infer<typeof Department>

/** A department without its load: what admins set. */
export const DepartmentSettings = z.strictObject({ id: Id, ...settings })
export type DepartmentSettings = z.infer<typeof DepartmentSettings>

/** A shape of which every field may be missing, but not `undefined`. */
const exactPartial = <Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, z.exactOptional(schema)])) as {
    [Name in keyof Shape]: z.ZodExactOptional<Shape[Name]>
  }

const someHours = z.strictObject(exactPartial(hoursByPriority.shape))
/**
 * The settings of a department, all optional, and so are those within a group, except weights: only together do they
 * add up to 1.
 */
const optional = exactPartial({
  ...settings,
  sla: z.strictObject(exactPartial({ first_response_hours: someHours, resolution_hours: someHours })),
  triage_policy: z.strictObject(exactPartial(triagePolicy)),
  overflow: z.strictObject(exactPartial(overflow)),
})

/**
 * Checks only thresholds that are set together: one set alone may overlap with the stored other one, for instance to
 * try out a merge.
 */
const areApart = ({
  overload_threshold = Number.POSITIVE_INFINITY,
  underload_threshold = 0,
}: {
  readonly overload_threshold?: number
  readonly underload_threshold?: number
}): boolean => overload_threshold > underload_threshold
const mustBeApart = { path: ['overload_threshold'], error: 'must be above underload_threshold' }

/** Everything but the name has a default. */
export const NewDepartment = z.strictObject({ ...optional, name: settings.name }).refine(areApart, mustBeApart)
export type NewDepartment = z.infer<typeof NewDepartment>

export const DepartmentPatch = z
  .strictObject(optional)
  .refine((patch) => Object.keys(patch).length > 0, 'must change at least one field')
  .refine(areApart, mustBeApart)
export type DepartmentPatch = z.infer<typeof DepartmentPatch>
