import type { Usage } from './usage.ts'

/** What one ticket's life uses. */
export interface Life {
  readonly usage: Usage
  /** Calls of each function, by its bundle. */
  readonly calls: Readonly<Record<string, number>>
}

/** The traffic of a month. */
export interface Traffic {
  readonly tickets: number
  /** People who sign in, sign up or have a token renewed, each counted once: what Cognito bills. */
  readonly users: number
}

export const DAYS_A_MONTH = 30
const SECONDS_A_MONTH = DAYS_A_MONTH * 86_400
/** Share that Lambda traces of the calls beyond the first in a second; it cannot be configured. */
const SHARE_BEYOND = 0.05

const scaled = (amounts: Usage, times: number): Usage =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * times]))

/**
 * Upper bound of the traces recorded in a month: for each function the first call in a second, and one in twenty of the
 * others. Calls caused by a traced call may belong to its trace, but are counted as traces of their own.
 *
 * @param calls number of calls of each function in the month, spread evenly
 */
export const tracesOf = (calls: Usage): number =>
  Object.values(calls).reduce((sum, count) => {
    const first = Math.min(count, SECONDS_A_MONTH)
    return sum + first + SHARE_BEYOND * (count - first)
  }, 0)

/** What a month with this traffic uses. */
export const monthOf = ({ usage, calls }: Life, { tickets, users }: Traffic): Usage => ({
  ...scaled(usage, tickets),
  'x-ray traces': tracesOf(scaled(calls, tickets)),
  'cognito active users': users,
})
