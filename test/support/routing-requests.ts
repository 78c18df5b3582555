import type { RoutingDecision } from '../../functions/contracts/routing.ts'
import { type Candidate, WEIGHTS } from '../../functions/domain/assignment/suitability.ts'
import { chooseAgent, type RoutableTicket, type RoutingPolicy } from '../../functions/domain/assignment.ts'
import { NOON } from './clock.ts'

/** Somebody online with nothing to do and no history. */
export const candidate = (given: Partial<Candidate>): Candidate => ({
  agent_id: 'ana',
  name: given.agent_id ?? 'ana',
  department_id: 'billing',
  skills: [],
  presence: 'online',
  active: 0,
  capacity: 10,
  resolved_total: 0,
  avg_resolution_hours: null,
  last_assigned_at: null,
  ...given,
})

/** A ticket created at `NOON` that needs no skill. */
export const aRoutableTicket = (given: Partial<RoutableTicket> = {}): RoutableTicket => ({
  id: 't1',
  department_id: 'billing',
  priority: 'medium',
  required_skills: [],
  created_at: NOON,
  ...given,
})

/** Routes such a ticket at `NOON` under a strategy. */
export const choose = (
  strategy: RoutingPolicy['strategy'],
  candidates: readonly Candidate[],
  ticket: Partial<RoutableTicket> = {},
  policy: Partial<RoutingPolicy> = {},
): RoutingDecision =>
  chooseAgent({
    ticket: aRoutableTicket(ticket),
    candidates,
    policy: { strategy, weights: WEIGHTS, version: 1, ...policy },
    now: NOON,
  })
