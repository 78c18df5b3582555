import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  BatchWriteCommand,
  PutCommand,
  type PutCommandInput,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/lib-dynamodb'
import { documents, tableNamed } from '../../functions/stores/documents.ts'
import type { Key, TableName } from '../../functions/stores/tables.ts'

export type Row = Readonly<Record<string, unknown>>

/** Rows in a page: without a limit, the embedded database reads the rest of the table for each page of 1 MB. */
const PAGE_ROWS = 1_000

/** Every row of a table. For operators' commands only: no function of the product may scan. */
export async function* rowsOf(table: TableName): AsyncGenerator<Row> {
  let ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey']
  do {
    const page: ScanCommandOutput = await documents.send(
      new ScanCommand({ TableName: tableNamed(table), ConsistentRead: true, Limit: PAGE_ROWS, ExclusiveStartKey }),
    )
    yield* page.Items ?? []
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
}

type Request = { readonly PutRequest: { readonly Item: Row } } | { readonly DeleteRequest: { readonly Key: Row } }
type Requests = Readonly<Record<string, readonly Request[]>>

/** BatchWriteItem's own limit. */
const BATCH = 25
/** Batches at once. */
const PARALLEL = 6
/** Single rows at once: as many as the SDK has connections. */
const PARALLEL_ROWS = 50

const writeBatch = async (batch: readonly (readonly [TableName, Request])[]): Promise<void> => {
  let left: Requests = Object.fromEntries(
    [...Map.groupBy(batch, ([table]) => tableNamed(table))].map(([name, own]) => [
      name,
      own.map(([, request]) => request),
    ]),
  )
  while (Object.keys(left).length > 0) {
    const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems: left as never }))
    left = (UnprocessedItems ?? {}) as Requests
  }
}

/** Runs a job for each item, `parallel` at a time, in no particular order. */
const forEach = async <Item>(items: readonly Item[], parallel: number, job: (item: Item) => Promise<void>) => {
  const left = items.values()
  const worker = async (): Promise<void> => {
    for (const item of left) await job(item)
  }
  await Promise.all(Array.from({ length: parallel }, worker))
}

const writeAll = (requests: readonly (readonly [TableName, Request])[]): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(requests.length / BATCH) }, (_none, place) =>
    requests.slice(place * BATCH, (place + 1) * BATCH),
  )
  return forEach(batches, PARALLEL, writeBatch)
}

/** A row and its table. */
export interface PlacedRow {
  readonly table: TableName
  readonly item: Row
}

/** Puts rows into their tables, replacing existing ones; no key may occur twice. */
export const putRows = (rows: readonly PlacedRow[]): Promise<void> =>
  writeAll(rows.map(({ table, item }) => [table, { PutRequest: { Item: item } }] as const))

export const removeRows = (table: TableName, keys: readonly Key[]): Promise<void> =>
  writeAll(keys.map(({ pk, sk }) => [table, { DeleteRequest: { Key: { pk, sk } } }] as const))

/** A row, and the condition for the existing row under its key. */
export type ConditionalRow = Required<Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'>> & {
  readonly item: Row
}

/**
 * Puts rows into a table, each only if its condition holds at that moment; no key may occur twice. BatchWriteItem has
 * no conditions, so each row takes a call.
 *
 * @returns the rows that were refused
 */
export const putRowsWhere = async (table: TableName, rows: readonly ConditionalRow[]): Promise<readonly Row[]> => {
  const refused: Row[] = []
  await forEach(rows, PARALLEL_ROWS, async ({ item, ...condition }) => {
    try {
      await documents.send(new PutCommand({ TableName: tableNamed(table), Item: item, ...condition }))
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      refused.push(item)
    }
  })
  return refused
}
