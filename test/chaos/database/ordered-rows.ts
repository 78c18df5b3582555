import type { Row } from './values.ts'

/** Holds a row's current state: a change that does not move the row is made only here. */
export interface Cell {
  row: Row
}

/** Rows of one partition, sorted by a string each. */
export class OrderedRows {
  readonly #places: string[] = []
  readonly #cells: Cell[] = []

  get size(): number {
    return this.#cells.length
  }

  /** Number of rows before a place, exclusive. */
  before(place: string): number {
    let [low, high] = [0, this.#places.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      // Most rows arrive in order, so the search tends to the end; the loop keeps the index within bounds.
      if ((this.#places[middle] as string) < place) low = middle + 1
      else high = middle
    }
    return low
  }

  /** @param at 0 to `size` − 1 */
  at(at: number): Row {
    return (this.#cells[at] as Cell).row
  }

  /** Inserts a row at a place that is free. */
  put(place: string, cell: Cell): void {
    const last = this.#places.at(-1)
    if (last === undefined || last < place) {
      this.#places.push(place)
      this.#cells.push(cell)
      return
    }
    const at = this.before(place)
    this.#places.splice(at, 0, place)
    this.#cells.splice(at, 0, cell)
  }

  delete(place: string): void {
    const at = this.before(place)
    if (this.#places[at] !== place) return
    this.#places.splice(at, 1)
    this.#cells.splice(at, 1)
  }

  rows(): readonly Row[] {
    return this.#cells.map(({ row }) => row)
  }
}
