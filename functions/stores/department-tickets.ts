import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { numericSetting } from '../platform/env.ts'
import { documents, tableNamed } from './documents.ts'
import { sharded, ticketIndex } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

/** Which of a department's tickets are meant, by the time at which they came in. */
export interface Period {
  /** The first instant that counts. */
  readonly from: string
  /** The first instant that does not count any more. */
  readonly to: string
}

/** Before and after every ticket. */
export const ANY_TIME: Period = { from: '0', to: '9' }

const INDEX = ticketIndex('by_status_department')

const keysOf = (departmentId: string, statuses: readonly Status[]): readonly string[] => {
  const shards = Array.from({ length: numericSetting('INDEX_SHARDS') }, (_none, shard) => shard)
  return statuses.flatMap((status) => shards.map((shard) => sharded(`${status}#${departmentId}`, shard)))
}

const queryOf = (key: string, { from, to }: Period) => ({
  TableName: tableNamed('Tickets'),
  IndexName: INDEX.name,
  KeyConditionExpression: `${INDEX.partitionKey} = :key AND ${INDEX.sortKey} BETWEEN :from AND :to`,
  ExpressionAttributeValues: { ':key': key, ':from': from, ':to': to },
  ScanIndexForward: false,
})

const underKey = async (key: string, period: Period, most: number): Promise<readonly TicketState[]> => {
  const tickets: TicketState[] = []
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        ...queryOf(key, period),
        ...(Number.isFinite(most) && { Limit: most - tickets.length }),
        ExclusiveStartKey,
      }),
    )
    tickets.push(...(page.Items ?? []).map(parseTicket))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey && tickets.length < most)
  return tickets
}

/**
 * A department's tickets in some statuses, as of a moment ago; newest first within a status.
 *
 * @param most how many of each status and shard at most
 */
export const listDepartmentTickets = async (
  departmentId: string,
  statuses: readonly Status[],
  period: Period = ANY_TIME,
  most: number = Number.POSITIVE_INFINITY,
): Promise<readonly TicketState[]> =>
  (await Promise.all(keysOf(departmentId, statuses).map((key) => underKey(key, period, most)))).flat()

const countUnderKey = async (key: string, period: Period): Promise<number> => {
  let count = 0
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({ ...queryOf(key, period), Select: 'COUNT', ExclusiveStartKey }),
    )
    count += page.Count ?? 0
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return count
}

/** How many of a department's tickets in some statuses came in during a period. */
export const countDepartmentTickets = async (
  departmentId: string,
  statuses: readonly Status[],
  period: Period,
): Promise<number> => {
  const counts = await Promise.all(keysOf(departmentId, statuses).map((key) => countUnderKey(key, period)))
  return counts.reduce((total, count) => total + count, 0)
}
