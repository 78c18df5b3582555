import { subjectOf } from '../contracts/subjects.ts'
import { eraseTicket } from '../domain/erasure.ts'
import { TOMBSTONE } from '../domain/people.ts'
import type { Happening } from '../domain/ticket/change.ts'
import { isByRequester } from '../domain/ticket.ts'
import { newId } from '../platform/ids.ts'
import { eraseComment, listComments, type StoredComment } from '../stores/comments.ts'
import { writeTogether } from '../stores/documents.ts'
import { listEvents } from '../stores/events.ts'
import { eraseLabels } from '../stores/labels.ts'
import { requestedTickets } from '../stores/requested-tickets.ts'
import { updateTicket } from '../stores/tickets.ts'

/** Comments that are read and erased in one step; a transaction takes 100 writes. */
const COMMENTS_A_STEP = 50

const eraseComments = async (ticketId: string, isTheirs: (comment: StoredComment) => boolean): Promise<void> => {
  for (let afterSeq: number | null = 0; afterSeq !== null; ) {
    const { comments, nextSeq } = await listComments(ticketId, { afterSeq, limit: COMMENTS_A_STEP, withInternal: true })
    const left = comments.filter((comment) => comment.body !== TOMBSTONE && isTheirs(comment))
    if (left.length > 0) await writeTogether(left.map(eraseComment))
    afterSeq = nextSeq
  }
}

/**
 * The tickets in which a ticket's conversation went on, even if the merge was undone later: what it was merged into,
 * and so on.
 */
const survivorsOf = async (ticketId: string): Promise<readonly string[]> => {
  const followed = new Set([ticketId])
  // Iterating over a set also visits what is added during the loop.
  for (const id of followed) {
    for (const { type, data } of await listEvents(subjectOf.ticket(id))) {
      if (type === 'ticket_merged' && typeof data.into === 'string') followed.add(data.into)
    }
  }
  return [...followed].filter((id) => id !== ticketId)
}

/**
 * Erases the text of all tickets of a person, with every comment and what labels hold of it. In tickets that theirs
 * were merged into, which may be somebody else's, only the person's own comments are erased. Events stay as they are:
 * they hold no text. Idempotent, so that an erasure that breaks off can be repeated.
 */
export const eraseTickets = async (requesterId: string, happening: Omit<Happening, 'event_id'>): Promise<void> => {
  for await (const { id } of requestedTickets(requesterId)) {
    await updateTicket(id, async (ticket) => {
      // Within the decision: a comment added in between raises the ticket's version, so that the decision runs again.
      await eraseComments(id, () => true)
      await eraseLabels(id, await listEvents(subjectOf.ticket(id)))
      const change = eraseTicket(ticket, { ...happening, event_id: newId() })
      return change && { change }
    })
    for (const survivorId of await survivorsOf(id)) {
      await eraseComments(survivorId, (comment) => isByRequester(comment) && comment.author.id === requesterId)
    }
  }
}
