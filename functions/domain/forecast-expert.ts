/** One way to see the next hours, on the common scale z = √(y + 3/8), where counts of any size stray alike. */
export interface Expert {
  /** The next hour. */
  readonly next: () => number
  readonly observe: (z: number) => void
  /** The next hours, each from those before it; changes nothing. */
  readonly path: (horizon: number) => readonly number[]
}
