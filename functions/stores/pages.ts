import type { Place } from './cursor.ts'
import { type Combination, combinedRows } from './pages/combined-rows.ts'
import type { Budget, Direction, OrderedRow } from './pages/ordered-rows.ts'

/** How many rows one page may read; beyond that it is returned short, with a cursor. */
const ROWS_A_PAGE = 1_000

/** A part of a list that is read in one order. */
export interface Group<Found> extends Combination {
  /** Turns rows into records in the same order, without those that do not belong to the list. */
  readonly load: (rows: readonly OrderedRow[], budget: Budget) => Promise<readonly Found[]>
}

export interface PageWanted {
  readonly place: Place
  /** How many records to skip first. */
  readonly skip: number
  readonly limit: number
}

export interface Page<Found> {
  readonly items: readonly Found[]
  /** Null at the end of the list. */
  readonly next: Place | null
}

/** Reads a list's groups, one after the other, until a page is full or the budget is used up. */
export const readPage = async <Found>(
  groups: readonly Group<Found>[],
  direction: Direction,
  { place, skip, limit }: PageWanted,
): Promise<Page<Found>> => {
  const budget: Budget = { left: ROWS_A_PAGE + skip }
  const found: Found[] = []
  let examined = 0
  const page = (next: Place | null): Page<Found> => ({ items: found.slice(skip), next })

  for (const [at, group] of groups.entries()) {
    if (at < place.group) continue
    const rows = combinedRows(group, direction, budget)
    if (at === place.group && place.order !== null) rows.seek(place.order)
    for (;;) {
      const missing = skip + limit - found.length
      // The fewer of the rows read so far belong, the more are read at once.
      const wanted = Math.ceil((missing * (examined + 1)) / (found.length + 1))
      const candidates: OrderedRow[] = []
      let head = await rows.peek(Math.max(1, wanted))
      while (candidates.length < missing && typeof head === 'object') {
        candidates.push(head)
        rows.take()
        head = await rows.peek(Math.max(1, wanted - candidates.length))
      }
      examined += candidates.length
      found.push(...(await group.load(candidates, budget)))
      if (head === 'end') break
      if (head === 'spent' || found.length === skip + limit) return page({ group: at, order: rows.reached() })
    }
  }
  return page(null)
}
