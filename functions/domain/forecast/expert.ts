/**
 * Anscombe's shift (1948): the square root of a Poisson count and this much has nearly the same variance at any mean.
 */
export const ANSCOMBE_SHIFT = 0.375

/**
 * One way to forecast the next hours. All experts work on the scale z = √(count + 3/8), on which counts of any size
 * stray from their mean by about as much, one standard deviation being about 1/2.
 */
export interface Expert {
  /** The next hour. */
  readonly next: () => number
  readonly observe: (z: number) => void
  /** The next hours, each from those before it; changes nothing. */
  readonly path: (horizon: number) => readonly number[]
}
