import { QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import { documents } from './documents.ts'

type Row = Record<string, unknown>

/** The pages of a query's answer; each is requested when it is needed. */
async function* pagesOf(query: QueryCommandInput): AsyncGenerator<QueryCommandOutput> {
  let { ExclusiveStartKey } = query
  do {
    const page: QueryCommandOutput = await documents.send(new QueryCommand({ ...query, ExclusiveStartKey }))
    yield page
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
}

/** Every row that a query finds, in its order; its `Limit` is the size of a page, not of the answer. */
export const queryAll = async (query: QueryCommandInput): Promise<Row[]> => {
  const rows: Row[] = []
  for await (const { Items = [] } of pagesOf(query)) rows.push(...Items)
  return rows
}

/** The rows that a query finds, one by one: no page is read before its first row is asked for. */
export async function* queryEach(query: QueryCommandInput): AsyncGenerator<Row> {
  for await (const { Items = [] } of pagesOf(query)) yield* Items
}

/**
 * The first rows that a query finds, in its order; reads no more than these.
 *
 * @param most at least 1; infinity reads them all
 */
export const queryFirst = async (query: QueryCommandInput, most: number): Promise<Row[]> => {
  if (most === Number.POSITIVE_INFINITY) return queryAll(query)
  const rows: Row[] = []
  let { ExclusiveStartKey } = query
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({ ...query, Limit: most - rows.length, ExclusiveStartKey }),
    )
    rows.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey && rows.length < most)
  return rows
}

/** How many rows a query finds, without transferring them. */
export const queryCount = async (query: QueryCommandInput): Promise<number> => {
  let count = 0
  for await (const { Count = 0 } of pagesOf({ ...query, Select: 'COUNT' })) count += Count
  return count
}
