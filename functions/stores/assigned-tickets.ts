import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { tableNamed } from './documents.ts'
import { shardKeys } from './index-shards.ts'
import { queryAll } from './queries.ts'
import { ticketIndex } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

const INDEX = ticketIndex('by_status_assignee')

/** Sorts before every time; DynamoDB does not accept an empty text as a key. */
const EVER = '0'

/**
 * An agent's tickets in the given statuses, as of a moment ago.
 *
 * @param createdAfter only tickets opened since; all if omitted
 */
export const listAssigned = async (
  agentId: string,
  statuses: readonly Status[],
  createdAfter = EVER,
): Promise<readonly TicketState[]> => {
  const keys = statuses.flatMap((status) => shardKeys(`${status}#${agentId}`))
  const rows = await Promise.all(
    keys.map((key) =>
      queryAll({
        TableName: tableNamed('Tickets'),
        IndexName: INDEX.name,
        KeyConditionExpression: `${INDEX.partitionKey} = :key AND ${INDEX.sortKey} > :after`,
        ExpressionAttributeValues: { ':key': key, ':after': createdAfter },
      }),
    ),
  )
  return rows.flat().map(parseTicket)
}
