import { BatchWriteCommand, ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb'
import { documents, tableNamed } from '../functions/stores/documents.ts'
import type { Key, TableName } from '../functions/stores/tables.ts'

export type Row = Readonly<Record<string, unknown>>

/** Every row of a table. An operator's way: no function of the product may scan. */
export async function* rowsOf(table: TableName): AsyncGenerator<Row> {
  let ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey']
  do {
    const page: ScanCommandOutput = await documents.send(
      new ScanCommand({ TableName: tableNamed(table), ConsistentRead: true, ExclusiveStartKey }),
    )
    yield* page.Items ?? []
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
}

type Request = { readonly PutRequest: { readonly Item: Row } } | { readonly DeleteRequest: { readonly Key: Row } }
type Requests = Readonly<Record<string, readonly Request[]>>

/** BatchWriteItem's own limit. */
const BATCH = 25
const PARALLEL = 6

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

/** Several batches at once, in no order. */
const writeAll = async (requests: readonly (readonly [TableName, Request])[]): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < requests.length) {
      const from = next
      next += BATCH
      await writeBatch(requests.slice(from, from + BATCH))
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
}

/** A row and where it belongs. */
export interface PlacedRow {
  readonly table: TableName
  readonly item: Row
}

/** Puts rows into their tables, over what is there; no key may come twice. */
export const putRows = (rows: readonly PlacedRow[]): Promise<void> =>
  writeAll(rows.map(({ table, item }) => [table, { PutRequest: { Item: item } }] as const))

export const removeRows = (table: TableName, keys: readonly Key[]): Promise<void> =>
  writeAll(keys.map(({ pk, sk }) => [table, { DeleteRequest: { Key: { pk, sk } } }] as const))
