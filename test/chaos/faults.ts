import type { Random } from './random.ts'

/** How often each fault strikes, as a probability. */
export const RATES = {
  /** A call is refused for coming too fast. */
  throttled: 0.05,
  /** A call's answer is lost after it took effect. */
  answerLost: 0.02,
  /** Of both: the share that outlasts the SDK's own attempts, so that the product hears of it. */
  lasting: 0.3,
  /** A transaction meets another one on the same rows. */
  conflict: 0.03,
  /** The environment dies right before or right after a write: each. */
  crash: 0.002,
  /** An index, or a read that need not be consistent, answers as it was. */
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

/** Decides when what goes wrong, until the run ends and everything has to come right. */
export interface Faults {
  readonly strikes: (fault: Fault) => boolean
  readonly isOver: () => boolean
  /** From now on nothing goes wrong. */
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
