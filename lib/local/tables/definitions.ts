import { AwsError } from '../aws-service.ts'
import type { Template } from '../template.ts'
import type { TableClient } from './client.ts'

interface KeyElement {
  readonly AttributeName: string
  readonly KeyType: 'HASH' | 'RANGE'
}

interface Index {
  readonly IndexName: string
  readonly KeySchema: readonly KeyElement[]
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] }
}

/** A table as the template defines it, in the words of CreateTable. */
export interface TableDefinition {
  readonly name: string
  readonly keys: readonly KeyElement[]
  readonly attributes: readonly { readonly AttributeName: string; readonly AttributeType: string }[]
  readonly indexes: readonly Index[]
  readonly streamView: string | undefined
  /** The attribute that holds the time of expiry in seconds. */
  readonly expiryAttribute: string | undefined
}

interface TableProperties {
  readonly KeySchema: readonly KeyElement[]
  readonly AttributeDefinitions: TableDefinition['attributes']
  readonly GlobalSecondaryIndexes?: readonly Index[]
  readonly LocalSecondaryIndexes?: readonly Index[]
  readonly StreamSpecification?: { readonly StreamViewType: string }
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled: boolean }
}

export const tableDefinitions = (template: Template): readonly TableDefinition[] =>
  template.resourcesOf('AWS::DynamoDB::Table').map(({ logicalId, properties }) => {
    const table = template.resolve(properties) as TableProperties
    if (table.LocalSecondaryIndexes) throw new Error(`the local host has no local secondary indexes (${logicalId})`)
    return {
      name: template.nameOf(logicalId),
      keys: table.KeySchema,
      attributes: table.AttributeDefinitions,
      indexes: (table.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      })),
      streamView: table.StreamSpecification?.StreamViewType,
      expiryAttribute: table.TimeToLiveSpecification?.Enabled ? table.TimeToLiveSpecification.AttributeName : undefined,
    }
  })

interface ExistingTable {
  readonly KeySchema: readonly KeyElement[]
  readonly AttributeDefinitions: TableDefinition['attributes']
  readonly GlobalSecondaryIndexes?: readonly Index[]
  readonly StreamSpecification?: { readonly StreamEnabled: boolean; readonly StreamViewType?: string }
}

const find = async (client: TableClient, TableName: string): Promise<ExistingTable | undefined> => {
  try {
    return (await client.call('DescribeTable', { TableName })).Table as ExistingTable
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined
    throw error
  }
}

const create = (client: TableClient, { name, keys, attributes, indexes, streamView }: TableDefinition) =>
  client.call('CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys,
    AttributeDefinitions: attributes,
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(streamView !== undefined && { StreamSpecification: { StreamEnabled: true, StreamViewType: streamView } }),
  })

/** Keys with their types, as one comparable text. */
const keysOf = (keys: readonly KeyElement[], attributes: TableDefinition['attributes']): string =>
  keys
    .map(({ AttributeName, KeyType }) => {
      const type = attributes.find((one) => one.AttributeName === AttributeName)?.AttributeType
      return `${KeyType} ${AttributeName} ${type}`
    })
    .toSorted()
    .join(', ')

const indexText = ({ KeySchema, Projection }: Index, attributes: TableDefinition['attributes']): string =>
  `${keysOf(KeySchema, attributes)}; ${Projection.ProjectionType} ${(Projection.NonKeyAttributes ?? []).toSorted()}`

/** What the existing table has that cannot be changed to the definition; undefined if nothing. */
const obstacle = (wanted: TableDefinition, existing: ExistingTable): string | undefined => {
  const {
    AttributeDefinitions: attributes,
    StreamSpecification: stream,
    GlobalSecondaryIndexes: indexes = [],
  } = existing
  if (keysOf(wanted.keys, wanted.attributes) !== keysOf(existing.KeySchema, attributes)) return 'its keys'
  if (wanted.streamView !== (stream?.StreamEnabled ? stream.StreamViewType : undefined)) return 'its stream'
  for (const index of indexes) {
    const definition = wanted.indexes.find(({ IndexName }) => IndexName === index.IndexName)
    if (!definition || indexText(definition, wanted.attributes) !== indexText(index, attributes))
      return `its index ${index.IndexName}`
  }
  return undefined
}

/**
 * Brings a table in line with the template: creates it, or adds indexes that are new.
 *
 * @throws Error if the existing table differs in anything else
 */
export const provisionTable = async (client: TableClient, wanted: TableDefinition): Promise<void> => {
  const existing = await find(client, wanted.name)
  if (!existing) await create(client, wanted)
  else {
    const differs = obstacle(wanted, existing)
    if (differs)
      throw new Error(
        `table ${wanted.name} differs from the template in ${differs}: start with a fresh data directory (--fresh)`,
      )
    const known = new Set(existing.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))
    for (const index of wanted.indexes.filter(({ IndexName }) => !known.has(IndexName)))
      await client.call('UpdateTable', {
        TableName: wanted.name,
        AttributeDefinitions: wanted.attributes,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      })
  }
  if (wanted.expiryAttribute !== undefined)
    await client.call('UpdateTimeToLive', {
      TableName: wanted.name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: wanted.expiryAttribute },
    })
}
