import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { AwsError } from '../aws-service.ts'
import type { TableClient } from './client.ts'
import type { TableDefinition } from './definitions.ts'

/** Maintenance of the embedded database's file that the database itself does not do. */
export interface TableUpkeep {
  /** Removes stream records older than 24 hours, in small steps. */
  trim(): Promise<void>
  /** Deletes expired items through the database, so that the stream records it. @returns tables that lost items */
  expire(): Promise<readonly string[]>
  close(): void
}

/** DynamoDB keeps stream records for a day. */
const STREAM_LIFE_SECONDS = 86_400
const TRIM_STEP = 1000
const EXPIRE_STEP = 200

/** Without these the database reads all stream records of a table at every write. */
const STREAM_INDEXES = `
  CREATE INDEX IF NOT EXISTS stream_by_sequence ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
  CREATE INDEX IF NOT EXISTS stream_by_shard ON _stream_records (table_name, shard_id, sequence_number);
`

const secondsNow = (): number => Math.floor(Date.now() / 1000)
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const expiryOf = (attribute: string): string => `json_extract(item_json, '$.${attribute}.N')`

/**
 * Opens the database's file alongside the database and adds the missing indexes; the tables must exist.
 *
 * @param file path of the database file
 */
const openIndexed = (file: string, definitions: readonly TableDefinition[]): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: 5000 })
  database.exec(STREAM_INDEXES)
  for (const { name, expiryAttribute } of definitions) {
    if (expiryAttribute === undefined) continue
    const expiry = expiryOf(expiryAttribute)
    database.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${name}::expiry`)} ON ${quoted(name)} (CAST(${expiry} AS INTEGER)) WHERE ${expiry} IS NOT NULL`,
    )
  }
  return database
}

/** Adds the missing indexes to a database's file, for a database that runs without `tableUpkeep`. */
export const indexTables = (file: string, definitions: readonly TableDefinition[]): void =>
  openIndexed(file, definitions).close()

/**
 * Maintains the database's file alongside the running database; the tables must exist.
 *
 * @param file path of the database file
 */
export const tableUpkeep = (
  file: string,
  definitions: readonly TableDefinition[],
  client: TableClient,
): TableUpkeep => {
  const database = openIndexed(file, definitions)
  const expiring = definitions.flatMap(({ name, keys, expiryAttribute }) => {
    if (expiryAttribute === undefined) return []
    const expiry = expiryOf(expiryAttribute)
    const due = database.prepare(
      `SELECT item_json FROM ${quoted(name)} WHERE ${expiry} IS NOT NULL AND CAST(${expiry} AS INTEGER) < ? LIMIT ${EXPIRE_STEP}`,
    )
    return [{ name, keys: keys.map(({ AttributeName }) => AttributeName), expiryAttribute, due }]
  })

  const newest = database.prepare(
    'SELECT id FROM _stream_records WHERE table_name = ? ORDER BY CAST(sequence_number AS INTEGER) DESC LIMIT 1',
  )
  const removeOldest = database.prepare(
    `DELETE FROM _stream_records WHERE id IN (
       SELECT id FROM (SELECT id, created_at FROM _stream_records ORDER BY id LIMIT ${TRIM_STEP}) WHERE created_at < ?
     ) AND id NOT IN (SELECT value FROM json_each(?))`,
  )

  const removeExpired = async ({ name, keys, expiryAttribute, due }: (typeof expiring)[number]): Promise<boolean> => {
    const now = secondsNow()
    const rows = due.all(now)
    for (const { item_json } of rows) {
      const item = JSON.parse(String(item_json)) as Readonly<Record<string, unknown>>
      try {
        await client.call('DeleteItem', {
          TableName: name,
          Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
          ConditionExpression: '#expiry < :now',
          ExpressionAttributeNames: { '#expiry': expiryAttribute },
          ExpressionAttributeValues: { ':now': { N: String(now) } },
        })
      } catch (error) {
        const livesOn = error instanceof AwsError && error.code === 'ConditionalCheckFailedException'
        if (!livesOn) throw error
      }
    }
    return rows.length > 0
  }

  return {
    trim: async () => {
      const before = secondsNow() - STREAM_LIFE_SECONDS
      // Each table's newest record stays: the database continues counting from it, and would otherwise begin at 1
      // again.
      const kept = JSON.stringify(definitions.flatMap(({ name }) => newest.get(name)?.id ?? []))
      while (removeOldest.run(before, kept).changes > 0) await turn()
    },
    expire: async () => {
      const changed: string[] = []
      for (const table of expiring) if (await removeExpired(table)) changed.push(table.name)
      return changed
    },
    close: () => database.close(),
  }
}
