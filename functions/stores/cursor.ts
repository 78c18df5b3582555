import { createHash } from 'node:crypto'
import * as z from 'zod'
import { RefusedError } from '../domain/errors.ts'

/** Where a list goes on. */
export interface Place {
  /** Which of the groups that come one after the other; 0 is the first. */
  readonly group: number
  /** The first place of that group that has not been given out; null is its beginning. */
  readonly order: string | null
}

export const BEGINNING: Place = { group: 0, order: null }

/** Printable ASCII, as every order is; nothing else goes into a query. */
const Order = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[ -~]+$/)
const Cursor = z.tuple([z.literal(1), z.int().min(0).max(3), Order.nullable(), z.string()])

const FINGERPRINT_CHARACTERS = 16

/** Which list a cursor belongs to: the same for the same question by the same person. */
export const fingerprintOf = (...question: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, FINGERPRINT_CHARACTERS)

/** A place as text that clients pass back and do not look into. */
export const cursorAt = ({ group, order }: Place, fingerprint: string): string =>
  Buffer.from(JSON.stringify([1, group, order, fingerprint] satisfies z.infer<typeof Cursor>)).toString('base64url')

/** @throws RefusedError `cursor_invalid` for what is no cursor, or the cursor of another list */
const placeOf = (cursor: string, fingerprint: string): Place => {
  try {
    const [, group, order, belongsTo] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (belongsTo === fingerprint) return { group, order }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
  }
  throw new RefusedError('malformed', 'cursor_invalid', 'the cursor does not belong to this list')
}

/** Records that `page` reaches; a cursor goes on from there. */
const PAGED_RECORDS = 1_000

const wrong = (path: string, message: string): RefusedError =>
  new RefusedError('invalid', 'invalid_request', `${path} ${message}`, { fields: [{ path, message }] })

/** What a client says of where a page begins. */
export interface Paging {
  readonly cursor?: string
  readonly page?: number
  readonly limit: number
}

/**
 * How many records from the start a page leaves out; none after a cursor.
 *
 * @throws RefusedError `invalid_request` for cursor and page together, and for pages too far
 */
export const skipOf = ({ cursor, page, limit }: Paging): number => {
  if (page === undefined) return 0
  if (cursor !== undefined) throw wrong('page', 'cannot be combined with cursor')
  const skip = (page - 1) * limit
  if (skip >= PAGED_RECORDS) throw wrong('page', `reaches the first ${PAGED_RECORDS} records; go on with cursor`)
  return skip
}

/**
 * Where a page begins: at a cursor, or so many records from the start.
 *
 * @throws RefusedError `cursor_invalid`; `invalid_request` for cursor and page together, and for pages too far
 */
export const startOf = (paging: Paging, fingerprint: string): { readonly place: Place; readonly skip: number } => ({
  skip: skipOf(paging),
  place: paging.cursor === undefined ? BEGINNING : placeOf(paging.cursor, fingerprint),
})
