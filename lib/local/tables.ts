import { join } from 'node:path'
import { type AwsAnswer, type AwsCall, type AwsService, REGION } from './aws-service.ts'
import { tableClient } from './tables/client.ts'
import { type Database, startDatabase } from './tables/database.ts'
import { provisionTable, tableDefinitions } from './tables/definitions.ts'
import { askForUnits, type ConsumedUnits, consumedUnits } from './tables/meter.ts'
import { inputOf, refuseBeyondAscii, tableRights, tablesWritten } from './tables/operations.ts'
import { type StreamRecord, streamReader } from './tables/streams.ts'
import { transactionTokens } from './tables/transaction-tokens.ts'
import { tableUpkeep } from './tables/upkeep.ts'
import type { Template } from './template.ts'

export interface TablesOptions {
  readonly template: Template
  /** An existing, writable folder; the database file lies in it. */
  readonly dataDir: string
  /** An existing DynamoDB endpoint (DYNAMODB_ENDPOINT) instead of the embedded database. */
  readonly endpoint: string | undefined
  /** Receives a line for the operator (standard error). */
  readonly report: (line: string) => void
  /** Called with what each call consumed. */
  readonly consumed?: (units: ConsumedUnits) => void
}

/** The service name `dynamodb`: tables and streams. */
export interface Tables extends AwsService {
  /** The database's own endpoint, which checks no rights. */
  readonly endpoint: string
  /**
   * The next records of a table's stream, oldest first; empty when there is none yet.
   *
   * @param after sequence number of the last record already handled, or TRIM_HORIZON for the oldest one kept (24 h)
   * @param limit 1 to 1,000
   */
  readStream(tableName: string, after: string, limit: number): Promise<readonly StreamRecord[]>
  /**
   * Calls the listener after each write that may have added records to the table's stream. @returns a function that
   * ends it
   */
  onWrite(tableName: string, listener: () => void): () => void
}

const FILE = 'tables.sqlite'
const TRIM_EVERY_MS = 3_600_000
const EXPIRE_EVERY_MS = 15_000

/** Answers that carry ARNs, in which the embedded database names a region of its own. */
const WITH_ARNS = new Set(['DescribeStream', 'DescribeTable', 'GetRecords', 'GetShardIterator', 'ListStreams'])
const OWN_REGION = 'dynoxide'

/** A database that somebody else runs. */
const existingDatabase = (endpoint: string): Database => ({
  endpoint,
  ready: async () => {},
  close: async () => {},
})

/** Starts the database, brings its tables in line with the template. @throws Error with one clear line if it cannot */
export const startTables = async (options: TablesOptions): Promise<Tables> => {
  const { template, dataDir, endpoint, report, consumed = () => {} } = options
  const definitions = tableDefinitions(template)
  const file = join(dataDir, FILE)
  const database = endpoint === undefined ? await startDatabase(file, report) : existingDatabase(endpoint)
  const client = tableClient(database.endpoint, database.ready)
  const tokens = transactionTokens()
  const listeners = new Map<string, Set<() => void>>()

  const wake = (tableName: string): void => {
    for (const listener of [...(listeners.get(tableName) ?? [])]) listener()
  }

  const start = async () => {
    await Promise.all(definitions.map((definition) => provisionTable(client, definition)))
    if (endpoint !== undefined) return undefined
    const upkeep = tableUpkeep(file, definitions, client)
    await upkeep.trim()
    return upkeep
  }
  const upkeep = await start().catch(async (error: unknown) => {
    client.close()
    await database.close()
    throw error
  })

  const onFailure = (error: unknown): void =>
    report(`tables: ${error instanceof Error ? error.message : String(error)}`)
  let isExpiring = false
  const expire = async (): Promise<void> => {
    if (!upkeep || isExpiring) return
    isExpiring = true
    try {
      for (const tableName of await upkeep.expire()) wake(tableName)
    } finally {
      isExpiring = false
    }
  }
  const trimming = setInterval(() => upkeep?.trim().catch(onFailure), TRIM_EVERY_MS).unref()
  const expiring = setInterval(() => expire().catch(onFailure), EXPIRE_EVERY_MS).unref()

  const metered = async (operation: string, body: Buffer | string): Promise<AwsAnswer> => {
    const given = await client.forward('DynamoDB_20120810', operation, askForUnits(operation, body))
    for (const units of consumedUnits(operation, Buffer.from(given.body))) consumed(units)
    return given
  }

  const transact = (call: AwsCall): Promise<AwsAnswer> => {
    const { ClientRequestToken: token, ...input } = inputOf(call)
    const run = () => metered(call.operation, JSON.stringify(input))
    return typeof token === 'string' ? tokens.once(token, call.body, new Date(), run) : run()
  }

  /** Replaces the region by the database's own in the request, and by the public one in the answer. */
  const describe = async (call: AwsCall): Promise<AwsAnswer> => {
    const api = call.operation === 'DescribeTable' ? 'DynamoDB_20120810' : 'DynamoDBStreams_20120810'
    const own = call.body.toString().replaceAll(`:dynamodb:${REGION}:`, `:dynamodb:${OWN_REGION}:`)
    const { status, body } = await client.forward(api, call.operation, own)
    const text = body.toString().replaceAll(`:dynamodb:${OWN_REGION}:`, `:dynamodb:${REGION}:`)
    return { status, body: text.replaceAll(`"awsRegion":"${OWN_REGION}"`, `"awsRegion":"${REGION}"`) }
  }

  const answer = async (call: AwsCall): Promise<AwsAnswer> => {
    const input = inputOf(call)
    refuseBeyondAscii(input)
    if (WITH_ARNS.has(call.operation)) return describe(call)
    const given =
      call.operation === 'TransactWriteItems' ? await transact(call) : await metered(call.operation, call.body)
    if (given.status === 200) for (const tableName of tablesWritten(call.operation, input)) wake(tableName)
    return given
  }

  return {
    endpoint: database.endpoint,
    readStream: streamReader(client),
    onWrite: (tableName, listener) => {
      const known = listeners.get(tableName) ?? new Set()
      listeners.set(tableName, known.add(listener))
      return () => known.delete(listener)
    },
    rights: (call) => tableRights(call.operation, inputOf(call)),
    answer,
    close: async () => {
      clearInterval(trimming)
      clearInterval(expiring)
      upkeep?.close()
      client.close()
      await database.close()
    },
  }
}
