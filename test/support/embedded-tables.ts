import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { type TableShape, tables } from '../../functions/stores/tables.ts'
import { startDatabase } from '../../lib/local/tables/database.ts'

const key = (name: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType }) as const

/** The command that creates a table of the product. */
export const tableOf = (name: string, { indexes, stream }: TableShape): CreateTableCommand => {
  const attributes = new Set(['pk', 'sk', ...indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])])
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(({ name: IndexName, partitionKey, sortKey, projection }) => ({
        IndexName,
        KeySchema: [key(partitionKey, 'HASH'), key(sortKey, 'RANGE')],
        Projection: { ProjectionType: projection },
      })),
    }),
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
  })
}

const spelt = (name: string): string => `${name.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase()}_TABLE`

/**
 * The product's five tables in an embedded database of their own, and the settings by which stores find them. Import
 * the stores after this, since they read the settings at their first call.
 *
 * @returns stops the database and removes its file
 */
export const startEmbeddedTables = async (): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tables-'))
  const database = await startDatabase(join(folder, 'tables.sqlite'), (line) => process.stderr.write(`${line}\n`))
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    INDEX_SHARDS: '1',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  })
  const client = new DynamoDBClient({})
  for (const [name, shape] of Object.entries(tables)) {
    process.env[spelt(name)] = name
    await client.send(tableOf(name, shape))
  }
  client.destroy()
  return async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface Meter {
  /** Read and write units since the last reset, as the database counted them. */
  units: number
  calls: number
}

/** Adds up the units that a client's calls consume. */
export const meterOf = (client: DynamoDBDocumentClient): Meter => {
  const meter: Meter = { units: 0, calls: 0 }
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next({ ...call, input: { ...call.input, ReturnConsumedCapacity: 'TOTAL' } as never })
      const { ConsumedCapacity } = answer.output as unknown as { readonly ConsumedCapacity?: unknown }
      const consumed = [ConsumedCapacity ?? []].flat() as { readonly CapacityUnits?: number }[]
      meter.units += consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
      meter.calls += 1
      return answer
    },
    { step: 'initialize', name: 'meter' },
  )
  return meter
}
