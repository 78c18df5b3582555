import { mean } from './averages.ts'
import { SECONDS_PER_HOUR } from './time.ts'

/** A queue in front of equal agents, with random arrivals and exponential handling (M/M/N). */
export interface AgentQueue {
  /** 0 or more. */
  readonly arrivals_per_hour: number
  /** Positive. */
  readonly handle_seconds: number
  /** A whole number from 0. */
  readonly agents: number
  /** The wait that is still good service; 0 or more. */
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

const requireWithin = (name: string, value: number, isAllowed: boolean): void => {
  if (!(Number.isFinite(value) && isAllowed)) throw new RangeError(`${name} is out of range: ${value}`)
}

const requireTraffic = ({ arrivals_per_hour, handle_seconds, target_seconds }: Omit<AgentQueue, 'agents'>): void => {
  requireWithin('arrivals_per_hour', arrivals_per_hour, arrivals_per_hour >= 0)
  requireWithin('handle_seconds', handle_seconds, handle_seconds > 0)
  requireWithin('target_seconds', target_seconds, target_seconds >= 0)
}

/** Erlang B by its recursion, B₀ = 1, Bₖ = aBₖ₋₁ ÷ (k + aBₖ₋₁), which stays exact for any number of agents. */
const blocking = (offered: number, agents: number): number => {
  let share = 1
  for (let busy = 1; busy <= agents; busy += 1) share = (offered * share) / (busy + offered * share)
  return share
}

/**
 * Erlang's C formula. If the agents cannot keep up with the offered work, every ticket waits and the queue grows
 * without end: `asa_seconds` is then Infinity.
 *
 * @throws RangeError for anything that is not finite or out of its range
 */
export const erlangC = (queue: AgentQueue): QueueService => {
  const { arrivals_per_hour, handle_seconds, agents, target_seconds } = queue
  requireTraffic(queue)
  requireWithin('agents', agents, Number.isInteger(agents) && agents >= 0)
  const offered = (arrivals_per_hour * handle_seconds) / SECONDS_PER_HOUR
  if (offered === 0) return { p_wait: 0, service_level: 1, asa_seconds: 0 }
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

export interface StaffingQuestion {
  /** Expected arrivals; 0 or more. */
  readonly arrivals_per_hour: number
  /** Mean work on a ticket; positive. */
  readonly handle_seconds: number
  /** The wait that is still good service; 0 or more. */
  readonly target_seconds: number
  /** Share of tickets that are to wait no longer, in [0, 1). */
  readonly service_level: number
  /** Variance of the arrivals as a multiple of their mean; 1, the value of chance alone, if not given. */
  readonly dispersion?: number
}

/** Number of points that stand for an uncertain rate: the middles of equally likely slices. */
const SLICES = 48
/** Upper bound of every answer. */
const MOST_AGENTS = 100_000

/**
 * The gamma distribution's quantile by Wilson and Hilferty's cube root; good for shapes from 1 and the middles of
 * slices.
 */
const gammaQuantile = (shape: number, scale: number, normalQuantile: number): number =>
  shape * scale * (1 - 1 / (9 * shape) + normalQuantile / (3 * Math.sqrt(shape))) ** 3

/** Tukey's lambda: the standard normal quantile within 0.01 for shares between 0.01 and 0.99. */
const normalQuantile = (share: number): number => (share ** 0.1349 - (1 - share) ** 0.1349) / 0.1975

/**
 * Equally likely rates that stand for an uncertain one, as tickets experience it. Only variance beyond that of chance
 * is uncertainty of the rate (gamma, variance (dispersion − 1) · mean), since Erlang's formula already includes chance.
 * Most tickets come at times when many come: weighted by itself, a gamma rate has a shape larger by one.
 */
const ratesMet = (usual: number, dispersion: number): readonly number[] => {
  const scale = dispersion - 1
  if (scale <= 0) return [usual]
  return Array.from({ length: SLICES }, (_, slice) =>
    gammaQuantile(usual / scale + 1, scale, normalQuantile((slice + 0.5) / SLICES)),
  )
}

/**
 * The fewest agents that give the wanted service.
 *
 * @returns 0 without arrivals; at most 100,000, which then may be too few
 * @throws RangeError for anything that is not finite or out of its range
 */
export const agentsNeeded = (question: StaffingQuestion): number => {
  const { arrivals_per_hour, handle_seconds, target_seconds, service_level, dispersion = 1 } = question
  requireTraffic(question)
  requireWithin('service_level', service_level, service_level >= 0 && service_level < 1)
  requireWithin('dispersion', dispersion, dispersion >= 0)
  if (arrivals_per_hour === 0) return 0

  const rates = ratesMet(arrivals_per_hour, dispersion)
  const servedAt = (rate: number, agents: number): number =>
    erlangC({ arrivals_per_hour: rate, handle_seconds, agents, target_seconds }).service_level
  const isEnough = (agents: number): boolean => mean(rates.map((rate) => servedAt(rate, agents))) >= service_level
  let tooFew = 0
  let enough = Math.min(MOST_AGENTS, Math.max(1, Math.ceil((arrivals_per_hour * handle_seconds) / SECONDS_PER_HOUR)))
  while (enough < MOST_AGENTS && !isEnough(enough)) {
    tooFew = enough
    enough = Math.min(MOST_AGENTS, enough * 2)
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if (isEnough(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}

/** Arrivals that an hour has to serve if waiting tickets are to be worked off within `workOffHours`. */
export const withBacklog = (arrivals_per_hour: number, waiting: number, workOffHours: number): number =>
  arrivals_per_hour + waiting / Math.max(1, workOffHours)

/**
 * Agents to roster so that enough are at work.
 *
 * @param shrinkage share of rostered time that goes to breaks, meetings and absence, in [0, 1)
 */
export const withShrinkage = (agents: number, shrinkage: number): number => {
  requireWithin('shrinkage', shrinkage, shrinkage >= 0 && shrinkage < 1)
  return Math.ceil(agents / (1 - shrinkage))
}
