import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { documents, tableNamed } from './documents.ts'

/** A ticket's place in its department's line, as the sparse index shows it: a moment late, without the ticket itself. */
export interface PlaceInLine {
  readonly ticket_id: string
  readonly department_id: string
  readonly created_at: string
  /** Text whose order is the serving order, also across departments. */
  readonly order: string
}

const Row = z.object({ queue_key: z.string(), queue_order: z.string() })

/** The order is `<rank of the priority>#<created_at>#<ticket id>`. */
const placeOf = (row: unknown): PlaceInLine => {
  const { queue_key, queue_order } = Row.parse(row)
  const [, created_at = '', ticket_id = ''] = queue_order.split('#')
  return { ticket_id, department_id: queue_key, created_at, order: queue_order }
}

/** Keys asked for at once when only the head of the line may be wanted. */
const PAGE = 50

/**
 * A department's line, next ticket first, read as far as it is asked for.
 *
 * @param pageSize places read at once; undefined takes as many as one answer holds
 */
export async function* placesInLine(
  departmentId: string,
  pageSize: number | undefined = PAGE,
): AsyncGenerator<PlaceInLine> {
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey']
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableNamed('Tickets'),
        IndexName: 'queue',
        KeyConditionExpression: 'queue_key = :department',
        ExpressionAttributeValues: { ':department': departmentId },
        Limit: pageSize,
        ExclusiveStartKey,
      }),
    )
    yield* (page.Items ?? []).map(placeOf)
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
}

/** Everybody in a department's line, next ticket first. */
export const readLine = async (departmentId: string): Promise<readonly PlaceInLine[]> => {
  const line: PlaceInLine[] = []
  for await (const place of placesInLine(departmentId, undefined)) line.push(place)
  return line
}

/** What is shown of the line may be this old. */
const LIFETIME_MILLISECONDS = 1_500

const known = new Map<string, { readonly line: Promise<readonly PlaceInLine[]>; readonly until: number }>()

const recentLine = (departmentId: string): Promise<readonly PlaceInLine[]> => {
  const now = Date.now()
  const before = known.get(departmentId)
  if (before && before.until > now) return before.line
  const line = readLine(departmentId)
  known.set(departmentId, { line, until: now + LIFETIME_MILLISECONDS })
  line.catch(() => known.delete(departmentId))
  return line
}

/** The position of each waiting ticket of some departments, by ticket; 1 is next. At most a moment old, for showing. */
export const queuePositions = async (departmentIds: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const lines = await Promise.all(departmentIds.map(recentLine))
  return new Map(lines.flatMap((line) => line.map(({ ticket_id }, place) => [ticket_id, place + 1] as const)))
}
