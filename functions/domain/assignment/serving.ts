import type { RoutingDecision } from '../../contracts/routing.ts'
import type { TicketState } from '../../contracts/ticket-state.ts'
import { chooseAgent, type RoutingPolicy } from '../assignment.ts'
import { type Candidate, isFree } from './suitability.ts'

export interface Turn {
  readonly ticket: TicketState
  /** The agents that the ticket may be given to, as far as departments are concerned: see `domain/capacity.ts`. */
  readonly candidates: readonly Candidate[]
  /** The agent that a reopened ticket goes back to, wherever they work; undefined if it never had one. */
  readonly returning: Candidate | undefined
  /** Whether anybody had it before. */
  readonly hadAgent: boolean
  readonly policy: RoutingPolicy
  readonly now: Date
}

/** Whether anybody could take a ticket now. */
export const someoneFree = (candidates: readonly Candidate[]): boolean => candidates.some(isFree)

/**
 * Decides who gets a waiting ticket: a reopened one goes back to its agent if they are online and have room; any other
 * one goes to the agent whom the department's strategy chooses.
 *
 * @returns the whole decision; `moved` instead of `assigned` for a ticket that somebody else had before
 */
export const decideTurn = ({ ticket, candidates, returning, hadAgent, policy, now }: Turn): RoutingDecision => {
  const goesBack = returning !== undefined && isFree(returning)
  const asked = goesBack
    ? [returning, ...candidates.filter(({ agent_id }) => agent_id !== returning.agent_id)]
    : candidates
  const decision = chooseAgent({ ticket, candidates: asked, policy, now: now.toISOString() })
  if (goesBack) {
    const reason = `${returning.name} had it before it came back, and has room`
    return { ...decision, chosen: returning.agent_id, reason }
  }
  return decision.outcome === 'assigned' && hadAgent ? { ...decision, outcome: 'moved' } : decision
}
