import { describe, expect, it } from 'vitest'
import { Department, DepartmentPatch, DepartmentSettings, NewDepartment } from '../../functions/contracts/department.ts'
import { departmentLoad } from '../../functions/domain/capacity.ts'
import {
  categoryMoves,
  departmentChanges,
  newDepartment,
  patchDepartment,
  servingDepartment,
  withLoad,
} from '../../functions/domain/department.ts'

const ID = '01K5A0000000000000000000DE'
const billing = newDepartment({ name: 'Billing', categories: ['billing'] }, ID)
const general = newDepartment({ name: 'Front desk', categories: ['general'] }, `${ID.slice(0, -2)}FD`)

describe('a new department', () => {
  it('has the published defaults', () => {
    expect(newDepartment({ name: 'Billing' }, ID)).toEqual({
      id: ID,
      name: 'Billing',
      categories: [],
      strategy: 'balanced',
      weights: { skill: 0.5, availability: 0.3, performance: 0.2 },
      time_zone: 'UTC',
      business_hours: null,
      sla: {
        first_response_hours: { critical: 1, high: 4, medium: 8, low: 24 },
        resolution_hours: { critical: 8, high: 24, medium: 72, low: 120 },
      },
      triage_policy: { apply_category: true, min_confidence: 0.5 },
      overflow: { enabled: true, after_minutes: 10 },
      offline_grace_minutes: 15,
      admins_take_tickets: false,
      overload_threshold: 1.2,
      underload_threshold: 0.6,
      auto_merge: false,
    })
  })

  it('keeps what its admin gave, each category once', () => {
    const given = newDepartment({ name: 'Desk', strategy: 'weighted', categories: ['general', 'general'] }, ID)

    expect(given).toMatchObject({ name: 'Desk', strategy: 'weighted', categories: ['general'] })
    expect(DepartmentSettings.parse(given)).toEqual(given)
  })
})

describe('a group of settings', () => {
  const part = {
    sla: { first_response_hours: { critical: 0.5 } },
    triage_policy: { apply_category: false },
    overflow: { enabled: false },
  }
  const whole = {
    sla: {
      first_response_hours: { critical: 0.5, high: 4, medium: 8, low: 24 },
      resolution_hours: { critical: 8, high: 24, medium: 72, low: 120 },
    },
    triage_policy: { apply_category: false, min_confidence: 0.5 },
    overflow: { enabled: false, after_minutes: 10 },
  }

  it('keeps what a change of a part of it does not name', () => {
    expect(patchDepartment(billing, DepartmentPatch.parse(part))).toEqual({ ...billing, ...whole })
  })

  it('has its defaults for what a new department does not name', () => {
    expect(newDepartment(NewDepartment.parse({ name: 'Desk', ...part }), ID)).toMatchObject(whole)
  })

  it.each([
    { overflow: { enabled: false, minutes: 5 } },
    { sla: { first_response_hours: { urgent: 1 } } },
    { triage_policy: { min_confidence: 1.1 } },
    { weights: { skill: 0.5 } },
  ])('refuses %j', (patch) => {
    expect(DepartmentPatch.safeParse(patch).success).toBe(false)
  })
})

describe('the thresholds of load', () => {
  const parsed = (given: object) => [
    DepartmentPatch.safeParse(given),
    NewDepartment.safeParse({ name: 'Desk', ...given }),
  ]

  it.each([0.6, 0.59])('that are set together must be apart: not %d beside 0.6', (overload_threshold) => {
    for (const { error } of parsed({ overload_threshold, underload_threshold: 0.6 })) {
      expect(error?.issues).toMatchObject([
        { path: ['overload_threshold'], message: 'must be above underload_threshold' },
      ])
    }
  })

  it.each([
    { overload_threshold: 0.1 },
    { underload_threshold: 5 },
    { overload_threshold: 0.7, underload_threshold: 0.6 },
  ])('are taken one alone, and both in their order: %j', (given) => {
    expect(parsed(given).map(({ success }) => success)).toEqual([true, true])
  })
})

describe('a changed department', () => {
  it('changes what is named and nothing else', () => {
    const patched = patchDepartment(billing, { strategy: 'round_robin' })

    expect(patched).toEqual({ ...billing, strategy: 'round_robin' })
    expect(departmentChanges(billing, patched)).toEqual({ strategy: ['balanced', 'round_robin'] })
  })

  it('claims what it did not have and releases what it no longer has', () => {
    const patched = patchDepartment(billing, { categories: ['account', 'technical'] })

    expect(categoryMoves(billing, patched)).toEqual({ claimed: ['account', 'technical'], released: ['billing'] })
    expect(categoryMoves(null, billing)).toEqual({ claimed: ['billing'], released: [] })
  })
})

describe('a category', () => {
  it('is served by the department that claims it', () => {
    expect(servingDepartment([general, billing], 'billing')).toBe(billing)
  })

  it('that nobody claims is served where the default category is', () => {
    expect(servingDepartment([billing, general], 'technical')).toBe(general)
  })

  it('is served by nobody if the default category is homeless too', () => {
    expect(servingDepartment([billing], 'technical')).toBeUndefined()
  })
})

it('is shown with its load, and without what only the tables know', () => {
  const shown = withLoad(
    { ...billing, version: 7 },
    departmentLoad([{ presence: 'online', active: 3, capacity: 4 }], 2),
  )

  expect(Department.parse(shown).load).toMatchObject({ active: 3, capacity: 4, waiting: 2, pressure: 1.25 })
})
