import type { Comment, Visibility } from '../../contracts/ticket.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { type Caller, speakerOn, speaksAsRequester } from '../../domain/permissions.ts'
import { GUEST } from '../../domain/ticket/change.ts'
import { actorOf, type CommentChange, type CommentDraft, commentOn } from '../../domain/ticket.ts'
import { newId } from '../../platform/ids.ts'
import { putComment } from '../../stores/comments.ts'
import type { Write } from '../../stores/documents.ts'
import { presenceOf } from '../../stores/presences.ts'
import { getTicket, updateTicket } from '../../stores/tickets.ts'
import { showComment } from '../../use-cases/comment-view.ts'
import { assertMay } from '../pipeline/ticket-access.ts'

/** Merges may form a chain; one that is longer than this is a circle. */
const MERGE_DEPTH = 10

/** The ticket in which a conversation goes on: the ticket itself, or the one it was finally merged into. */
const survivorOf = async (ticket: TicketState): Promise<TicketState> => {
  let survivor = ticket
  for (let depth = 0; survivor.merged_into && depth < MERGE_DEPTH; depth += 1) {
    survivor = await getTicket(survivor.merged_into)
  }
  return survivor
}

const authorOf = (caller: Caller, ticket: TicketState): CommentDraft['author'] =>
  caller.kind === 'user'
    ? { id: caller.id, name: caller.name, role: caller.role }
    : { id: null, name: ticket.requester.name, role: 'customer' }

export interface Writing {
  readonly caller: Caller
  readonly ticketId: string
  readonly body: string
  readonly visibility: Visibility
  readonly confirms: boolean
}

export interface Written {
  /** The ticket that the comment was written to, as it is now; what it was merged into may be somebody else's. */
  readonly addressed: TicketState
  /** The comment as it is shown. */
  readonly comment: Comment
}

/** Adds a comment to a ticket's conversation; a comment on a merged ticket goes to the surviving one. */
export const writeComment = async (
  { caller, ticketId, body, visibility, confirms }: Writing,
  once: (written: Written) => readonly Write[] | Promise<readonly Write[]>,
): Promise<Written> => {
  const [addressed, presence] = await Promise.all([
    getTicket(ticketId),
    presenceOf(caller.kind === 'user' ? [caller.id] : []),
  ])
  const action = confirms ? 'confirm' : visibility === 'internal' ? 'comment_internally' : 'comment'
  assertMay(caller, action, addressed)
  const { id: survivorId } = await survivorOf(addressed)

  const speaker = speakerOn(caller, addressed)
  const happening = { event_id: newId(), actor: speaker.kind === 'user' ? actorOf(speaker) : GUEST, now: new Date() }
  const id = newId()
  const author = authorOf(speaker, addressed)
  const by_requester = speaksAsRequester(speaker, addressed)
  const written = (change: CommentChange): Written => ({
    addressed: change.ticket.id === ticketId ? change.ticket : addressed,
    comment: showComment(change.comment, presence),
  })
  const change = await updateTicket(survivorId, async (ticket) => {
    const made = commentOn(ticket, { body, visibility, author, by_requester, confirms }, id, happening)
    return { change: made, extra: [putComment(made), ...(await once(written(made)))] }
  })
  return written(change)
}
