import type { Weights } from '../../contracts/department.ts'
import type { Presence } from '../../contracts/people.ts'

/** An agent as routing sees them: who they are, what they can do, and how much they carry. */
export interface Candidate {
  readonly agent_id: string
  readonly name: string
  readonly department_id: string
  readonly skills: readonly string[]
  readonly presence: Presence
  readonly active: number
  readonly capacity: number
  readonly resolved_total: number
  readonly avg_resolution_hours: number | null
  readonly last_assigned_at: string | null
}

/** Weights of the score's parts; they add up to 1. */
export const WEIGHTS: Weights = { skill: 0.5, availability: 0.3, performance: 0.2 }

/** An agent without a record is taken to be good, so that newcomers get work. */
export const NEWCOMER_PERFORMANCE = 0.7
/** Resolving within this time on average is as good as it gets. */
const GOOD_RESOLUTION_HOURS = 24

/** How far an agent has reached their load line: 0 is idle, 1 is full; an agent without a usable capacity is full. */
export const busyness = ({ active, capacity }: Pick<Candidate, 'active' | 'capacity'>): number =>
  capacity > 0 && Number.isFinite(active / capacity) ? Math.min(1, Math.max(0, active / capacity)) : 1

export const availability = (agent: Pick<Candidate, 'active' | 'capacity'>): number => 1 - busyness(agent)

/**
 * Past speed in [0, 1]: 0.7 before the first resolution, 1 up to an average of 24 hours,
 * then down by a half for each further day, and never below 0.
 */
export const performance = ({
  resolved_total,
  avg_resolution_hours,
}: Pick<Candidate, 'resolved_total' | 'avg_resolution_hours'>): number => {
  if (!(resolved_total > 0) || avg_resolution_hours === null || Number.isNaN(avg_resolution_hours)) {
    return NEWCOMER_PERFORMANCE
  }
  if (avg_resolution_hours <= GOOD_RESOLUTION_HOURS) return 1
  return Math.max(0, 1 - (0.5 * (avg_resolution_hours - GOOD_RESOLUTION_HOURS)) / GOOD_RESOLUTION_HOURS)
}

/**
 * Why an agent takes no automatic work now, in words for people, or null for an agent who may.
 *
 * The load line is hard: an agent whose load or limit is unknown is as good as full.
 */
export const whyExcluded = ({ presence, active, capacity }: Candidate): string | null => {
  if (presence === 'offline') return 'is offline'
  if (presence === 'dnd') return 'asked not to be disturbed'
  if (!(capacity > 0)) return 'has no capacity'
  if (!Number.isFinite(active) || !Number.isFinite(capacity)) return 'has an unknown load'
  if (active >= capacity) return `is full: ${active} of ${capacity}`
  return null
}

/** Whether an agent may take automatic work now. */
export const isFree = (candidate: Candidate): boolean => whyExcluded(candidate) === null

/** Whether an agent is online and has nothing to do. */
export const isIdle = ({ presence, active }: Candidate): boolean => presence === 'online' && active === 0
