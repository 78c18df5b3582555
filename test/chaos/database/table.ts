import type { IndexShape, TableShape } from '../../../functions/stores/tables.ts'
import { ValidationException } from './errors.ts'
import { type Cell, OrderedRows } from './ordered-rows.ts'
import type { Row } from './values.ts'

/** A change of one row, as streams report it. */
export interface Change {
  readonly table: string
  /** Number of the change, counted over all tables from 1. */
  readonly sequence: number
  /** Undefined: the row is new. */
  readonly before: Row | undefined
  /** Undefined: the row is gone. */
  readonly after: Row | undefined
}

/** Where rows are read from: a table, or one of its indexes. */
export interface Source {
  readonly partitionKey: string
  readonly sortKey: string
  /** Names of the attributes that are available here; undefined for all. */
  readonly carried: readonly string[] | undefined
  /** A row's partition and place in it; undefined if the row is not in this source. */
  placeOf(row: Row): { readonly partition: string; readonly place: string } | undefined
  /** The first place after all rows with this sort key. */
  behind(sort: string): string
  partition(key: string): OrderedRows | undefined
}

const SEPARATOR = '\u0000'
const BEHIND_SEPARATOR = '\u0001'

/** A key attribute's value. @throws ValidationException if it is missing, empty or not a string */
const keyText = (row: Row, name: string): string => {
  const text = row[name]
  if (typeof text === 'string' && text !== '') return text
  throw new ValidationException(`One or more parameter values were invalid: ${name} must be a text that is not empty`)
}

/** A row's primary key as one string. */
export const keyOf = (row: Row): string => `${keyText(row, 'pk')}${SEPARATOR}${keyText(row, 'sk')}`

/** Rows by partition, in the order of their places. */
class Partitions {
  readonly #partitions = new Map<string, OrderedRows>()

  get(key: string): OrderedRows | undefined {
    return this.#partitions.get(key)
  }

  put(key: string, place: string, cell: Cell): void {
    const rows = this.#partitions.get(key) ?? new OrderedRows()
    this.#partitions.set(key, rows)
    rows.put(place, cell)
  }

  delete(key: string, place: string): void {
    const rows = this.#partitions.get(key)
    rows?.delete(place)
    if (rows?.size === 0) this.#partitions.delete(key)
  }
}

const ownSource = (partitions: Partitions): Source => ({
  partitionKey: 'pk',
  sortKey: 'sk',
  carried: undefined,
  placeOf: (row) => ({ partition: keyText(row, 'pk'), place: keyText(row, 'sk') }),
  behind: (sort) => `${sort}${SEPARATOR}`,
  partition: (key) => partitions.get(key),
})

const indexSource = ({ partitionKey, sortKey, projection }: IndexShape, partitions: Partitions): Source => ({
  partitionKey,
  sortKey,
  carried: projection === 'ALL' ? undefined : ['pk', 'sk', partitionKey, sortKey],
  placeOf: (row) => {
    if (row[partitionKey] === undefined || row[sortKey] === undefined) return undefined
    return { partition: keyText(row, partitionKey), place: `${keyText(row, sortKey)}${SEPARATOR}${keyOf(row)}` }
  },
  behind: (sort) => `${sort}${BEHIND_SEPARATOR}`,
  partition: (key) => partitions.get(key),
})

const isPlacedAlike = (one: Row, other: Row, { partitionKey, sortKey }: Source): boolean =>
  one[partitionKey] === other[partitionKey] && one[sortKey] === other[sortKey]

/** A table with its indexes and all its changes. */
export class Table {
  readonly #cells = new Map<string, Cell>()
  readonly #changes: Change[] = []
  readonly #sources = new Map<string, { readonly source: Source; readonly partitions: Partitions }>()
  /** Names of the attributes that determine a row's places. */
  readonly #keys: readonly string[]

  constructor({ indexes }: TableShape) {
    const own = new Partitions()
    this.#sources.set('', { source: ownSource(own), partitions: own })
    for (const index of indexes) {
      const partitions = new Partitions()
      this.#sources.set(index.name, { source: indexSource(index, partitions), partitions })
    }
    const keys = indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])
    this.#keys = [...new Set(['pk', 'sk', ...keys])]
  }

  /** A row at this moment. */
  get(key: Row): Row | undefined {
    return this.#cells.get(keyOf(key))?.row
  }

  rows(): Iterable<Row> {
    return this.#cells.values().map(({ row }) => row)
  }

  /**
   * The table itself, or an index.
   *
   * @throws ValidationException if there is no such index
   */
  source(index: string | undefined): Source {
    const found = this.#sources.get(index ?? '')
    if (!found) throw new ValidationException(`The table does not have the specified index: ${index}`)
    return found.source
  }

  /**
   * Refuses a row that the table or one of its indexes cannot take.
   *
   * @throws ValidationException
   */
  check(row: Row): void {
    for (const name of this.#keys) if (row[name] !== undefined) keyText(row, name)
  }

  /** Applies a change; `after` undefined deletes the row. */
  write(change: Change): void {
    const { before, after } = change
    this.#changes.push(change)
    const key = keyOf((before ?? after) as Row)
    const cell = this.#cells.get(key) ?? { row: after as Row }
    for (const { source, partitions } of this.#sources.values()) {
      if (before && after && isPlacedAlike(before, after, source)) continue
      const from = before && source.placeOf(before)
      const to = after && source.placeOf(after)
      if (from) partitions.delete(from.partition, from.place)
      if (to) partitions.put(to.partition, to.place, cell)
    }
    if (after) {
      cell.row = after
      this.#cells.set(key, cell)
    } else this.#cells.delete(key)
  }

  /** The first change since a moment of each row that has changed, by key. */
  firstSince(moment: number): ReadonlyMap<string, Change> {
    const changed = new Map<string, Change>()
    for (let at = this.#changes.length - 1; at >= 0; at -= 1) {
      const change = this.#changes[at]
      if (!change || change.sequence <= moment) break
      changed.set(keyOf((change.before ?? change.after) as Row), change)
    }
    return changed
  }
}
