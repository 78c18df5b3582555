import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { tableNamed } from './documents.ts'
import { shardKeys } from './index-shards.ts'
import { queryCount, queryFirst } from './queries.ts'
import { ticketIndex } from './tables.ts'
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

const keysOf = (departmentId: string, statuses: readonly Status[]): readonly string[] =>
  statuses.flatMap((status) => shardKeys(`${status}#${departmentId}`))

const queryOf = (key: string, { from, to }: Period) => ({
  TableName: tableNamed('Tickets'),
  IndexName: INDEX.name,
  KeyConditionExpression: `${INDEX.partitionKey} = :key AND ${INDEX.sortKey} BETWEEN :from AND :to`,
  ExpressionAttributeValues: { ':key': key, ':from': from, ':to': to },
  ScanIndexForward: false,
})

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
): Promise<readonly TicketState[]> => {
  const keys = keysOf(departmentId, statuses)
  const rows = await Promise.all(keys.map((key) => queryFirst(queryOf(key, period), most)))
  return rows.flat().map(parseTicket)
}

/** How many of a department's tickets in some statuses came in during a period. */
export const countDepartmentTickets = async (
  departmentId: string,
  statuses: readonly Status[],
  period: Period,
): Promise<number> => {
  const counts = await Promise.all(keysOf(departmentId, statuses).map((key) => queryCount(queryOf(key, period))))
  return counts.reduce((total, count) => total + count, 0)
}
