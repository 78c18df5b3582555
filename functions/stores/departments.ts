import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { type DepartmentPatch, DepartmentSettings } from '../contracts/department.ts'
import type { EventRecord } from '../contracts/events.ts'
import { subjectOf } from '../contracts/subjects.ts'
import type { Category } from '../contracts/triage.ts'
import {
  categoryMoves,
  departmentChanges,
  patchDepartment,
  type StoredDepartment,
  servingDepartment,
} from '../domain/department.ts'
import { RefusedError } from '../domain/errors.ts'
import type { Happening } from '../domain/ticket/change.ts'
import type { DepartmentChoice } from '../domain/ticket/placement.ts'
import { DEFAULT_CATEGORY } from '../domain/ticket.ts'
import { rememberingOne } from '../platform/remembering.ts'
import {
  documents,
  ExtraWriteRefusedError,
  failedAt,
  stillAt,
  tableNamed,
  untilWritten,
  type Write,
  writeTogether,
} from './documents.ts'
import { recordEvent } from './events.ts'
import { queryAll } from './queries.ts'
import { kinds, peopleKeys } from './tables.ts'

/** How long an instance remembers the departments; an admin's change waits this long, until every instance uses it. */
const LIFETIME_MS = 500
/** How often a change is tried while other admins' changes come in between. */
const STALE_ATTEMPTS = 5

/** Not strict: rows carry key attributes that records do not. */
const Row = DepartmentSettings.strip().extend({ version: z.int().min(1) })

const known = rememberingOne(LIFETIME_MS, async (): Promise<readonly StoredDepartment[]> => {
  const rows = await queryAll({
    TableName: tableNamed('AgentLoad'),
    IndexName: 'by_kind',
    KeyConditionExpression: 'by_kind_key = :kind',
    ExpressionAttributeValues: { ':kind': kinds.departments },
  })
  return rows.map((row) => Row.parse(row))
})

/**
 * The settings of all departments, oldest first; at most half a second old.
 *
 * @param options.fresh true reads the index even if the answer is remembered
 */
export const listDepartments = ({ fresh = false } = {}): Promise<readonly StoredDepartment[]> =>
  fresh ? known.reload() : known.get()

const readDepartment = async (id: string): Promise<StoredDepartment> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('AgentLoad'), Key: peopleKeys.department(id), ConsistentRead: true }),
  )
  if (!Item) throw new RefusedError('not-found', 'department_unknown', `there is no department ${id}`)
  return Row.parse(Item)
}

/**
 * One department.
 *
 * @throws RefusedError `department_unknown`
 */
export const departmentById = async (id: string): Promise<StoredDepartment> =>
  (await listDepartments()).find((department) => department.id === id) ?? readDepartment(id)

const serving = (departments: readonly StoredDepartment[], category: Category): StoredDepartment => {
  const found = servingDepartment(departments, category)
  if (!found) throw new RefusedError('conflict', 'category_unserved', `no department serves ${category}`)
  return found
}

/**
 * The department that serves a category.
 *
 * @throws RefusedError `category_unserved` if neither the category nor the default category has a department
 */
export const departmentOfCategory = async (category: Category): Promise<StoredDepartment> => {
  const departments = await listDepartments()
  return departments.length > 0
    ? serving(departments, category)
    : serving(await listDepartments({ fresh: true }), category)
}

/**
 * Loads the departments, so that a decision can look one up without waiting.
 *
 * @param options.fresh true if the choice may name a department created a moment ago
 * @returns a lookup of the chosen department, or else of the one that serves the category; it throws RefusedError
 *   `department_unknown` or `category_unserved`
 */
export const departmentLookup = async (
  options: { readonly fresh?: boolean } = {},
): Promise<(choice: DepartmentChoice) => StoredDepartment> => {
  const departments = await listDepartments(options)
  return ({ department_id, category = DEFAULT_CATEGORY }) => {
    if (department_id === undefined) return serving(departments, category)
    const chosen = departments.find(({ id }) => id === department_id)
    if (chosen) return chosen
    throw new RefusedError('invalid', 'department_unknown', `there is no department ${department_id}`, {
      fields: [{ path: 'department_id', message: 'is no department' }],
    })
  }
}

/** A department as its row. */
export const departmentRow = (department: StoredDepartment): Record<string, unknown> => ({
  ...peopleKeys.department(department.id),
  ...department,
  by_kind_key: kinds.departments,
  by_kind_order: department.id,
})

const claim = (category: Category, department_id: string): Write => ({
  Put: {
    TableName: tableNamed('AgentLoad'),
    Item: { ...peopleKeys.category(category), department_id },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

const release = (category: Category, department_id: string): Write => ({
  Delete: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.category(category),
    ConditionExpression: 'department_id = :owner',
    ExpressionAttributeValues: { ':owner': department_id },
  },
})

interface DepartmentChange {
  readonly before: StoredDepartment | null
  readonly after: StoredDepartment
  readonly happening: Happening
}

const eventOf = ({ before, after, happening }: DepartmentChange): EventRecord => ({
  event_id: happening.event_id,
  type: before ? 'department_updated' : 'department_created',
  subject: subjectOf.department(after.id),
  seq: after.version,
  at: happening.now.toISOString(),
  actor: happening.actor,
  changes: departmentChanges(before, after),
  data: { department_id: after.id },
})

/**
 * Writes a department with its claims on categories and its event: all or nothing.
 *
 * @returns false if the department has changed since it was read
 * @throws RefusedError `category_taken` with the category's name
 * @throws ExtraWriteRefusedError if a write of `extra` was refused
 */
const commitDepartment = async (change: DepartmentChange, extra: readonly Write[] = []): Promise<boolean> => {
  const { before, after } = change
  const { claimed, released } = categoryMoves(before, after)
  const put: Write = {
    Put: {
      TableName: tableNamed('AgentLoad'),
      Item: departmentRow(after),
      ...stillAt(before?.version ?? 0),
    },
  }
  const failures = await writeTogether([
    put,
    recordEvent(eventOf(change)),
    ...claimed.map((category) => claim(category, after.id)),
    ...released.map((category) => release(category, after.id)),
    ...extra,
  ])
  known.forget()
  if (!failures) return true
  if (failedAt(failures, 0) || failedAt(failures, 1)) return false
  const taken = claimed.find((_category, place) => failedAt(failures, place + 2))
  if (taken) {
    throw new RefusedError('conflict', 'category_taken', `the category ${taken} belongs to another department`)
  }
  throw new ExtraWriteRefusedError()
}

/**
 * Creates a department. Resolves when every instance knows it, unless the index that lists departments lags behind, as
 * it may in the cloud.
 *
 * @throws RefusedError `category_taken`
 * @throws ExtraWriteRefusedError if a write of `extra` was refused
 */
export const createDepartment = async (
  settings: DepartmentSettings,
  happening: Happening,
  extra: readonly Write[],
): Promise<void> => {
  await commitDepartment({ before: null, after: { ...settings, version: 1 }, happening }, extra)
  await known.outlived()
}

/**
 * Changes a department's settings; if another admin's change comes in between, on top of that one. Resolves when every
 * instance uses them, unless the index that lists departments lags behind, as it may in the cloud.
 *
 * @throws RefusedError `department_unknown`, `category_taken`; `unavailable` if other changes keep coming first
 */
export const updateDepartment = async (
  id: string,
  patch: DepartmentPatch,
  happening: Happening,
): Promise<StoredDepartment> => {
  const tryOnce = async (): Promise<StoredDepartment | 'stale'> => {
    const before = await readDepartment(id)
    const after = { ...patchDepartment(before, patch), version: before.version + 1 }
    return (await commitDepartment({ before, after, happening })) ? after : 'stale'
  }
  const after = await untilWritten(STALE_ATTEMPTS, tryOnce, `department ${id} is changing too often`)
  await known.outlived()
  return after
}
