import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { TOMBSTONE } from '../../functions/domain/people.ts'
import { COMMENT_PREFIX, ticketKeys } from '../../functions/stores/tables.ts'
import { parseTicket, ticketRow } from '../../functions/stores/ticket-rows.ts'
import { type ConditionalRow, putRows, putRowsWhere, type Row, rowsOf } from './table-rows.ts'

/** The rows of tickets: themselves with comments, decisions and events, their numbers, and the requests behind them. */
const TICKET_ROWS = /^(TICKET|NUMBER|REQUEST)#/

/** A record with its fields sorted by name at every depth, so that equal records give equal texts. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, ordered(inner)]),
  )
}

/**
 * Writes all tickets with their comments, decisions and events to a file, one JSON record a line. Equal data give equal
 * bytes, so that two archives can be compared by hash.
 *
 * @returns the number of records written; all of them are in memory meanwhile
 */
export const exportTickets = async (file: string): Promise<number> => {
  const lines: string[] = []
  for await (const row of rowsOf('Tickets')) {
    if (TICKET_ROWS.test(String(row.pk))) lines.push(`${JSON.stringify(ordered(row))}\n`)
  }
  lines.sort()
  await pipeline(Readable.from(lines), createWriteStream(file))
  return lines.length
}

/** The lines of a file, split at line feeds only: Node's readline would also split texts at U+2028. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

/** Records that are read or written together: a page of the file. */
const PAGE = 500
const TICKET_SORT_KEY = ticketKeys.ticket('').sk

const TicketRow = z.looseObject({ pk: z.string().regex(TICKET_ROWS), sk: z.string() })

const recordIn = (line: string, number: number): Row => {
  try {
    const row = TicketRow.parse(JSON.parse(line))
    // Rebuilt, since an earlier version of the product wrote other index keys.
    return row.sk === TICKET_SORT_KEY ? ticketRow(parseTicket(row)) : row
  } catch (cause) {
    throw new Error(`line ${number} is no record of a ticket`, { cause })
  }
}

/** The records of an archive, a page at a time. @throws Error naming the first line that is not a record */
async function* pagesOf(file: string): AsyncGenerator<readonly Row[]> {
  let page: Row[] = []
  let count = 0
  for await (const line of linesOf(file)) {
    count += 1
    page.push(recordIn(line, count))
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  yield page
}

/** Checks the whole file. @throws Error naming the first line that is not a record */
const readThrough = async (file: string): Promise<void> => {
  for await (const _page of pagesOf(file));
}

const isTicket = ({ sk }: Row): boolean => sk === TICKET_SORT_KEY
const isComment = ({ sk }: Row): boolean => String(sk).startsWith(COMMENT_PREFIX)

/** Writes a ticket only if the table holds no later version of it at that moment. */
const unlessLater = (ticket: Row): ConditionalRow => ({
  item: ticket,
  ConditionExpression: 'attribute_not_exists(pk) OR version <= :archived',
  ExpressionAttributeValues: { ':archived': ticket.version },
})

/** Erasing a comment on another's ticket leaves that ticket's version as it was, so the comment itself is checked. */
const unlessErased = (comment: Row): ConditionalRow => ({
  item: comment,
  ConditionExpression: 'attribute_not_exists(pk) OR body <> :erased',
  ExpressionAttributeValues: { ':erased': TOMBSTONE },
})

export interface Import {
  /** Records that were written. */
  readonly records: number
  /** Tickets that were left as they are. */
  readonly left: number
}

/**
 * Puts an archive's records back under their old keys, replacing existing rows: an import may be repeated. A ticket
 * that has changed since is left alone, with all its rows: restored, its version would lie behind its own events, and
 * every change would be refused. Data that were erased since stay erased.
 *
 * People may work meanwhile. Tickets are restored first, so that a change made before the rest is there continues from
 * the archived version.
 *
 * @throws Error naming the first line that is not a record; nothing is written then
 */
export const importTickets = async (file: string): Promise<Import> => {
  await readThrough(file)
  const later = new Set<unknown>()
  let records = 0
  for await (const page of pagesOf(file)) {
    const tickets = page.filter(isTicket)
    const refused = await putRowsWhere('Tickets', tickets.map(unlessLater))
    for (const { pk } of refused) later.add(pk)
    records += tickets.length - refused.length
  }
  for await (const page of pagesOf(file)) {
    const lost = page.filter((row) => !isTicket(row) && !later.has(row.pk))
    const comments = lost.filter(isComment)
    const refused = await putRowsWhere('Tickets', comments.map(unlessErased))
    await putRows(lost.filter((row) => !isComment(row)).map((item) => ({ table: 'Tickets', item })))
    records += lost.length - refused.length
  }
  return { records, left: later.size }
}
