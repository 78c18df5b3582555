/** Keeps calls away from a dependency that has just failed many times in a row. */
interface Breaker {
  isOpen(now: number): boolean
  succeed(): void
  fail(now: number): void
}

interface BreakerLimits {
  /** How many failures in a row open it. */
  readonly failures: number
  /** How long it stays open; the first failure after that opens it again. */
  readonly openForMs: number
}

/** A closed breaker. Times are milliseconds since the epoch. */
export const newBreaker = ({ failures, openForMs }: BreakerLimits): Breaker => {
  let inARow = 0
  let openUntil = 0
  return {
    isOpen: (now) => now < openUntil,
    succeed: () => {
      inARow = 0
    },
    fail: (now) => {
      inARow += 1
      if (inARow >= failures) openUntil = now + openForMs
    },
  }
}
