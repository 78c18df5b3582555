import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { documents, tableNamed } from '../documents.ts'
import type { TableName } from '../tables.ts'

/** One partition of a table or index: the rows with one partition key, ordered by the sort key. */
export interface Partition {
  readonly table: TableName
  /** Undefined for the table itself. */
  readonly index?: string
  readonly partitionKey: string
  readonly partition: string
  readonly sortKey: string
}

/** Bounds on the sort key, both included. */
export interface Range {
  readonly from: string
  readonly to: string
}

export type Direction = 'newest first' | 'oldest first'

export interface OrderedRow {
  /** The row's sort key; all partitions that are read together share one order. */
  readonly order: string
  readonly row: Readonly<Record<string, unknown>>
}

/** How many more rows may be read for one answer; shared by everything that reads for it. */
export interface Budget {
  left: number
}

/** `end`: there are no more rows. `spent`: there may be more, but the budget is used up. */
export type Head = OrderedRow | 'end' | 'spent'

/** Rows in order, read when they are needed. */
export interface OrderedRows {
  /** The next row, until it is taken or skipped. @param wanted how many rows will probably be taken, at least 1 */
  peek(wanted: number): Promise<Head>
  /** Moves past the row that was peeked. */
  take(): void
  /** Skips all rows before a place. */
  seek(order: string): void
  /** The first place, in reading order, that has not been taken or skipped. */
  reached(): string
}

/** The greatest text below a place, and the smallest above it, among places of equal length. */
const justBelow = (order: string): string =>
  `${order.slice(0, -1)}${String.fromCharCode(order.charCodeAt(order.length - 1) - 1)}~`
const justAbove = (order: string): string => `${order}!`

/** The place directly after another one in reading order. */
export const behind = (order: string, direction: Direction): string =>
  direction === 'newest first' ? justBelow(order) : justAbove(order)

/** Whether a place comes before another one in reading order. */
export const comesBefore = (one: string, other: string, direction: Direction): boolean =>
  direction === 'newest first' ? one > other : one < other

/** The part of a range that is still to be read from a place onwards. */
const rest = ({ from, to }: Range, place: string, direction: Direction): Range =>
  direction === 'newest first' ? { from, to: place < to ? place : to } : { from: place > from ? place : from, to }

/** A place after all others in reading order. */
const FAR_END: Record<Direction, string> = { 'newest first': '', 'oldest first': '~' }

/** The most rows that one query requests: about what fits into its 1 MB. */
const LONGEST_QUERY = 250

export interface Reading {
  readonly range: Range
  readonly direction: Direction
  readonly budget: Budget
  /** The least number of rows that one query requests: higher if rows are small, or if many are skipped. */
  readonly atLeast: number
}

/** The rows of one partition. */
export const partitionRows = (partition: Partition, { range, direction, budget, atLeast }: Reading): OrderedRows => {
  let place = direction === 'newest first' ? range.to : range.from
  let buffer: OrderedRow[] = []
  let isExhausted = false

  const read = async (wanted: number): Promise<void> => {
    const { from, to } = rest(range, place, direction)
    if (from > to) {
      isExhausted = true
      return
    }
    const limit = Math.max(1, Math.min(Math.max(wanted, atLeast), LONGEST_QUERY, budget.left))
    // Subtracted before the read, since partitions are read concurrently.
    budget.left -= limit
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableNamed(partition.table),
        IndexName: partition.index,
        KeyConditionExpression: '#partition = :partition AND #order BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#partition': partition.partitionKey, '#order': partition.sortKey },
        ExpressionAttributeValues: { ':partition': partition.partition, ':from': from, ':to': to },
        ScanIndexForward: direction === 'oldest first',
        Limit: limit,
      }),
    )
    budget.left += limit - Items.length
    buffer = Items.map((row) => ({ order: String(row[partition.sortKey]), row }))
    const last = buffer.at(-1)
    if (last) place = behind(last.order, direction)
    isExhausted = LastEvaluatedKey === undefined
  }

  return {
    peek: async (wanted) => {
      while (buffer.length === 0) {
        if (isExhausted) return 'end'
        if (budget.left <= 0) return 'spent'
        await read(wanted)
      }
      return buffer[0] ?? 'end'
    },
    take: () => {
      buffer.shift()
    },
    seek: (order) => {
      buffer = buffer.filter((row) => !comesBefore(row.order, order, direction))
      if (buffer.length === 0 && comesBefore(place, order, direction)) place = order
    },
    reached: () => buffer[0]?.order ?? (isExhausted ? FAR_END[direction] : place),
  }
}
