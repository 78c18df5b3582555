import { mean } from '../averages.ts'
import { jain } from '../fairness.ts'
import type { SimulationResult } from '../simulation.ts'

export interface SimulationFigures {
  readonly served: number
  readonly mean_wait_minutes: number
  /** Half-width of the 95 % interval of the mean wait; Infinity for too few tickets. */
  readonly mean_wait_uncertainty_minutes: number
  readonly p95_wait_minutes: number
  /** How evenly the working time is shared. */
  readonly jain: number
  /** Share of the tickets asking for skills that came to somebody with all of them; 1 if none asked. */
  readonly skill_match: number
  readonly over_capacity: number
}

/** Student's t for 19 degrees of freedom at 95 %: one less than the number of batches. */
const STUDENT_T = 2.093
const BATCHES = 20

/** Neighbouring waits are alike, so the means of long batches are compared, not single waits. */
const uncertaintyOfMean = (amounts: readonly number[]): number => {
  const size = Math.floor(amounts.length / BATCHES)
  if (size === 0) return Number.POSITIVE_INFINITY
  const means = Array.from({ length: BATCHES }, (_none, place) => mean(amounts.slice(place * size, (place + 1) * size)))
  const centre = mean(means)
  const variance = means.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (BATCHES - 1)
  return STUDENT_T * Math.sqrt(variance / BATCHES)
}

/** The smallest amount that a share of all does not exceed; 0 of none. */
export const quantile = (amounts: readonly number[], share: number): number =>
  amounts.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * amounts.length) - 1)] ?? 0

/**
 * The figures by which policies are compared.
 *
 * @param agentIds everyone who could have worked, so that agents without work count too
 * @param from tickets that arrived before this minute are left out: the desk was still filling
 */
export const figuresOf = (
  { served, over_capacity }: SimulationResult,
  agentIds: readonly string[],
  from: number,
): SimulationFigures => {
  const counted = served.filter(({ ticket }) => ticket.arrives_at >= from)
  const waits = counted.map(({ wait_minutes }) => wait_minutes)
  const skilled = counted.filter(({ ticket }) => ticket.required_skills.length > 0)
  const worked = new Map(agentIds.map((agent_id) => [agent_id, 0]))
  for (const { agent_id, handle_minutes } of counted) {
    worked.set(agent_id, (worked.get(agent_id) ?? 0) + handle_minutes)
  }
  return {
    served: counted.length,
    mean_wait_minutes: mean(waits),
    mean_wait_uncertainty_minutes: uncertaintyOfMean(waits),
    p95_wait_minutes: quantile(waits, 0.95),
    jain: jain([...worked.values()]),
    skill_match: skilled.length === 0 ? 1 : mean(skilled.map(({ has_skills }) => (has_skills ? 1 : 0))),
    over_capacity,
  }
}
