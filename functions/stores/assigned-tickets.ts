import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { tableNamed } from './documents.ts'
import { shardKeys } from './index-shards.ts'
import { queryAll } from './queries.ts'
import { ticketIndex } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

const INDEX = ticketIndex('by_status_assignee')

/** Before every time there is; a key is never compared with an empty text. */
const EVER = '0'

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
