import {
  type Budget,
  comesBefore,
  type Direction,
  type Head,
  type OrderedRow,
  type OrderedRows,
  type Partition,
  partitionRows,
  type Range,
} from './ordered-rows.ts'

const isRow = (head: Head): head is OrderedRow => typeof head === 'object'

const firstOf = (places: readonly string[], direction: Direction): string =>
  places.reduce((first, place) => (comesBefore(place, first, direction) ? place : first))
const lastOf = (places: readonly string[], direction: Direction): string =>
  places.reduce((last, place) => (comesBefore(last, place, direction) ? place : last))

/**
 * Merges several sources into one order; a place that several sources share comes once.
 *
 * To read little, it first requests an equal share of the wanted rows from each source, then shares in proportion to
 * the rows each has given so far.
 */
const mergedRows = (sources: readonly OrderedRows[], direction: Direction): OrderedRows => {
  const taken = sources.map(() => 0)
  let total = 0

  /** One row more than expected, so that the end of a short source is noticed at once. */
  const share = (wanted: number, at: number): number =>
    Math.ceil(total === 0 ? wanted / sources.length : (wanted * (taken[at] ?? 0)) / total) + 1

  let heads: readonly Head[] | undefined
  const readHeads = async (wanted: number): Promise<readonly Head[]> => {
    heads ??= await Promise.all(sources.map((source, at) => source.peek(share(wanted, at))))
    return heads
  }
  const next = (all: readonly Head[]): OrderedRow | undefined =>
    all
      .filter(isRow)
      .reduce<OrderedRow | undefined>(
        (first, row) => (first === undefined || comesBefore(row.order, first.order, direction) ? row : first),
        undefined,
      )

  return {
    peek: async (wanted) => {
      const all = await readHeads(wanted)
      if (all.includes('spent')) return 'spent'
      return next(all) ?? 'end'
    },
    take: () => {
      const order = next(heads ?? [])?.order
      heads?.forEach((head, at) => {
        if (!isRow(head) || head.order !== order) return
        sources[at]?.take()
        taken[at] = (taken[at] ?? 0) + 1
      })
      total += 1
      heads = undefined
    },
    seek: (order) => {
      for (const source of sources) source.seek(order)
      heads = undefined
    },
    reached: () =>
      firstOf(
        sources.map((source) => source.reached()),
        direction,
      ),
  }
}

/** The rows whose place is in every source; others are skipped by seeking. The rows returned are the first source's. */
const commonRows = (sources: readonly OrderedRows[], direction: Direction): OrderedRows => ({
  peek: async (wanted) => {
    for (;;) {
      const heads = await Promise.all(sources.map((source) => source.peek(wanted)))
      if (heads.includes('end')) return 'end'
      if (heads.includes('spent')) return 'spent'
      const rows = heads.filter(isRow)
      const furthest = lastOf(
        rows.map(({ order }) => order),
        direction,
      )
      if (rows.every(({ order }) => order === furthest)) return rows[0] ?? 'end'
      for (const source of sources) source.seek(furthest)
    }
  },
  take: () => {
    for (const source of sources) source.take()
  },
  seek: (order) => {
    for (const source of sources) source.seek(order)
  },
  /** A place that one source has passed can no longer be common to all. */
  reached: () =>
    lastOf(
      sources.map((source) => source.reached()),
      direction,
    ),
})

export interface Combination {
  /** Sets of partitions: a row belongs if at least one partition of every set holds it. */
  readonly sources: readonly (readonly Partition[])[]
  readonly range: Range
  /** The least number of rows that one query requests. */
  readonly atLeast: number
}

/** The rows that a combination describes, each place once; none if it has no sets. */
export const combinedRows = (
  { sources, range, atLeast }: Combination,
  direction: Direction,
  budget: Budget,
): OrderedRows => {
  const sets = sources.map((partitions) => {
    const rows = partitions.map((partition) => partitionRows(partition, { range, direction, budget, atLeast }))
    return mergedRows(rows, direction)
  })
  // Without any sets there are no rows.
  const [only = mergedRows([], direction)] = sets
  return sets.length > 1 ? commonRows(sets, direction) : only
}
