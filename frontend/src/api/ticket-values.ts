import type { Status } from '../../../functions/contracts/ticket.ts'
import type { Category, Priority } from '../../../functions/contracts/triage.ts'

/** The values of a ticket's closed fields in the order shown to people; the contract's own lists would import zod. */
export const statuses: readonly Status[] = ['open', 'in_progress', 'resolved', 'closed']
export const categories: readonly Category[] = ['billing', 'technical', 'account', 'general']
export const priorities: readonly Priority[] = ['low', 'medium', 'high', 'critical']

/** Whether a ticket in this status is unfinished, as `isUnfinished` of the domain decides. */
export const isWork = (status: Status): boolean => status === 'open' || status === 'in_progress'
