import { createHash } from 'node:crypto'
import * as z from 'zod'
import { RefusedError } from '../domain/errors.ts'

/** Where a list continues. */
export interface Place {
  /** Index of the group; the groups of a list are read one after the other. */
  readonly group: number
  /** The first place in that group that no page has covered yet; null is its beginning. */
  readonly order: string | null
}

export const BEGINNING: Place = { group: 0, order: null }

/** Sort keys are printable ASCII; a cursor with anything else never reaches a query. */
const Order = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[ -~]+$/)
const Cursor = z.tuple([z.literal(1), z.int().min(0).max(3), Order.nullable(), z.string()])

const FINGERPRINT_CHARACTERS = 16

/** Identifies the list that a cursor belongs to: equal for the same query by the same caller. */
export const fingerprintOf = (...question: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, FINGERPRINT_CHARACTERS)

/** A place as opaque text that clients pass back. */
export const cursorAt = ({ group, order }: Place, fingerprint: string): string =>
  Buffer.from(JSON.stringify([1, group, order, fingerprint] satisfies z.infer<typeof Cursor>)).toString('base64url')

/** @throws RefusedError `cursor_invalid` if it is no cursor, or one of another list */
const placeOf = (cursor: string, fingerprint: string): Place => {
  try {
    const [, group, order, belongsTo] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (belongsTo === fingerprint) return { group, order }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
  }
  throw new RefusedError('malformed', 'cursor_invalid', 'the cursor does not belong to this list')
}

/** How many records `page` can reach; beyond them, only a cursor does. */
const PAGED_RECORDS = 1_000

const wrong = (path: string, message: string): RefusedError =>
  new RefusedError('invalid', 'invalid_request', `${path} ${message}`, { fields: [{ path, message }] })

/** Which page a client asks for. */
export interface Paging {
  readonly cursor?: string
  readonly page?: number
  readonly limit: number
}

/**
 * How many records to skip from the start; 0 with a cursor.
 *
 * @throws RefusedError `invalid_request` if `page` is too high or comes with a cursor
 */
export const skipOf = ({ cursor, page, limit }: Paging): number => {
  if (page === undefined) return 0
  if (cursor !== undefined) throw wrong('page', 'cannot be combined with cursor')
  const skip = (page - 1) * limit
  if (skip >= PAGED_RECORDS) throw wrong('page', `reaches the first ${PAGED_RECORDS} records; go on with cursor`)
  return skip
}

/**
 * Where a page begins: at a cursor, or `skip` records from the start.
 *
 * @throws RefusedError `cursor_invalid`; `invalid_request` if `page` is too high or comes with a cursor
 */
export const startOf = (paging: Paging, fingerprint: string): { readonly place: Place; readonly skip: number } => ({
  skip: skipOf(paging),
  place: paging.cursor === undefined ? BEGINNING : placeOf(paging.cursor, fingerprint),
})
