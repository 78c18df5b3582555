import { BatchGetCommand, type BatchGetCommandInput } from '@aws-sdk/lib-dynamodb'
import { pause } from '../platform/pause.ts'
import { documents, tableNamed } from './documents.ts'
import type { Key, TableName } from './tables.ts'

/** BatchGetItem's own limit. */
const KEYS_A_CALL = 100
/** Longest random pause before unread keys are requested again. */
const PAUSE_MS = 50

/** Which attributes are read, and how consistently; if empty, whole rows, eventually consistent. */
type Reading = Omit<NonNullable<BatchGetCommandInput['RequestItems']>[string], 'Keys'>

/**
 * The rows of a table under the given keys, in no order; a key without a row is left out.
 *
 * An answer may leave keys unread, because of its size or of throttling; these are requested again. It never leaves all
 * of them unread, since DynamoDB then refuses the call, so the loop ends.
 *
 * @param keys may repeat, as when a ticket moves between two lines while both are read; DynamoDB would refuse repeated
 *   keys
 */
export const readRows = async (
  name: TableName,
  keys: readonly Key[],
  reading: Reading = {},
): Promise<Record<string, unknown>[]> => {
  const table = tableNamed(name)
  const rows: Record<string, unknown>[] = []
  const distinct = new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key]))
  let left: readonly Record<string, unknown>[] = [...distinct.values()].map((key) => ({ ...key }))
  while (left.length > 0) {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { ...reading, Keys: left.slice(0, KEYS_A_CALL) } } }),
    )
    rows.push(...(Responses?.[table] ?? []))
    const unread = UnprocessedKeys?.[table]?.Keys ?? []
    if (unread.length > 0) await pause(Math.random() * PAUSE_MS)
    left = [...unread, ...left.slice(KEYS_A_CALL)]
  }
  return rows
}
