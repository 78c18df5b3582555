import type { Department } from '../../../functions/contracts/department.ts'
import type { Changes } from '../../../functions/contracts/events.ts'
import type { Ticket } from '../../../functions/contracts/ticket.ts'
import type { Words } from '../text/words.en.ts'

const nameIn = (names: object, value: unknown): string | undefined => {
  const found = Object.entries(names).find(([key]) => key === value)
  return found ? String(found[1]) : undefined
}

/** The fields that readers look for first; all others follow by name. */
const FIELD_ORDER = [
  'title',
  'status',
  'category',
  'department_id',
  'priority',
  'queue_state',
  'assignee',
  'assignee_id',
]

const placeOf = (field: string): number =>
  FIELD_ORDER.includes(field) ? FIELD_ORDER.indexOf(field) : FIELD_ORDER.length

/** An event's changes in the same order in every row, since the database returns a map's keys in any order. */
export const orderedChanges = (changes: Changes): readonly (readonly [string, Changes[string]])[] =>
  Object.entries(changes).sort(([one], [other]) => placeOf(one) - placeOf(other) || (one < other ? -1 : 1))

/** A field's value for display: the names of enumerated values and departments, tags as a list. */
export const shownValue = (
  field: string,
  value: unknown,
  words: Words,
  departments: readonly Pick<Department, 'id' | 'name'>[],
): string => {
  if (value === null || value === undefined || value === '') return '–'
  const enumerations: Readonly<Record<string, object>> = {
    status: words.status,
    category: words.category,
    priority: words.priority,
    queue_state: words.queue,
    presence: words.presence,
    role: words.role,
    department_id: Object.fromEntries(departments.map(({ id, name }) => [id, name])),
  }
  const named = nameIn(enumerations[field] ?? {}, value)
  if (named) return named
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : '–'
  return typeof value === 'object' ? '…' : String(value)
}

/** The value of one of a ticket's fields. */
export const fieldOf = (ticket: Ticket, field: string): unknown =>
  Object.entries(ticket).find(([name]) => name === field)?.[1]
