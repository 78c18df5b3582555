import type { Application } from '../contracts/people.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { eraseTicket } from '../domain/erasure.ts'
import { TOMBSTONE } from '../domain/people.ts'
import { isByRequester } from '../domain/ticket.ts'
import type { Happening } from '../domain/ticket-change.ts'
import { newId } from '../platform/ids.ts'
import { listComments, type StoredComment } from './comments.ts'
import { tableNamed, type Write, writeTogether } from './documents.ts'
import { listEvents } from './events.ts'
import { eraseLabels } from './labels.ts'
import { queryEach } from './queries.ts'
import { peopleKeys, ticketIndex, ticketKeys } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'
import { updateTicket } from './tickets.ts'

/** Comments that are read and erased in one step; a transaction takes 100 writes. */
const COMMENTS_A_STEP = 50

const INDEX = ticketIndex('by_requester')

const ticketsOf = async function* (requesterId: string): AsyncGenerator<TicketState> {
  const rows = queryEach({
    TableName: tableNamed('Tickets'),
    IndexName: INDEX.name,
    KeyConditionExpression: `${INDEX.partitionKey} = :requester`,
    ExpressionAttributeValues: { ':requester': requesterId },
  })
  for await (const row of rows) yield parseTicket(row)
}

/** A word of who asked goes with the name under it; who answered keeps theirs, as in the events. */
const eraseComment = (comment: StoredComment): Write => ({
  Update: {
    TableName: tableNamed('Tickets'),
    Key: ticketKeys.comment(comment.ticket_id, comment.seq),
    UpdateExpression: `SET body = :erased${isByRequester(comment) ? ', author.#name = :erased' : ''}`,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':erased': TOMBSTONE },
    ...(isByRequester(comment) && { ExpressionAttributeNames: { '#name': 'name' } }),
  },
})

const eraseComments = async (ticketId: string, isTheirs: (comment: StoredComment) => boolean): Promise<void> => {
  for (let afterSeq: number | null = 0; afterSeq !== null; ) {
    const { comments, nextSeq } = await listComments(ticketId, { afterSeq, limit: COMMENTS_A_STEP, withInternal: true })
    const left = comments.filter((comment) => comment.body !== TOMBSTONE && isTheirs(comment))
    if (left.length > 0) await writeTogether(left.map(eraseComment))
    afterSeq = nextSeq
  }
}

/** The tickets in which the conversation of one went on, now or before an undoing: what it was merged into, and so on. */
const survivorsOf = async (ticketId: string): Promise<readonly string[]> => {
  const followed = new Set([ticketId])
  // A set's own loop also comes to what is added on the way.
  for (const id of followed) {
    for (const { type, data } of await listEvents(ticketKeys.ticket(id).pk)) {
      if (type === 'ticket_merged' && typeof data.into === 'string') followed.add(data.into)
    }
  }
  return [...followed].filter((id) => id !== ticketId)
}

/**
 * Takes a person's words out of all their tickets, and out of what people taught by them. Of the tickets that theirs were
 * merged into, which may be somebody else's, only what they said there goes. Events stay as they are: they hold no text.
 * Done twice, it changes nothing more; broken off, it is repeated.
 */
export const eraseTickets = async (requesterId: string, happening: Omit<Happening, 'event_id'>): Promise<void> => {
  for await (const { id } of ticketsOf(requesterId)) {
    await updateTicket(id, async (ticket) => {
      // Within the decision: a comment in between raises the ticket's version, so that it is erased, too.
      await eraseComments(id, () => true)
      await eraseLabels(id, await listEvents(ticketKeys.ticket(id).pk))
      const change = eraseTicket(ticket, { ...happening, event_id: newId() })
      return change && { change }
    })
    for (const survivorId of await survivorsOf(id)) {
      await eraseComments(survivorId, (comment) => isByRequester(comment) && comment.author.id === requesterId)
    }
  }
}

/** Frees an e-mail address, and forgets what it wished for. */
export const releaseEmail = (email: string): Write => ({
  Delete: { TableName: tableNamed('AgentLoad'), Key: peopleKeys.email(email) },
})

/** Takes the person out of an application; one that is undecided ends with it. */
export const eraseApplication = ({ id, state, decided_by, decided_at }: Application, now: Date): Write => ({
  Update: {
    TableName: tableNamed('AgentLoad'),
    Key: peopleKeys.application(id),
    UpdateExpression:
      'SET motivation = :erased, #user.#name = :erased, #user.email = :erased, #state = :state, decided_by = :by, decided_at = :at',
    ExpressionAttributeNames: { '#user': 'user', '#name': 'name', '#state': 'state' },
    ExpressionAttributeValues: {
      ':erased': TOMBSTONE,
      ':state': state === 'open' ? 'rejected' : state,
      ':by': decided_by,
      ':at': decided_at ?? now.toISOString(),
    },
  },
})
