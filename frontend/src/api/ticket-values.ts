import type { Status } from '../../../functions/contracts/ticket.ts'
import type { Category, Priority } from '../../../functions/contracts/triage.ts'

/** What a ticket's closed fields may be, in the order in which people choose; the contract's own lists bring zod along. */
export const statuses: readonly Status[] = ['open', 'in_progress', 'resolved', 'closed']
export const categories: readonly Category[] = ['billing', 'technical', 'account', 'general']
export const priorities: readonly Priority[] = ['low', 'medium', 'high', 'critical']

/** Whether a ticket in this status still asks for something to be done. */
export const isWork = (status: Status): boolean => status === 'open' || status === 'in_progress'
