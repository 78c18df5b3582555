import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { numericSetting } from '../platform/env.ts'
import { documents, tableNamed } from './documents.ts'
import { sharded } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

const underKey = async (key: string, createdAfter: string): Promise<readonly TicketState[]> => {
  const tickets: TicketState[] = []
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('Tickets'),
        IndexName: 'by_status_assignee',
        KeyConditionExpression: 'by_status_assignee_key = :key AND list_order > :after',
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
 * @param createdAfter only tickets opened since; a timestamp, or '' for all
 */
export const listAssigned = async (
  agentId: string,
  statuses: readonly Status[],
  createdAfter: string,
): Promise<readonly TicketState[]> => {
  const shards = Array.from({ length: numericSetting('INDEX_SHARDS') }, (_none, shard) => shard)
  const keys = statuses.flatMap((status) => shards.map((shard) => sharded(`${status}#${agentId}`, shard)))
  return (await Promise.all(keys.map((key) => underKey(key, createdAfter)))).flat()
}
