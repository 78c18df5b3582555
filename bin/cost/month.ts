import type { Usage } from './usage.ts'

/** What one ticket's life takes. */
export interface Life {
  readonly usage: Usage
  /** Calls of each function, by its bundle. */
  readonly calls: Readonly<Record<string, number>>
}

/** What goes on in a month. */
export interface Traffic {
  readonly tickets: number
  /** People who sign in, sign up or have a token renewed, each counted once: what Cognito bills. */
  readonly users: number
}

export const DAYS_A_MONTH = 30
const SECONDS_A_MONTH = DAYS_A_MONTH * 86_400
/** Of what Lambda traces beyond the first call in a second; nobody can choose it. */
const SHARE_BEYOND = 0.05

const scaled = (amounts: Usage, times: number): Usage =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * times]))

/**
 * Traces recorded in a month, at most: of each function the first call in a second, and one in twenty of the others. Calls
 * that a traced one caused may belong to its trace, and are counted as traces of their own all the same.
 *
 * @param calls of each function in the month, spread evenly
 */
export const tracesOf = (calls: Usage): number =>
  Object.values(calls).reduce((sum, count) => {
    const first = Math.min(count, SECONDS_A_MONTH)
    return sum + first + SHARE_BEYOND * (count - first)
  }, 0)

/** What a month of such lives takes. */
export const monthOf = ({ usage, calls }: Life, { tickets, users }: Traffic): Usage => ({
  ...scaled(usage, tickets),
  'x-ray traces': tracesOf(scaled(calls, tickets)),
  'cognito active users': users,
})
