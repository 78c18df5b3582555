import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan, type ScanCommandInput } from '@aws-sdk/lib-dynamodb'
import type { TableName } from '../../functions/stores/tables.ts'

export const OPERATOR = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local-operator', secretAccessKey: 'local' },
}

/** The database of a running host with an operator's rights, bypassing all rules of the product. */
export const rawDocuments = (awsUrl: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: awsUrl, ...OPERATOR }), {
    marshallOptions: { removeUndefinedValues: true },
  })

/** The physical name of a table. */
export const rawTableName = async (documents: DynamoDBDocumentClient, table: TableName): Promise<string> => {
  const { TableNames = [] } = await documents.send(new ListTablesCommand({}))
  const name = TableNames.find((each) => each.includes(table))
  if (name === undefined) throw new Error(`there is no table ${table}`)
  return name
}

/** Rows in a page: without a limit, the embedded database reads the rest of the table for each page of 1 MB. */
const PAGE_ROWS = 1_000

/** Rows of a table, a page at a time. */
export async function* rawRows(
  awsUrl: string,
  table: TableName,
  narrowing: Omit<ScanCommandInput, 'TableName'> = {},
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const documents = rawDocuments(awsUrl)
  const TableName = await rawTableName(documents, table)
  for await (const { Items = [] } of paginateScan(
    { client: documents },
    { TableName, ConsistentRead: true, Limit: PAGE_ROWS, ...narrowing },
  )) {
    yield* Items
  }
  documents.destroy()
}
