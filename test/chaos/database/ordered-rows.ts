import type { Row } from './values.ts'

/** Rows of one partition, in the order of a text each. */
export class OrderedRows {
  readonly #places: string[] = []
  readonly #rows: Row[] = []

  get size(): number {
    return this.#rows.length
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
    return this.#rows[at] as Row
  }

  /** Puts a row at its place, or takes the place of what stands there. */
  put(place: string, row: Row): void {
    const last = this.#places.at(-1)
    if (last === undefined || last < place) {
      this.#places.push(place)
      this.#rows.push(row)
      return
    }
    const at = this.before(place)
    const isThere = this.#places[at] === place
    this.#places.splice(at, isThere ? 1 : 0, place)
    this.#rows.splice(at, isThere ? 1 : 0, row)
  }

  delete(place: string): void {
    const at = this.before(place)
    if (this.#places[at] !== place) return
    this.#places.splice(at, 1)
    this.#rows.splice(at, 1)
  }

  rows(): readonly Row[] {
    return this.#rows
  }
}
