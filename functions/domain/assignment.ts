import type { Strategy, Weights } from '../contracts/department.ts'
import type { ConsideredAgent, RoutingDecision } from '../contracts/routing.ts'
import type { Priority } from '../contracts/triage.ts'
import { type SkillAliases, skillShareFor } from './assignment/skills.ts'
import { availability, busyness, type Candidate, performance, whyExcluded } from './assignment/suitability.ts'
import { waitedMinutes } from './time.ts'

export interface RoutingPolicy {
  readonly strategy: Strategy
  readonly weights: Weights
  readonly version: number
  readonly skill_aliases?: SkillAliases
}

/** What routing needs to know of a ticket. */
export interface RoutableTicket {
  readonly id: string
  readonly department_id: string
  readonly priority: Priority
  readonly required_skills: readonly string[]
  readonly created_at: string
}

export interface RoutingRequest {
  readonly ticket: RoutableTicket
  readonly candidates: readonly Candidate[]
  readonly policy: RoutingPolicy
  readonly now: string
}

/** Scores this close to the best one are a tie, also at exactly this distance. */
export const TIE_MARGIN = 0.05
/** After this long, any agent is better than a longer wait for the right one. */
export const SKILL_PREFERENCE_MINUTES = 60

/** Tolerance for binary fractions, so that a difference of exactly the margin is a tie. */
const ROUNDING = 1e-9

interface Considered {
  readonly candidate: Candidate
  readonly excluded_because: string | null
  readonly skill: number
  readonly availability: number
  readonly performance: number
  readonly score: number
  /** Milliseconds since 1970; parsed once, because sorting compares each candidate many times. */
  readonly last_assigned: number
}

/** One step of a strategy's order: the smaller value goes first. */
interface Criterion {
  readonly because: string
  readonly of: (considered: Considered) => number
}

/** An agent who was never assigned a ticket, or at an unreadable time, comes before all others. */
const lastAssigned = ({ last_assigned_at }: Candidate): number => {
  const at = Date.parse(last_assigned_at ?? '')
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at
}

const leastRecentlyAssigned: Criterion = {
  because: 'has waited longest for work',
  of: ({ last_assigned }) => last_assigned,
}
const leastBusy: Criterion = { because: 'is the least busy', of: ({ candidate }) => busyness(candidate) }
const idleFirst: Criterion = { because: 'has nothing to do', of: ({ candidate }) => (candidate.active > 0 ? 1 : 0) }
const bestSkilled: Criterion = { because: 'has more of the required skills', of: ({ skill }) => -skill }

/** Everyone within the margin of the top score is equal; the others follow by how far they miss it. */
const topScored = (eligible: readonly Considered[]): Criterion => {
  const top = Math.max(...eligible.map(({ score }) => score))
  return {
    because: 'has the best score',
    of: ({ score }) => (top - score <= TIE_MARGIN + ROUNDING ? 0 : top - score),
  }
}

/** Why the balanced strategy no longer looks for skills, or null while it does. */
const whySkillsDropped = ({ ticket, policy, now }: RoutingRequest): string | null => {
  if (policy.strategy !== 'balanced' || ticket.required_skills.length === 0) return null
  if (ticket.priority === 'critical') return 'skills were not preferred because the ticket is critical'
  if (waitedMinutes(ticket.created_at, new Date(now)) < SKILL_PREFERENCE_MINUTES) return null
  return `skills were not preferred because the ticket has waited ${SKILL_PREFERENCE_MINUTES} minutes`
}

const criteriaOf = (strategy: Strategy, eligible: readonly Considered[], bySkill: boolean): readonly Criterion[] => {
  switch (strategy) {
    case 'balanced':
      return [idleFirst, ...(bySkill ? [bestSkilled] : []), leastBusy, leastRecentlyAssigned]
    case 'round_robin':
      return [leastRecentlyAssigned]
    case 'least_busy':
      return [leastBusy, leastRecentlyAssigned]
    case 'weighted':
      return [topScored(eligible), leastRecentlyAssigned]
  }
}

const compareIds = (a: Considered, b: Considered): number =>
  a.candidate.agent_id < b.candidate.agent_id ? -1 : a.candidate.agent_id > b.candidate.agent_id ? 1 : 0

const deciding = (criteria: readonly Criterion[], a: Considered, b: Considered): Criterion | undefined =>
  criteria.find(({ of }) => of(a) !== of(b))

/** The total order of a strategy, the agent's id last, so that the order of the input never matters. */
const rank = (eligible: readonly Considered[], criteria: readonly Criterion[]): readonly Considered[] =>
  eligible.toSorted((a, b) => {
    const criterion = deciding(criteria, a, b)
    if (!criterion) return compareIds(a, b)
    return criterion.of(a) < criterion.of(b) ? -1 : 1
  })

/** Names the criterion that put the winner ahead of the runner-up, and says whether it broke a tie. */
const whyChosen = (ranked: readonly Considered[], criteria: readonly Criterion[]): string => {
  const [winner, second] = ranked
  if (!winner) return ''
  const { name } = winner.candidate
  if (!second) return `${name} is the only one who can take it`
  const criterion = deciding(criteria, winner, second)
  if (!criterion) return `${name} comes first by id among equals`
  const brokeTie = criterion === criteria[0] ? '' : ', which broke a tie'
  return `${name} ${criterion.because}${brokeTie}, of ${ranked.length} who can take it`
}

const whyQueued = (excluded: readonly Considered[]): string =>
  excluded.length === 0
    ? 'nobody works in this department'
    : `nobody can take it now: ${excluded.map(({ candidate, excluded_because }) => `${candidate.name} ${excluded_because}`).join(', ')}`

/** The weighted sum; 0 if it is not finite, so that broken weights favour nobody. */
const weigh = (parts: Pick<Considered, keyof Weights>, weights: Weights): number => {
  const score =
    weights.skill * parts.skill + weights.availability * parts.availability + weights.performance * parts.performance
  return Number.isFinite(score) ? score : 0
}

const whole = (amount: number): number => (Number.isFinite(amount) ? Math.trunc(amount) : 0)

const toRecord = ({ candidate, score, ...considered }: Considered, strategy: Strategy): ConsideredAgent => ({
  agent_id: candidate.agent_id,
  name: candidate.name,
  eligible: considered.excluded_because === null,
  excluded_because: considered.excluded_because,
  skill: considered.skill,
  availability: considered.availability,
  performance: considered.performance,
  score: strategy === 'weighted' ? score : null,
  active: whole(candidate.active),
  capacity: whole(candidate.capacity),
  last_assigned_at: candidate.last_assigned_at,
})

/**
 * Chooses the agent for a ticket by the department's strategy, and explains the choice.
 *
 * Only agents who are online and below their capacity can be chosen. Which agents the department may use (its own, a
 * merged department's, idle ones of others) is decided by the caller: see `capacity.ts`. The order of the candidates
 * does not matter.
 *
 * @returns the whole decision: those who could take the ticket in the order of preference, then the excluded by id;
 *   `queued` with nobody chosen if nobody can take it
 * @throws RangeError if `now` is not a time
 */
export const chooseAgent = (request: RoutingRequest): RoutingDecision => {
  const { ticket, candidates, policy, now } = request
  const decided_at = new Date(now).toISOString()
  const skillShare = skillShareFor(ticket.required_skills, policy.skill_aliases ?? {})
  const considered = candidates.map((candidate): Considered => {
    const parts = {
      skill: skillShare(candidate.skills),
      availability: availability(candidate),
      performance: performance(candidate),
    }
    return {
      candidate,
      excluded_because: whyExcluded(candidate),
      ...parts,
      score: weigh(parts, policy.weights),
      last_assigned: lastAssigned(candidate),
    }
  })

  const eligible = considered.filter(({ excluded_because }) => excluded_because === null)
  const excluded = considered.filter(({ excluded_because }) => excluded_because !== null).toSorted(compareIds)
  const skillsDropped = whySkillsDropped(request)
  const criteria = criteriaOf(policy.strategy, eligible, skillsDropped === null)
  const ranked = rank(eligible, criteria)
  const chosen = ranked[0]?.candidate.agent_id ?? null
  const why = chosen === null ? whyQueued(excluded) : whyChosen(ranked, criteria)

  return {
    decided_at,
    outcome: chosen === null ? 'queued' : 'assigned',
    strategy: policy.strategy,
    policy_version: policy.version,
    reason: skillsDropped !== null && chosen !== null ? `${why}; ${skillsDropped}` : why,
    chosen,
    candidates: [...ranked, ...excluded].map((one) => toRecord(one, policy.strategy)),
  }
}
