import type { Comment } from '../../../functions/contracts/ticket.ts'
import { allPages, LARGEST_PAGE } from './all-pages.ts'
import { call } from './call.ts'

/** All comments on a ticket that the caller may see, oldest first. */
export const allComments = (id: string, headers: Readonly<Record<string, string>> = {}): Promise<readonly Comment[]> =>
  allPages((cursor) =>
    call('listComments', { params: { id }, query: { limit: LARGEST_PAGE, ...(cursor ? { cursor } : {}) }, headers }),
  )
