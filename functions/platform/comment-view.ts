import type { Comment } from '../contracts/ticket.ts'
import type { StoredComment } from '../stores/comments.ts'
import { presenceOf } from '../stores/presences.ts'

/** Comments with their authors' presence. */
export const showComments = async (comments: readonly StoredComment[]): Promise<Comment[]> => {
  const presence = await presenceOf(comments.flatMap(({ author }) => (author.id ? [author.id] : [])))
  return comments.map((comment) => ({
    ...comment,
    author: { ...comment.author, presence: (comment.author.id && presence.get(comment.author.id)) || 'offline' },
  }))
}
