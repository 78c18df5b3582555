import { erlangC } from './staffing.ts'

/** A group of agents seen as slots, each of which holds one ticket at a time, and the tickets that come to it. */
export interface Traffic {
  /** Online capacity: how many tickets may be held at once. */
  readonly slots: number
  readonly active: number
  readonly waiting: number
  readonly arrivals_per_hour: number
  /** Mean time that a ticket keeps its slot, from assignment to resolution. */
  readonly handle_seconds: number
}

/** No prediction goes further than a day: beyond it, the number only says "not today". */
export const LONGEST_PREDICTED_WAIT_SECONDS = 86_400
const SECONDS_PER_HOUR = 3_600

/**
 * The wait that a ticket arriving now should expect, in seconds, from 0 to a day.
 *
 * It is the time to serve what already queues, `(active + waiting − slots) · handle ÷ slots`, plus the wait that new
 * traffic makes: Erlang C's while the slots suffice, else half of what the queue grows by in the coming hour,
 * `(offered ÷ slots − 1) · 1 h ÷ 2`. Without slots it is a day.
 */
export const expectedWait = ({ slots, active, waiting, arrivals_per_hour, handle_seconds }: Traffic): number => {
  if (slots <= 0) return LONGEST_PREDICTED_WAIT_SECONDS
  const ahead = Math.max(0, active + waiting - slots)
  const offered = (arrivals_per_hour * handle_seconds) / SECONDS_PER_HOUR
  const byTraffic =
    offered < slots
      ? erlangC({ arrivals_per_hour, handle_seconds, agents: slots, target_seconds: 0 }).asa_seconds
      : ((offered / slots - 1) * SECONDS_PER_HOUR) / 2
  return Math.min(LONGEST_PREDICTED_WAIT_SECONDS, (ahead * handle_seconds) / slots + byTraffic)
}

/** Two groups served as one; their handling times are averaged by how many tickets each gets. */
export const pooled = (one: Traffic, other: Traffic): Traffic => {
  const arrivals_per_hour = one.arrivals_per_hour + other.arrivals_per_hour
  const share = arrivals_per_hour > 0 ? one.arrivals_per_hour / arrivals_per_hour : 0.5
  return {
    slots: one.slots + other.slots,
    active: one.active + other.active,
    waiting: one.waiting + other.waiting,
    arrivals_per_hour,
    handle_seconds: share * one.handle_seconds + (1 - share) * other.handle_seconds,
  }
}
