import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import { RefusedError } from '../domain/errors.ts'
import { numericSetting } from '../platform/env.ts'
import { documents, tableNamed } from './documents.ts'
import { listOrder, sharded } from './tables.ts'

/** How far a client may walk by page instead of by cursor. */
const PAGED_RECORDS = 1_000
/** A place in a list: time of creation and id, as the index orders them. */
const PLACE = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z#[0-9A-Z]{26}$/

export interface Paging {
  readonly limit: number
  readonly cursor?: string
  readonly page?: number
}

export interface Page<Record> {
  readonly items: Record[]
  readonly next_cursor: string | null
}

interface Listed {
  readonly id: string
  readonly created_at: string
}

const placeOf = ({ created_at, id }: Listed): string => listOrder(created_at, id)

/** @throws RefusedError `cursor_invalid` */
const placeAt = (cursor: string): string => {
  const place = Buffer.from(cursor, 'base64url').toString('utf8')
  if (!PLACE.test(place)) throw new RefusedError('malformed', 'cursor_invalid', 'this is no cursor of this list')
  return place
}

interface Window {
  /** Place behind which the page begins; undefined for the beginning. */
  readonly after: string | undefined
  readonly skip: number
}

/** @throws RefusedError `cursor_invalid`, `page_too_far` */
const windowOf = ({ limit, cursor, page }: Paging): Window => {
  if (cursor !== undefined) return { after: placeAt(cursor), skip: 0 }
  const skip = ((page ?? 1) - 1) * limit
  if (skip > 0 && skip + limit > PAGED_RECORDS) {
    throw new RefusedError(
      'invalid',
      'page_too_far',
      `pages end after ${PAGED_RECORDS} records; please use the cursor`,
      {
        fields: [{ path: 'page', message: `must stay within the first ${PAGED_RECORDS} records` }],
      },
    )
  }
  return { after: undefined, skip }
}

/** One page of records that are all at hand, newest first. */
export const pageOf = <Record extends Listed>(records: readonly Record[], paging: Paging): Page<Record> => {
  const { after, skip } = windowOf(paging)
  const ordered = records.toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1))
  const behind = ordered.filter((record) => after === undefined || placeOf(record) < after).slice(skip)
  const items = behind.slice(0, paging.limit)
  const last = items.at(-1)
  const isEnd = behind.length <= paging.limit || last === undefined
  return { items, next_cursor: isEnd ? null : Buffer.from(placeOf(last)).toString('base64url') }
}

const newestOfShard = async (key: string, after: string | undefined, wanted: number) => {
  const rows: unknown[] = []
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('AgentLoad'),
        IndexName: 'by_kind',
        KeyConditionExpression: `by_kind_key = :kind${after === undefined ? '' : ' AND by_kind_order < :after'}`,
        ExpressionAttributeValues: { ':kind': key, ...(after !== undefined && { ':after': after }) },
        ScanIndexForward: false,
        Limit: wanted - rows.length,
        ExclusiveStartKey,
      }),
    )
    rows.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey && rows.length < wanted)
  return rows
}

/**
 * One page of all rows of a kind, newest first; reads no more of each shard than the page may need.
 *
 * @throws RefusedError `cursor_invalid`, `page_too_far`
 */
export const listKind = async <Record extends Listed>(
  kind: string,
  paging: Paging,
  parse: (row: unknown) => Record,
): Promise<Page<Record>> => {
  const { after, skip } = windowOf(paging)
  const shards = Array.from({ length: numericSetting('INDEX_SHARDS') }, (_none, shard) => sharded(kind, shard))
  const rows = await Promise.all(shards.map((key) => newestOfShard(key, after, skip + paging.limit + 1)))
  return pageOf(rows.flat().map(parse), paging)
}
