import { cursorAt, fingerprintOf, type Paging, startOf } from './cursor.ts'
import { tableNamed } from './documents.ts'
import { shardKeys } from './index-shards.ts'
import { queryFirst } from './queries.ts'
import { listOrder } from './tables.ts'

export interface Page<Record> {
  readonly items: Record[]
  readonly next_cursor: string | null
}

interface Listed {
  readonly id: string
  readonly created_at: string
}

const placeOf = ({ created_at, id }: Listed): string => listOrder(created_at, id)

/**
 * One page of the given records, newest first.
 *
 * @param list names the list: a cursor of another list is refused
 * @throws RefusedError `cursor_invalid`; `invalid_request` if `page` is too high or comes with a cursor
 */
export const pageOf = <Record extends Listed>(
  list: string,
  records: readonly Record[],
  paging: Paging,
): Page<Record> => {
  const fingerprint = fingerprintOf(list)
  const { place, skip } = startOf(paging, fingerprint)
  const ordered = records.toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1))
  const behind = ordered.filter((record) => place.order === null || placeOf(record) <= place.order).slice(skip)
  const next = behind[paging.limit]
  return {
    items: behind.slice(0, paging.limit),
    next_cursor: next ? cursorAt({ group: 0, order: placeOf(next) }, fingerprint) : null,
  }
}

/** The newest rows of one shard, from a place on. @param from included; null for the newest of all */
const newestUnder = (key: string, from: string | null, wanted: number) =>
  queryFirst(
    {
      TableName: tableNamed('AgentLoad'),
      IndexName: 'by_kind',
      KeyConditionExpression: `by_kind_key = :kind${from === null ? '' : ' AND by_kind_order <= :from'}`,
      ExpressionAttributeValues: { ':kind': key, ...(from !== null && { ':from': from }) },
      ScanIndexForward: false,
    },
    wanted,
  )

/**
 * One page of all rows of a kind, newest first; reads no more of each shard than the page may need.
 *
 * @throws RefusedError `cursor_invalid`; `invalid_request` if `page` is too high or comes with a cursor
 */
export const listKind = async <Record extends Listed>(
  kind: string,
  paging: Paging,
  parse: (row: unknown) => Record,
): Promise<Page<Record>> => {
  const { place, skip } = startOf(paging, fingerprintOf(kind))
  const wanted = skip + paging.limit + 1
  const rows = await Promise.all(shardKeys(kind).map((key) => newestUnder(key, place.order, wanted)))
  return pageOf(kind, rows.flat().map(parse), paging)
}
