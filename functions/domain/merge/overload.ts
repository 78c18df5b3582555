import { HELPER_BUSY_PRESSURE, OVERLOAD_PROOF_MINUTES } from '../merge.ts'
import { MINUTE_MS } from '../time.ts'

/** The state of a department's overload: since when it lasts, and how often it was announced. */
export interface Overload {
  /** Null while the department is not overloaded. */
  readonly since: string | null
  /** 0 none; 1 that it crossed the threshold; 2 also that it lasted, which is when merges are suggested. */
  readonly announced: 0 | 1 | 2
}

export const NO_OVERLOAD: Overload = { since: null, announced: 0 }

const hasLasted = (since: string, now: string): boolean =>
  Date.parse(now) - Date.parse(since) >= OVERLOAD_PROOF_MINUTES * MINUTE_MS

/**
 * An overload after another sample of the pressure. It begins at the threshold and is announced then, and once more
 * when it has lasted long enough to be believed. It ends where a helper would not be busy any more (or below a
 * threshold that is lower), so that a pressure that fluctuates around the threshold is not announced each time.
 */
export const overloadAfter = (overload: Overload, pressure: number, threshold: number, now: string): Overload => {
  if (pressure < Math.min(threshold, HELPER_BUSY_PRESSURE)) return NO_OVERLOAD
  if (pressure < threshold) return overload
  if (overload.since === null) return { since: now, announced: 1 }
  return hasLasted(overload.since, now) ? { ...overload, announced: 2 } : overload
}
