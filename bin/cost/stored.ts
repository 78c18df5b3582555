import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { tables as shapes, type TableShape } from '../../functions/stores/tables.ts'

type Row = Readonly<Record<string, AttributeValue>>

const OPERATOR = { accessKeyId: 'local-operator', secretAccessKey: 'local' }
/** Bytes that DynamoDB adds to every row, and to every copy in an index. */
const OVERHEAD = 100

/** Bytes of names and values; a number counts one byte per digit, which is slightly too much. */
const sizeOf = (row: Row): number =>
  Object.entries(row).reduce((sum, [name, value]) => sum + name.length + textOf(value).length, OVERHEAD)

const textOf = (value: AttributeValue): string =>
  Object.values(value)
    .map((each) => JSON.stringify(each))
    .join('')

/** Bytes of the copies in the indexes that hold the row. */
const sizeOfCopies = (row: Row, { indexes }: TableShape): number => {
  const holding = indexes.filter(({ partitionKey }) => row[partitionKey] !== undefined)
  const keys = (names: readonly string[]): Row =>
    Object.fromEntries(names.flatMap((name) => (row[name] ? [[name, row[name]]] : [])))
  return holding.reduce(
    (sum, { partitionKey, sortKey, projection }) =>
      sum + sizeOf(projection === 'ALL' ? row : keys(['pk', 'sk', partitionKey, sortKey])),
    0,
  )
}

/** Bytes that tables hold. */
export interface Stored {
  /** Bytes that point-in-time recovery keeps. */
  readonly rows: number
  readonly withIndexes: number
}

/** The bytes in all tables of a local host. */
export const storedBytes = async (awsUrl: string): Promise<Stored> => {
  const client = new DynamoDBClient({ endpoint: awsUrl, region: 'us-east-1', credentials: OPERATOR })
  let [rows, copies] = [0, 0]
  for (const [TableName, shape] of Object.entries(shapes)) {
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined
    do {
      const page = await client.send(new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }))
      for (const row of page.Items ?? []) {
        rows += sizeOf(row)
        copies += sizeOfCopies(row, shape)
      }
      ExclusiveStartKey = page.LastEvaluatedKey
    } while (ExclusiveStartKey)
  }
  client.destroy()
  return { rows, withIndexes: rows + copies }
}
