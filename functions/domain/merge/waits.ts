import { erlangC } from '../staffing.ts'
import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from '../time.ts'

/** A group of agents as slots, each of which holds one ticket at a time, and the tickets that arrive. */
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
export const LONGEST_PREDICTED_WAIT_SECONDS = SECONDS_PER_DAY
/** Halvings of the interval of a wait: after this many, a day is known to a fraction of a microsecond. */
const HALVINGS = 40

/**
 * Mean wait, in seconds, of the tickets of the coming hour if nothing queues yet.
 *
 * Erlang C's wait is that of a queue left to itself for ever, which near full load takes far longer than an hour to
 * come about, and above it never does. So only the traffic that the hour serves counts: a mean wait W is a mean queue
 * of `W · slots ÷ handle` tickets, and twice as many are left over at its end; W is the wait that Erlang C gives for
 * the rest. It joins Erlang C under light traffic with half of what the queue grows by in an hour under heavy traffic,
 * without a step at full load, and grows with the arrivals.
 *
 * This is the coordinate transformation of R. M. Kimber and E. M. Hollis, "Traffic queues and delays at road
 * junctions", TRRL Laboratory Report 909, 1979, with Erlang's queue for theirs. Of simulated hours it lies, but for
 * about a tenth, between those that begin with free slots and those that begin with full ones, which are far apart
 * where handling takes hours.
 */
const waitInAnHour = ({ slots, arrivals_per_hour, handle_seconds }: Omit<Traffic, 'active' | 'waiting'>): number => {
  const load = (arrivals_per_hour * handle_seconds) / SECONDS_PER_HOUR / slots
  if (load === 0) return 0
  const lastingWait = (wait: number): number => {
    const served = Math.max(0, arrivals_per_hour - (2 * wait * slots) / handle_seconds)
    return erlangC({ arrivals_per_hour: served, handle_seconds, agents: slots, target_seconds: 0 }).asa_seconds
  }
  let tooShort = (Math.max(0, load - 1) * SECONDS_PER_HOUR) / 2
  let longEnough = (load * SECONDS_PER_HOUR) / 2
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (tooShort + longEnough) / 2
    if (lastingWait(middle) > middle) tooShort = middle
    else longEnough = middle
  }
  return longEnough
}

/**
 * The wait that a ticket arriving now should expect, in seconds, from 0 to a day.
 *
 * It is the time to serve what already queues, `(active + waiting − slots) · handle ÷ slots`, plus the wait that the
 * traffic of an hour causes. Without slots it is a day.
 */
export const expectedWait = ({ slots, active, waiting, ...traffic }: Traffic): number => {
  if (slots <= 0) return LONGEST_PREDICTED_WAIT_SECONDS
  const ahead = (Math.max(0, active + waiting - slots) * traffic.handle_seconds) / slots
  return Math.min(LONGEST_PREDICTED_WAIT_SECONDS, ahead + waitInAnHour({ slots, ...traffic }))
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
