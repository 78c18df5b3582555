import type { Comment } from '../../../functions/contracts/ticket.ts'
import { call } from './call.ts'

/** The host's largest page. */
const PAGE_SIZE = 100

/** Everything said about a ticket that the caller may see, oldest first, however long it has become. */
export const allComments = async (
  id: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Comment[]> => {
  const comments: Comment[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: Comment[]; next_cursor: string | null } = await call('listComments', {
      params: { id },
      query: { limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) },
      headers,
    })
    comments.push(...page.items)
    cursor = page.next_cursor
  }
  return comments
}
