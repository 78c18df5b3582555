import type { Status } from '../../../../functions/contracts/ticket.ts'
import type { Category, Priority } from '../../../../functions/contracts/triage.ts'
import { categories, priorities, statuses } from '../../api/ticket-values.ts'

const viewNames = ['my_open', 'breaching', 'ai_review', 'resolved', 'unassigned', 'all'] as const
export type ViewName = (typeof viewNames)[number]

export const sorts = ['-created_at', 'created_at', 'priority'] as const
export type Sort = (typeof sorts)[number]

/** The list's parameters in the address: view, filters, words and order. A saved view is such an address. */
export interface InboxSearch {
  view?: ViewName
  status?: Status
  category?: Category
  priority?: Priority
  department?: string
  tag?: string
  search?: string
  sort?: Sort
}

const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined =>
  values.find((value) => value === given)

const textOf = (given: unknown): string | undefined => (typeof given === 'string' && given ? given : undefined)

/** Reads an address; unknown parameters and values are dropped rather than refused. */
export const searchOf = (given: Record<string, unknown>): InboxSearch => {
  const read = {
    view: oneOf(viewNames, given.view),
    status: oneOf(statuses, given.status),
    category: oneOf(categories, given.category),
    priority: oneOf(priorities, given.priority),
    department: textOf(given.department),
    tag: textOf(given.tag),
    search: textOf(given.search),
    sort: oneOf(sorts, given.sort),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

export const hasFilters = ({ status, category, priority, department, tag, search }: InboxSearch): boolean =>
  Boolean(status ?? category ?? priority ?? department ?? tag ?? search)
