import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { TicketState } from '../contracts/ticket-state.ts'
import { termsOf } from '../domain/search.ts'
import { documents, failedAt, tableNamed, type Write, writeTogether } from './documents.ts'
import { listOrder, searchKeys } from './tables.ts'
import { findTicket } from './tickets.ts'

/**
 * What the index holds of one ticket. Its postings are exactly these terms at every moment, since both change in one
 * transaction.
 */
const IndexedTicket = z.object({
  /** Counts the writes, so that no two writers build on the same state. */
  revision: z.int().min(0),
  terms: z.array(z.string()),
})
type IndexedTicket = z.infer<typeof IndexedTicket>

const NOTHING: IndexedTicket = { revision: 0, terms: [] }

/** Postings changed in one transaction, beside the row that lists them; DynamoDB allows 100 writes in all. */
const POSTINGS_AT_ONCE = 99
/** Attempts at indexing one ticket; each writes one step, or finds that another writer came first. */
const ATTEMPTS = 200

const readIndexed = async (ticketId: string): Promise<IndexedTicket> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Search'), Key: searchKeys.indexed(ticketId), ConsistentRead: true }),
  )
  return Item ? IndexedTicket.parse(Item) : NOTHING
}

const putIndexed = (ticketId: string, seen: IndexedTicket, terms: readonly string[]): Write => ({
  Put: {
    TableName: tableNamed('Search'),
    Item: { ...searchKeys.indexed(ticketId), revision: seen.revision + 1, terms },
    ...(seen.revision === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'revision = :seen', ExpressionAttributeValues: { ':seen': seen.revision } }),
  },
})

interface Difference {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Whether these complete the change. */
  readonly isLast: boolean
}

/** The next postings to change: missing ones first, so that new words are found before old ones are removed. */
const nextDifference = (have: readonly string[], want: readonly string[]): Difference => {
  const [had, wanted] = [new Set(have), new Set(want)]
  const missing = want.filter((term) => !had.has(term))
  const stale = have.filter((term) => !wanted.has(term))
  const added = missing.slice(0, POSTINGS_AT_ONCE)
  const removed = stale.slice(0, POSTINGS_AT_ONCE - added.length)
  return { added, removed, isLast: added.length + removed.length === missing.length + stale.length }
}

const postingWrites = (
  ticket: TicketState,
  { added, removed }: Pick<Difference, 'added' | 'removed'>,
): readonly Write[] => {
  const key = (term: string) => searchKeys.posting(term, listOrder(ticket.created_at, ticket.id))
  return [
    ...added.map((term) => ({ Put: { TableName: tableNamed('Search'), Item: key(term) } })),
    ...removed.map((term) => ({ Delete: { TableName: tableNamed('Search'), Key: key(term) } })),
  ]
}

/** All rows of a ticket that has never been indexed, at once; only for callers without concurrent writers. */
export const firstPostings = (ticket: TicketState, terms: readonly string[]): readonly Write[] => [
  putIndexed(ticket.id, NOTHING, terms),
  ...postingWrites(ticket, { added: terms, removed: [] }),
]

/**
 * Updates the inverted index to a ticket's present text, writing only the difference.
 *
 * Each step reads what is indexed first and the ticket after it. So late, repeated and reordered events and concurrent
 * writers all end with the newest text: the revision refuses a writer that has read an older one. If a writer dies
 * half-way, the next one completes its work.
 *
 * @param isNew whether the ticket is probably not indexed yet: the first step then takes that for granted, and the
 *   revision refuses it if it was
 * @throws Error if other writers keep coming first
 */
export const indexTicket = async (ticketId: string, isNew: boolean): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const seen = isNew && attempt === 0 ? NOTHING : await readIndexed(ticketId)
    const ticket = await findTicket(ticketId)
    if (!ticket) return
    const difference = nextDifference(seen.terms, termsOf(ticket))
    if (difference.added.length + difference.removed.length === 0) return

    const removed = new Set(difference.removed)
    const terms = [...seen.terms.filter((term) => !removed.has(term)), ...difference.added]
    const failures = await writeTogether([putIndexed(ticketId, seen, terms), ...postingWrites(ticket, difference)])
    if (!failures && difference.isLast) return
    if (failures && !failedAt(failures, 0)) throw new Error(`the postings of ticket ${ticketId} were refused`)
  }
  throw new Error(`ticket ${ticketId} could not be indexed: others always came first`)
}
