import type { Presence } from '../contracts/people.ts'
import type { Comment } from '../contracts/ticket.ts'
import type { StoredComment } from '../stores/comments.ts'
import { presenceOf } from '../stores/presences.ts'

/** A comment as people see it; an author whose presence is unknown, such as a guest, is shown as offline. */
export const showComment = (
  { by_requester: _side, ...comment }: StoredComment,
  presence: ReadonlyMap<string, Presence>,
): Comment => ({
  ...comment,
  author: { ...comment.author, presence: (comment.author.id && presence.get(comment.author.id)) || 'offline' },
})

/** Comments with their authors' presence. */
export const showComments = async (comments: readonly StoredComment[]): Promise<Comment[]> => {
  const presence = await presenceOf(comments.flatMap(({ author }) => (author.id ? [author.id] : [])))
  return comments.map((comment) => showComment(comment, presence))
}
