import type { Random } from './random.ts'

/** How often each fault strikes, as a probability. */
export const RATES = {
  /** A call is throttled. */
  throttled: 0.05,
  /** A call's answer is lost after it took effect. */
  answerLost: 0.02,
  /** Share of these two that outlasts the SDK's retries, so that the product sees the error. */
  lasting: 0.3,
  /** A transaction conflicts with another one on the same rows. */
  conflict: 0.03,
  /** The environment dies right before a write; likewise right after it. */
  crash: 0.002,
  /** An index or an eventually consistent read returns an old state. */
  stale: 0.02,
  /** A message is delivered twice. */
  doubled: 0.1,
  /** A message comes much later than its neighbours. */
  delayed: 0.05,
  /** A bell does not ring. */
  bellLost: 0.05,
  /** The bus refuses one entry of a call. */
  entryRefused: 0.01,
  /** The model fails, in one of its ways. */
  model: 0.2,
  /** A call takes long. */
  slow: 0.02,
} as const

export type Fault = Exclude<keyof typeof RATES, 'lasting'>

/** Decides when each fault strikes, until the run ends and everything must recover. */
export interface Faults {
  readonly strikes: (fault: Fault) => boolean
  readonly isOver: () => boolean
  /** Stops all faults. */
  readonly end: () => void
  /** How often each fault has struck. */
  readonly counts: () => Readonly<Record<string, number>>
}

export const newFaults = (random: Random): Faults => {
  const counts: Record<string, number> = {}
  let over = false
  return {
    strikes: (fault) => {
      if (over || !random.happens(RATES[fault])) return false
      counts[fault] = (counts[fault] ?? 0) + 1
      return true
    },
    isOver: () => over,
    end: () => {
      over = true
    },
    counts: () => counts,
  }
}
