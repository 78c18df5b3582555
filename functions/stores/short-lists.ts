import { cursorAt, fingerprintOf, type Paging, startOf } from './cursor.ts'
import type { Page } from './kind-pages.ts'

/**
 * A page of a list that is in memory as a whole; all of it if no limit is given. Its cursor counts records, which is
 * enough for lists that hardly ever change.
 *
 * @param list names the list: a cursor of another list is refused
 * @throws RefusedError `cursor_invalid`; `invalid_request` if `page` is too high or comes with a cursor
 */
export const shortPage = <Item>(list: string, all: readonly Item[], query: Partial<Paging>): Page<Item> => {
  const limit = query.limit ?? Math.max(1, all.length)
  const fingerprint = fingerprintOf(list)
  const { place, skip } = startOf({ ...query, limit }, fingerprint)
  const start = Number(place.order ?? 0) + skip
  const end = start + limit
  const next_cursor = end < all.length ? cursorAt({ group: 0, order: String(end) }, fingerprint) : null
  return { items: all.slice(start, end), next_cursor }
}
