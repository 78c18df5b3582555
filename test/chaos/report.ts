import type { Tally } from './invariants.ts'

export const NOTHING: Tally = {
  accepted: 0,
  open: 0,
  waiting: 0,
  done: 0,
  lost: 0,
  doubled: 0,
  overCapacity: 0,
  overtaken: 0,
  drift: 0,
}

export const addTallies = (one: Tally, other: Tally): Tally => {
  const names = Object.keys(NOTHING) as (keyof Tally)[]
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Tally
}

/** The last line of a report: the accepted tickets, their states, and the violations. */
export const summaryOf = (tally: Tally): string => {
  const { accepted, open, waiting, done, lost, doubled, overCapacity, overtaken, drift } = tally
  return (
    `${accepted} accepted = ${open} open + ${waiting} waiting + ${done} done; ` +
    `lost ${lost}; doubled ${doubled}; over capacity ${overCapacity}; overtaken ${overtaken}; drift ${drift}`
  )
}
