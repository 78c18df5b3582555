import type { EventRecord } from '../contracts/events.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import type { StillHeld } from '../domain/fairness/holdings.ts'
import { tableNamed } from './documents.ts'
import { parseEvent } from './events.ts'
import { shardKeys } from './index-shards.ts'
import { queryAll } from './queries.ts'
import { kinds, ticketIndex } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

/** Events that can change who carries a ticket. */
const MOVES: Readonly<Record<string, EventRecord['type']>> = {
  ':assigned': 'ticket_assigned',
  ':unassigned': 'ticket_unassigned',
  ':updated': 'ticket_updated',
  ':decided': 'triage_decided',
  ':status': 'status_changed',
  ':commented': 'comment_added',
  ':merged': 'ticket_merged',
}

const movesUnder = async (key: string, from: Date, to: Date): Promise<readonly EventRecord[]> => {
  const rows = await queryAll({
    TableName: tableNamed('Tickets'),
    IndexName: 'audit',
    KeyConditionExpression: 'audit_key = :key AND audit_order BETWEEN :from AND :to',
    FilterExpression: `#type IN (${Object.keys(MOVES).join(', ')})`,
    ExpressionAttributeNames: { '#type': 'type' },
    ExpressionAttributeValues: { ':key': key, ':from': from.toISOString(), ':to': to.toISOString(), ...MOVES },
  })
  return rows.map(parseEvent)
}

/** The events between two times that can change who carries a ticket, ordered by time and then by `seq`. */
export const assignmentEvents = async (from: Date, to: Date): Promise<readonly EventRecord[]> => {
  const events = (await Promise.all(shardKeys(kinds.events).map((key) => movesUnder(key, from, to)))).flat()
  return events.toSorted((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1))
}

const INDEX = ticketIndex('by_queue_state')

const heldOf = ({ id, assignee, assigned_at }: TicketState): readonly StillHeld[] =>
  assignee && assigned_at !== null ? [{ ticket_id: id, agent_id: assignee.id, assigned_at }] : []

const heldUnder = async (key: string): Promise<readonly StillHeld[]> => {
  const rows = await queryAll({
    TableName: tableNamed('Tickets'),
    IndexName: INDEX.name,
    KeyConditionExpression: `${INDEX.partitionKey} = :assigned`,
    ExpressionAttributeValues: { ':assigned': key },
  })
  return rows.map(parseTicket).flatMap(heldOf)
}

/** All tickets that are assigned now; few enough to read at once, since agents' capacities limit them. */
export const heldTickets = async (): Promise<readonly StillHeld[]> =>
  (await Promise.all(shardKeys('assigned').map(heldUnder))).flat()
