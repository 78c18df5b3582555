import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { EventRecord } from '../contracts/events.ts'
import { Holder } from '../contracts/ticket-state.ts'
import type { StillHeld } from '../domain/holdings.ts'
import { numericSetting } from '../platform/env.ts'
import { documents, tableNamed } from './documents.ts'
import { parseEvent } from './events.ts'
import { placeIn, sharded, ticketIndex } from './tables.ts'

const shards = (): readonly number[] => Array.from({ length: numericSetting('INDEX_SHARDS') }, (_none, shard) => shard)

/** Events that can change who carries a ticket. */
const MOVES: Readonly<Record<string, EventRecord['type']>> = {
  ':assigned': 'ticket_assigned',
  ':unassigned': 'ticket_unassigned',
  ':updated': 'ticket_updated',
  ':status': 'status_changed',
  ':commented': 'comment_added',
  ':merged': 'ticket_merged',
}

const movesOfShard = async (shard: number, from: string, to: string): Promise<readonly EventRecord[]> => {
  const events: EventRecord[] = []
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('Tickets'),
        IndexName: 'audit',
        KeyConditionExpression: 'audit_key = :shard AND audit_order BETWEEN :from AND :to',
        FilterExpression: `#type IN (${Object.keys(MOVES).join(', ')})`,
        ExpressionAttributeNames: { '#type': 'type' },
        ExpressionAttributeValues: { ':shard': sharded('EVENTS', shard), ':from': from, ':to': to, ...MOVES },
        ExclusiveStartKey,
      }),
    )
    events.push(...(page.Items ?? []).map(parseEvent))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return events
}

/** The events of a window that can change who carries a ticket, each ticket's in their order. */
export const assignmentEvents = async (from: Date, to: Date): Promise<readonly EventRecord[]> => {
  const pages = await Promise.all(shards().map((shard) => movesOfShard(shard, from.toISOString(), to.toISOString())))
  return pages.flat().toSorted((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1))
}

const INDEX = ticketIndex('by_queue_state')

const HeldRow = z.object({ [INDEX.sortKey]: z.string(), assignee: Holder, assigned_at: z.string() })

const heldOfShard = async (shard: number): Promise<readonly StillHeld[]> => {
  const held: StillHeld[] = []
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('Tickets'),
        IndexName: INDEX.name,
        KeyConditionExpression: `${INDEX.partitionKey} = :assigned`,
        ExpressionAttributeValues: { ':assigned': sharded('assigned', shard) },
        ProjectionExpression: `${INDEX.sortKey}, assignee, assigned_at`,
        ExclusiveStartKey,
      }),
    )
    const rows = (page.Items ?? []).map((row) => HeldRow.parse(row))
    held.push(
      ...rows.map(({ [INDEX.sortKey]: order, assignee, assigned_at }) => ({
        ticket_id: placeIn(order).id,
        agent_id: assignee.id,
        assigned_at,
      })),
    )
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return held
}

/** The tickets that somebody carries now; there are never more than all agents have room for. */
export const heldTickets = async (): Promise<readonly StillHeld[]> =>
  (await Promise.all(shards().map(heldOfShard))).flat()
