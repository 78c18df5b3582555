import type { Status } from '../contracts/ticket.ts'
import type { TicketState } from '../contracts/ticket-state.ts'
import { tableNamed } from './documents.ts'
import { shardKeys } from './index-shards.ts'
import { queryCount, queryFirst } from './queries.ts'
import { ticketIndex } from './tables.ts'
import { parseTicket } from './ticket-rows.ts'

/** A stretch of time in which tickets were opened. */
export interface Period {
  /** ISO time, included. */
  readonly from: string
  /** ISO time, excluded. */
  readonly to: string
}

/** Contains every ticket. */
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
 * A department's tickets in the given statuses, as of a moment ago; newest first within each status and shard.
 *
 * @param most how many at most for each status and shard
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

/** How many of a department's tickets in the given statuses were opened during a period. */
export const countDepartmentTickets = async (
  departmentId: string,
  statuses: readonly Status[],
  period: Period,
): Promise<number> => {
  const counts = await Promise.all(keysOf(departmentId, statuses).map((key) => queryCount(queryOf(key, period))))
  return counts.reduce((total, count) => total + count, 0)
}
