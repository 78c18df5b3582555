import type { Department } from '../../contracts/department.ts'
import type { Presence } from '../../contracts/people.ts'
import { Priority } from '../../contracts/triage.ts'

/** A ticket of a simulation. All times of a simulation are minutes since its start. */
export interface SimulatedTicket {
  readonly id: string
  readonly department_id: string
  readonly priority: Priority
  readonly required_skills: readonly string[]
  readonly arrives_at: number
  /** Minutes of work for an agent of speed 1 who has all required skills. */
  readonly work_minutes: number
}

export interface SimulatedAgent {
  readonly agent_id: string
  readonly department_id: string
  readonly skills: readonly string[]
  readonly capacity: number
  /** 1 is the usual speed, 2 is twice as fast. */
  readonly speed: number
}

export type PresenceChange = { readonly at: number; readonly agent_id: string; readonly presence: Presence }

export interface SimulatedDepartment {
  readonly department_id: string
  readonly overflow: Department['overflow']
  readonly overload_threshold: number
  readonly underload_threshold: number
}

/**
 * Everything that happens to the departments. Nothing is left to chance: the same world and policy always give the same
 * result.
 */
export interface World {
  readonly starts_at: string
  readonly departments: readonly SimulatedDepartment[]
  /** Everybody is online at the start. */
  readonly agents: readonly SimulatedAgent[]
  readonly tickets: readonly SimulatedTicket[]
  readonly presence_changes: readonly PresenceChange[]
  /** How many times longer work takes an agent who lacks one of the required skills. */
  readonly mismatch_factor: number
}

const rank = ({ priority }: SimulatedTicket): number => Priority.options.indexOf(priority)

/** Serving order: priority, then age. */
const isServedBefore = (a: SimulatedTicket, b: SimulatedTicket): boolean =>
  rank(a) > rank(b) || (rank(a) === rank(b) && a.arrives_at <= b.arrives_at)

/** Puts a ticket at its place in a queue, behind its equals. */
export const joinQueue = (queue: SimulatedTicket[], ticket: SimulatedTicket): void => {
  queue.splice(queue.findLastIndex((queued) => isServedBefore(queued, ticket)) + 1, 0, ticket)
}
