import type { EventRecord } from '../contracts/events.ts'
import type { Holder, TicketState } from '../contracts/ticket-state.ts'
import type { TicketChange } from '../domain/ticket/change.ts'
import { STILL_HERE } from './agents.ts'
import { tableNamed, type Write } from './documents.ts'
import { peopleKeys } from './tables.ts'

/** The combined effect of one ticket's change on one agent's row. */
interface Effect {
  readonly agent: Holder
  active: number
  resolved: number
  hours: number
  assigned_at: string | null
  /** What a claim requires of the agent. */
  terms: ClaimTerms
}

/**
 * `automatic`: the agent must be online and have room. `by-hand`: they must have room. `override`, of the load line by
 * a person: they need only still work there.
 */
type ClaimTerms = 'automatic' | 'by-hand' | 'override'

const termsOf = ({ data }: EventRecord): ClaimTerms => {
  if (data.override === true) return 'override'
  return data.outcome === 'manual' ? 'by-hand' : 'automatic'
}

/** The agent whose load this ticket counts in; null unless it is assigned. */
const carrier = (ticket: TicketState | null): Holder | null =>
  ticket?.queue_state === 'assigned' ? ticket.assignee : null

const effectsOf = ({ before, ticket, event }: TicketChange): readonly Effect[] => {
  const effects = new Map<string, Effect>()
  const on = (agent: Holder): Effect => {
    const known = effects.get(agent.id) ?? {
      agent,
      active: 0,
      resolved: 0,
      hours: 0,
      assigned_at: null,
      terms: termsOf(event),
    }
    effects.set(agent.id, known)
    return known
  }
  const from = carrier(before)
  const to = carrier(ticket)
  if (from?.id !== to?.id) {
    if (from) on(from).active -= 1
    if (to) {
      const effect = on(to)
      effect.active += 1
      effect.assigned_at = event.at
    }
  }
  const undone = before?.resolution ?? null
  const won = ticket.resolution
  if (JSON.stringify(undone) !== JSON.stringify(won)) {
    if (undone) {
      on(undone.agent).resolved -= 1
      on(undone.agent).hours -= undone.hours
    }
    if (won) {
      on(won.agent).resolved += 1
      on(won.agent).hours += won.hours
    }
  }
  return [...effects.values()]
}

const conditionOf = ({ active, terms }: Effect): string => {
  if (active < 0) return 'active > :none'
  if (active === 0) return 'attribute_exists(pk)'
  if (terms === 'automatic') return 'active < #capacity AND presence = :online'
  // Agents who have left keep a row, offline but with a capacity.
  return terms === 'by-hand' ? `active < #capacity AND ${STILL_HERE}` : `attribute_exists(pk) AND ${STILL_HERE}`
}

/**
 * The writes that keep agents' rows in step with a ticket's assignee, queue state and resolution. A claim is
 * conditional on what its `ClaimTerms` require, a release on a load above 0.
 */
export const loadEffects = (change: TicketChange): readonly Write[] =>
  effectsOf(change).map((effect) => {
    const condition = conditionOf(effect)
    return {
      Update: {
        TableName: tableNamed('AgentLoad'),
        Key: peopleKeys.agent(effect.agent.department_id, effect.agent.id),
        UpdateExpression: [
          'ADD active :active, resolved_total :resolved, resolution_hours :hours',
          ...(effect.assigned_at === null ? [] : ['SET last_assigned_at = :assigned_at']),
        ].join(' '),
        ConditionExpression: condition,
        // `capacity` is a reserved word.
        ...(condition.includes('#capacity') && { ExpressionAttributeNames: { '#capacity': 'capacity' } }),
        ExpressionAttributeValues: {
          ':active': effect.active,
          ':resolved': effect.resolved,
          ':hours': effect.hours,
          ...(effect.assigned_at !== null && { ':assigned_at': effect.assigned_at }),
          ...(condition.includes(':none') && { ':none': 0 }),
          ...(condition.includes(':online') && { ':online': 'online' }),
          ...(condition.includes(':text') && { ':text': 'S' }),
        },
      },
    }
  })
