import type { Department, DepartmentLoad } from '../contracts/department.ts'
import type { Status } from '../contracts/ticket.ts'
import { type Candidate, isIdle } from './assignment/suitability.ts'
import { total } from './averages.ts'
import { MINUTE_MS } from './time.ts'

/** An agent who goes offline keeps their open tickets this long, unless the department sets another time. */
export const OFFLINE_GRACE_MINUTES = 15
export const OVERFLOW: Department['overflow'] = { enabled: true, after_minutes: 10 }
/** Tickets are never offered to other departments; the minutes do not matter, but must be a number. */
export const NO_OVERFLOW: Department['overflow'] = { enabled: false, after_minutes: 1 }

/**
 * How much of a department's load line is used, from those who take its tickets (`takersAmong`) and the number of
 * tickets that wait.
 *
 * `active` counts what all its agents hold, also those who are away; `capacity` only what those online may hold. So
 * utilisation passes 1 when people leave with tickets in hand, and is 0 when nobody is online.
 */
export const departmentLoad = (
  agents: readonly Pick<Candidate, 'presence' | 'active' | 'capacity'>[],
  waiting: number,
): DepartmentLoad => {
  const online = agents.filter(({ presence }) => presence === 'online')
  const active = total(agents.map((agent) => agent.active))
  const capacity = total(online.map((agent) => agent.capacity))
  return {
    agents_online: online.length,
    active,
    capacity,
    waiting,
    utilisation: capacity > 0 ? active / capacity : 0,
    pressure: (active + waiting) / Math.max(1, capacity),
  }
}

/** Whether a ticket has waited long enough to be offered to idle agents of other departments. */
export const mayOverflow = (waiting_minutes: number, overflow: Department['overflow']): boolean =>
  overflow.enabled && waiting_minutes >= overflow.after_minutes

/** How far beyond its own department a ticket may look for an agent. */
export interface Reach {
  readonly department_id: string
  /** Departments whose agents help this one while merged: see `helpersOf` in `merge.ts`. */
  readonly merged_department_ids: readonly string[]
  readonly waiting_minutes: number
  readonly overflow: Department['overflow']
}

/**
 * The agents that a ticket may be given to, as far as departments are concerned: all of its own department and of the
 * merged ones, even those who cannot take it now (the decision says why), and on overflow the idle agents of others.
 * Only idle ones, because a department keeps the capacity that its own next ticket needs.
 *
 * @param agents of all departments, or only of those within reach
 */
export const candidatesFor = (reach: Reach, agents: readonly Candidate[]): readonly Candidate[] => {
  const near = new Set([reach.department_id, ...reach.merged_department_ids])
  const overflows = mayOverflow(reach.waiting_minutes, reach.overflow)
  return agents.filter((agent) => near.has(agent.department_id) || (overflows && isIdle(agent)))
}

/**
 * The candidates of one pass over the queue: everyone who was not given a ticket in it yet.
 *
 * A pass gives each agent at most one ticket and rings the next, so that somebody who comes online fills up
 * ticket by ticket, while colleagues who get free in between are asked too.
 */
export const notYetServed = (
  candidates: readonly Candidate[],
  servedAgentIds: ReadonlySet<string>,
): readonly Candidate[] => candidates.filter(({ agent_id }) => !servedAgentIds.has(agent_id))

/** Admins take automatic work only if their department says so. */
export const takesTickets = (
  role: 'agent' | 'admin',
  { admins_take_tickets }: Pick<Department, 'admins_take_tickets'>,
): boolean => role === 'agent' || admins_take_tickets

/**
 * The members of a department who are given its work and make up its load line. What the others hold, they hold as
 * admins.
 */
export const takersAmong = <Member extends { readonly role: 'agent' | 'admin' }>(
  members: readonly Member[],
  department: Pick<Department, 'admins_take_tickets'>,
): readonly Member[] => members.filter(({ role }) => takesTickets(role, department))

/** When the tickets of an agent who went offline are looked at again. */
export const graceEndsAt = (offline_since: Date, offline_grace_minutes: number): Date =>
  new Date(offline_since.getTime() + offline_grace_minutes * MINUTE_MS)

/** Whether a ticket goes back to the queue after the grace time. One on which somebody has worked stays. */
export const returnsAfterGrace = (ticket: { readonly status: Status; readonly agent_replied: boolean }): boolean =>
  ticket.status === 'open' && !ticket.agent_replied
