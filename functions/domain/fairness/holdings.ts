import type { EventRecord } from '../../contracts/events.ts'
import type { Holding } from '../fairness.ts'

/** A ticket that somebody carries at the end of the window. */
export interface StillHeld {
  readonly ticket_id: string
  readonly agent_id: string
  readonly assigned_at: string
}

type Seen = Pick<EventRecord, 'ticket_id' | 'type' | 'at' | 'changes' | 'data'>
type Open = Pick<Holding, 'agent_id' | 'assigned_at' | 'waited_seconds'>

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** The agent from whom this event took the ticket; undefined if it took it from nobody. */
const releasedBy = ({ changes, data }: Seen): string | undefined => {
  // A reopened ticket loses its assignee too, who had let go of it when it was resolved.
  if (changes.queue_state !== undefined && changes.queue_state[0] !== 'assigned') return undefined
  return text(changes.assignee?.[0]) ?? (changes.queue_state ? text(data.assignee_id) : undefined)
}

const startOf = ({ type, at, data }: Seen): Open | undefined => {
  const agent_id = type === 'ticket_assigned' ? text(data.assignee_id) : undefined
  return agent_id === undefined ? undefined : { agent_id, assigned_at: at, waited_seconds: count(data.waited_seconds) }
}

/**
 * Who held which ticket when, from the events of a window in their order. What was held before the window counts from
 * just before its start; what was neither taken nor released within it is known from the tickets that are still held.
 */
export const holdingsOf = (events: readonly Seen[], stillHeld: readonly StillHeld[], from: string): Holding[] => {
  const before = new Date(Date.parse(from) - 1).toISOString()
  const open = new Map<string, Open>()
  const holdings: Holding[] = []
  for (const event of events) {
    const { ticket_id, at, changes } = event
    if (ticket_id === undefined) continue
    const agent_id = releasedBy(event)
    if (agent_id !== undefined) {
      const start = open.get(ticket_id) ?? { agent_id, assigned_at: before, waited_seconds: 0 }
      holdings.push({ ...start, released_at: at, resolved: changes.status?.[1] === 'resolved' })
      open.delete(ticket_id)
    }
    const start = startOf(event)
    if (start) open.set(ticket_id, start)
  }
  for (const start of open.values()) holdings.push({ ...start, released_at: null, resolved: false })
  for (const { ticket_id, agent_id, assigned_at } of stillHeld) {
    if (assigned_at >= from || open.has(ticket_id)) continue
    holdings.push({ agent_id, assigned_at, released_at: null, resolved: false, waited_seconds: 0 })
  }
  return holdings
}
