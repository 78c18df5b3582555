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

/** BatchWriteItem's own limit. */
const BATCH = 25

const writeAll = async (table: TableName, requests: readonly Request[]): Promise<void> => {
  const name = tableNamed(table)
  let left = [...requests]
  while (left.length > 0) {
    const { UnprocessedItems } = await documents.send(
      new BatchWriteCommand({ RequestItems: { [name]: left.slice(0, BATCH) as never } }),
    )
    left = [...((UnprocessedItems?.[name] ?? []) as Request[]), ...left.slice(BATCH)]
  }
}

export const putRows = (table: TableName, rows: readonly Row[]): Promise<void> =>
  writeAll(
    table,
    rows.map((Item) => ({ PutRequest: { Item } })),
  )

export const removeRows = (table: TableName, keys: readonly Key[]): Promise<void> =>
  writeAll(
    table,
    keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
  )
