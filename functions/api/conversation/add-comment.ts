import { route } from '../pipeline/http.ts'
import { callerWithToken } from '../pipeline/ticket-access.ts'
import { writeComment } from './write-comment.ts'

/** Adds a comment: a customer's in public, one of staff in public or internally. */
export const addComment = route('addComment', async ({ caller, params, body, trackingToken, once }) => {
  const writer = await callerWithToken(caller, trackingToken, params.id)
  const writing = { caller: writer, ticketId: params.id, ...body, confirms: false }
  const { comment } = await writeComment(writing, (written) => once(written.comment))
  return comment
})
