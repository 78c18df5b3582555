import { RefusedError } from '../../domain/errors.ts'
import { can } from '../../domain/permissions.ts'
import { listComments as readComments } from '../../stores/comments.ts'
import { skipOf } from '../../stores/cursor.ts'
import { getTicket } from '../../stores/tickets.ts'
import { showComments } from '../../use-cases/comment-view.ts'
import { route } from '../pipeline/http.ts'
import { assertMay, callerWithToken } from '../pipeline/ticket-access.ts'

const seqOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0
  const seq = /^after-(\d{1,8})$/.exec(cursor)?.[1]
  if (seq === undefined) throw new RefusedError('malformed', 'cursor_invalid', 'the cursor is not one of this list')
  return Number(seq)
}

/** A ticket's conversation, oldest first; internal notes are for staff only. */
export const listComments = route('listComments', async ({ caller, params, query, trackingToken }) => {
  const reader = await callerWithToken(caller, trackingToken, params.id)
  const ticket = await getTicket(params.id)
  assertMay(reader, 'read', ticket)

  const { comments, nextSeq } = await readComments(ticket.id, {
    afterSeq: seqOf(query.cursor),
    skip: skipOf(query),
    limit: query.limit,
    withInternal: can(reader, 'read_internal', ticket),
  })
  return { items: await showComments(comments), next_cursor: nextSeq === null ? null : `after-${nextSeq}` }
})
