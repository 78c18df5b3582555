import type { Row } from './values.ts'

/** Where a row is kept as it is now: a change that moves it nowhere is made here alone. */
export interface Cell {
  row: Row
}

/** Rows of one partition, in the order of a text each. */
export class OrderedRows {
  readonly #places: string[] = []
  readonly #cells: Cell[] = []

  get size(): number {
    return this.#cells.length
  }

  /** How many rows stand before a place, itself not counted. */
  before(place: string): number {
    let [low, high] = [0, this.#places.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      // Most rows come in order, so that the search ends at the end; the index is within bounds by the loop.
      if ((this.#places[middle] as string) < place) low = middle + 1
      else high = middle
    }
    return low
  }

  /** @param at 0 to `size` − 1 */
  at(at: number): Row {
    return (this.#cells[at] as Cell).row
  }

  /** Puts a row at its place, where none stands. */
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
