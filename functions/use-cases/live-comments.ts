import type { EventRecord } from '../contracts/events.ts'
import type { Comment } from '../contracts/ticket.ts'
import { tellsComment } from '../domain/live.ts'
import { listComments } from '../stores/comments.ts'
import { showComments } from './comment-view.ts'

/** The comments that events are about, by the events' `seq`. */
export const commentsToldBy = async (events: readonly EventRecord[]): Promise<ReadonlyMap<number, Comment>> => {
  const told = events.filter(tellsComment)
  const [first] = told
  if (first?.ticket_id === undefined) return new Map()
  const { comments } = await listComments(first.ticket_id, {
    afterSeq: first.seq - 1,
    limit: told.length,
    withInternal: true,
  })
  const shown = await showComments(comments)
  return new Map(shown.map((comment) => [comment.seq, comment]))
}
