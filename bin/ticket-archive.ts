import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readRows } from '../functions/stores/batch-reads.ts'
import { ticketKeys } from '../functions/stores/tables.ts'
import { parseTicket, ticketRow } from '../functions/stores/ticket-rows.ts'
import { putRows, type Row, rowsOf } from './table-rows.ts'

/** What belongs to tickets: themselves with comments, decisions and events, their numbers, and the requests behind them. */
const TICKET_ROWS = /^(TICKET|NUMBER|REQUEST)#/

/** A record with its fields in order of their names, all the way down: equal records are equal texts. */
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
 * Writes all tickets with their comments, decisions and events to a file of one JSON record a line. Equal data give equal
 * bytes, so that two archives can be compared by their hash.
 *
 * @returns how many records were written; all of them are in memory meanwhile
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

/** The lines of a file. Only a line feed ends one: the reader of the standard library would also split texts at U+2028. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

/** Records that are read or written in one go; a page of the file. */
const PAGE = 500
const TICKET_SORT_KEY = ticketKeys.ticket('').sk

const recordIn = (line: string, number: number): Row => {
  const row: unknown = JSON.parse(line)
  if (typeof row !== 'object' || row === null || !('pk' in row && 'sk' in row && TICKET_ROWS.test(String(row.pk)))) {
    throw new Error(`line ${number} is no record of a ticket`)
  }
  // Written anew, since the rows of an earlier version stood in the indexes under other keys.
  return row.sk === TICKET_SORT_KEY ? ticketRow(parseTicket({ ...row })) : { ...row }
}

/** The records of an archive, a page at a time. @throws Error naming the first line that is no record */
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

/** Partitions of an archive's tickets that the table holds in a later version. */
const laterThan = async (file: string): Promise<ReadonlySet<unknown>> => {
  const later = new Set<unknown>()
  for await (const page of pagesOf(file)) {
    const archived = new Map(page.filter(({ sk }) => sk === TICKET_SORT_KEY).map(({ pk, version }) => [pk, version]))
    const keys = [...archived.keys()].map((pk) => ({ pk: String(pk), sk: TICKET_SORT_KEY }))
    for (const { pk, version } of await readRows('Tickets', keys, { ConsistentRead: true })) {
      if (Number(version) > Number(archived.get(pk))) later.add(pk)
    }
  }
  return later
}

export interface Import {
  /** Records that were written. */
  readonly records: number
  /** Tickets that were left as they are. */
  readonly left: number
}

/**
 * Puts an archive's records back, each where it was, over what is there under the same key: an import may be repeated. A
 * ticket that has gone on since is left alone: put back, it would stand behind its own events and refuse every change.
 *
 * @throws Error naming the first line that is no record; nothing is written then
 */
export const importTickets = async (file: string): Promise<Import> => {
  const later = await laterThan(file)
  let records = 0
  for await (const page of pagesOf(file)) {
    const lost = page.filter(({ pk }) => !later.has(pk))
    await putRows(lost.map((item) => ({ table: 'Tickets', item })))
    records += lost.length
  }
  return { records, left: later.size }
}
