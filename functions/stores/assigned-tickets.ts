import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { numericSetting } from '../platform/env.ts'
import { documents, tableNamed } from './documents.ts'
import { sharded, ticketIndex } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

const INDEX = ticketIndex('by_status_assignee')

/** Before every time there is; a key is never compared with an empty text. */
const EVER = '0'

const underKey = async (key: string, createdAfter: string): Promise<readonly TicketState[]> => {
  const tickets: TicketState[] = []
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('Tickets'),
        IndexName: INDEX.name,
        KeyConditionExpression: `${INDEX.partitionKey} = :key AND ${INDEX.sortKey} > :after`,
        ExpressionAttributeValues: { ':key': key, ':after': createdAfter },
        ExclusiveStartKey,
      }),
    )
    tickets.push(...(page.Items ?? []).map(parseTicket))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return tickets
}

/**
 * An agent's tickets in some statuses, as of a moment ago.
 *
 * @param createdAfter only tickets opened since; all if left out
 */
export const listAssigned = async (
  agentId: string,
  statuses: readonly Status[],
  createdAfter = EVER,
): Promise<readonly TicketState[]> => {
  const shards = Array.from({ length: numericSetting('INDEX_SHARDS') }, (_none, shard) => shard)
  const keys = statuses.flatMap((status) => shards.map((shard) => sharded(`${status}#${agentId}`, shard)))
  return (await Promise.all(keys.map((key) => underKey(key, createdAfter)))).flat()
}
