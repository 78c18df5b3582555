/** Chance from a seed: the same seed gives the same draws in the same order, on every machine. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number
  /** A whole number in [0, bound); 0 for a bound of 0. */
  readonly below: (bound: number) => number
  readonly happens: (probability: number) => boolean
  /** Undefined for an empty list. */
  readonly oneOf: <One>(list: readonly One[]) => One | undefined
  /** A positive number with this mean: usually small, occasionally large. */
  readonly around: (mean: number) => number
}

/** The sequence of mulberry32, seeded by any whole number. */
export const newRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    oneOf: (list) => list[below(list.length)],
    around: (mean) => -Math.log(1 - next()) * mean,
  }
}
