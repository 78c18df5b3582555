/** A queue in front of equal agents, with random arrivals and exponential handling (M/M/N). */
export interface AgentQueue {
  readonly arrivals_per_hour: number
  readonly handle_seconds: number
  readonly agents: number
  /** The wait that is still good service. */
  readonly target_seconds: number
}

export interface QueueService {
  /** Share of tickets that wait at all. */
  readonly p_wait: number
  /** Share of tickets that wait no longer than the target. */
  readonly service_level: number
  /** Mean wait over all tickets ("average speed of answer"). */
  readonly asa_seconds: number
}

/** Erlang B by its recursion, B₀ = 1, Bₖ = aBₖ₋₁ ÷ (k + aBₖ₋₁), which stays exact for any number of agents. */
const blocking = (offered: number, agents: number): number => {
  let share = 1
  for (let busy = 1; busy <= agents; busy += 1) share = (offered * share) / (busy + offered * share)
  return share
}

/**
 * Erlang's C formula. Agents who cannot keep up with what is offered make every ticket wait, and the queue grows
 * without end: `asa_seconds` is then Infinity.
 */
export const erlangC = ({ arrivals_per_hour, handle_seconds, agents, target_seconds }: AgentQueue): QueueService => {
  const offered = (arrivals_per_hour * handle_seconds) / 3_600
  if (offered <= 0) return { p_wait: 0, service_level: 1, asa_seconds: 0 }
  if (offered >= agents) return { p_wait: 1, service_level: 0, asa_seconds: Number.POSITIVE_INFINITY }
  const blocked = blocking(offered, agents)
  const p_wait = (agents * blocked) / (agents - offered * (1 - blocked))
  const spare = agents - offered
  return {
    p_wait,
    service_level: 1 - p_wait * Math.exp((-spare * target_seconds) / handle_seconds),
    asa_seconds: (p_wait * handle_seconds) / spare,
  }
}
