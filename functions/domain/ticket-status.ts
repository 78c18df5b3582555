import type { Status } from '../contracts/ticket.ts'

/** The statuses in which somebody still has something to do. */
export const UNFINISHED: readonly Status[] = ['open', 'in_progress']
/** All other statuses. */
export const FINISHED: readonly Status[] = ['resolved', 'closed']

/** True for a finished status, false for anything else, even for a value that is no status. */
export const isFinished = (status: unknown): boolean => FINISHED.some((finished) => finished === status)

export const isUnfinished = (status: Status): boolean => !isFinished(status)
