import { type IndexShape, type TableShape, TTL_ATTRIBUTE, tables } from '../../../functions/stores/tables.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'
import {
  exactTextOf,
  type Fault,
  faultsOf,
  isIntrinsic,
  isSwitchedOn,
  isUnread,
  list,
  type Rule,
  type TemplateResource,
  textOf,
} from './template.ts'

/** Most attributes of a partition key or sort key. */
const MAX_KEY_ATTRIBUTES = 4

/** Names that DynamoDB accepts for an index; a name with a reference may be any. */
const INDEX_NAME = /^(?:[\w.-]{3,255}|.*<[^<>]+>.*)$/

const namesIn = (schema: unknown, type: string): readonly string[] =>
  list(schema)
    .map(recordOf)
    .filter(({ KeyType }) => KeyType === type)
    .map(({ AttributeName }) => textOf(AttributeName))

/** A replica's settings of indexes that the table does not have; names that only a deployment knows pass. */
const strayIndexes = (properties: JsonRecord, names: readonly string[]): readonly string[] => {
  const isReadable = !isIntrinsic(properties.GlobalSecondaryIndexes) && !names.some(isUnread)
  return list(properties.Replicas)
    .flatMap((replica) => list(recordOf(replica).GlobalSecondaryIndexes))
    .map((index) => exactTextOf(recordOf(index).IndexName))
    .filter((name) => isReadable && !isUnread(name) && !names.includes(name))
}

/** Key attributes are defined, definitions are used, keys are not too long, and index names differ, also in the settings of replicas. */
export const keys: Rule = (template) =>
  ['DynamoDB::Table', 'DynamoDB::GlobalTable']
    .flatMap((type) => template.of(type))
    .flatMap(({ id, properties }): Fault[] => {
      const defined = list(properties.AttributeDefinitions).map((each) => textOf(recordOf(each).AttributeName))
      const indexes = [...list(properties.GlobalSecondaryIndexes), ...list(properties.LocalSecondaryIndexes)].map(
        recordOf,
      )
      const schemas: ReadonlyArray<readonly [string, unknown]> = [
        ['the table', properties.KeySchema],
        ...indexes.map(
          ({ IndexName, KeySchema }) => [`index ${textOf(IndexName) || 'without a name'}`, KeySchema] as const,
        ),
      ]
      const used = schemas.flatMap(([, schema]) => [...namesIn(schema, 'HASH'), ...namesIn(schema, 'RANGE')])
      const names = indexes.map(({ IndexName }) => exactTextOf(IndexName))
      const { faults, fault } = faultsOf(id)
      for (const [what, schema] of schemas) {
        for (const name of [...namesIn(schema, 'HASH'), ...namesIn(schema, 'RANGE')]) {
          if (!defined.includes(name)) fault('key-undefined', `${what} has the key ${name}, which is not defined`)
        }
        if (namesIn(schema, 'HASH').length === 0) fault('key-missing', `${what} has no partition key`)
        else if (recordOf(list(schema)[0]).KeyType === 'RANGE')
          fault('key-missing', `${what} has its sort key before its partition key`)
        for (const type of ['HASH', 'RANGE']) {
          if (namesIn(schema, type).length > MAX_KEY_ATTRIBUTES)
            fault('key-length', `${what} has more than ${MAX_KEY_ATTRIBUTES} ${type} attributes`)
        }
      }
      for (const name of defined) {
        if (!used.includes(name))
          fault('key-unused', `the attribute ${name || 'without a name'} is defined but in no key`)
      }
      for (const [position, name] of names.entries()) {
        if (names.indexOf(name) !== position) fault('index-twice', `has two indexes ${name}`)
        if (!INDEX_NAME.test(name)) fault('index-name', `has an index with the bad name '${name}'`)
      }
      for (const name of strayIndexes(properties, names))
        fault(
          'index-missing',
          `has settings of a replica's index ${name || 'without a name'}, which the table does not have`,
        )
      return faults
    })

const isKept = ({ deletionPolicy, replacePolicy }: TemplateResource): boolean =>
  deletionPolicy === 'Retain' && replacePolicy === 'Retain'

/** Tables, accounts and secrets survive deletion of the stack and replacement; tables can be restored. */
export const durability: Rule = (template) => [
  ...template.of('DynamoDB::Table').flatMap((table): Fault[] => {
    const { id, properties } = table
    const { PointInTimeRecoveryEnabled } = recordOf(properties.PointInTimeRecoverySpecification)
    const { faults, fault } = faultsOf(id)
    if (!isKept(table)) fault('retain', 'goes with the stack')
    if (!isSwitchedOn(properties.DeletionProtectionEnabled)) fault('deletion-protection', 'can be deleted by one call')
    if (!isSwitchedOn(PointInTimeRecoveryEnabled)) fault('recovery', 'cannot be restored to a point in time')
    return faults
  }),
  ...template
    .of('Cognito::UserPool')
    .filter((pool) => !isKept(pool) || pool.properties.DeletionProtection !== 'ACTIVE')
    .map(({ id }): Fault => ({ id, rule: 'retain', says: 'the accounts of people can be deleted' })),
  ...template
    .of('SecretsManager::Secret')
    .filter((secret) => !isKept(secret))
    .map(({ id }): Fault => ({ id, rule: 'retain', says: 'goes with the stack, and what was signed by it with it' })),
]

const hasIndex = ({ properties }: TemplateResource, { name, partitionKey, sortKey, projection }: IndexShape): boolean =>
  list(properties.GlobalSecondaryIndexes)
    .map(recordOf)
    .some(
      ({ IndexName, KeySchema, Projection }) =>
        IndexName === name &&
        namesIn(KeySchema, 'HASH').join() === partitionKey &&
        namesIn(KeySchema, 'RANGE').join() === sortKey &&
        recordOf(Projection).ProjectionType === projection,
    )

/** Key attributes to which functions write texts, but which are defined as another type. */
const noTexts = ({ properties }: TemplateResource, { indexes }: TableShape): readonly string[] => {
  const texts = new Set(['pk', 'sk', ...indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])])
  return list(properties.AttributeDefinitions)
    .map(recordOf)
    .filter(({ AttributeType }) => AttributeType !== 'S')
    .map(({ AttributeName }) => textOf(AttributeName))
    .filter((name) => texts.has(name))
}

/** Whether a table and its indexes are billed per request, without a limit. */
const isUnbounded = ({ properties }: TemplateResource): boolean =>
  properties.BillingMode === 'PAY_PER_REQUEST' &&
  [properties, ...list(properties.GlobalSecondaryIndexes).map(recordOf)].every(
    ({ OnDemandThroughput }) => OnDemandThroughput === undefined,
  )

/** Our tables have the keys, indexes, stream and time to live that `stores/tables.ts` describes. */
export const tableShapes: Rule = (template) =>
  Object.entries(tables).flatMap(([id, shape]: readonly [string, TableShape]): readonly Fault[] => {
    const table = template.byId(id)
    const { faults, fault } = faultsOf(id)
    if (table?.type !== 'AWS::DynamoDB::Table') return [{ id, rule: 'table-missing', says: 'is no table' }]
    const { KeySchema, StreamSpecification, TimeToLiveSpecification } = table.properties
    const { AttributeName, Enabled } = recordOf(TimeToLiveSpecification)
    if (namesIn(KeySchema, 'HASH').join() !== 'pk' || namesIn(KeySchema, 'RANGE').join() !== 'sk')
      fault('table-missing', 'has other keys than pk and sk')
    for (const name of noTexts(table, shape))
      fault('key-type', `has texts in ${name}, which is defined as something else`)
    if (!isUnbounded(table)) fault('table-capacity', 'refuses requests beyond a fixed capacity')
    for (const index of shape.indexes) {
      if (!hasIndex(table, index)) fault('index-missing', `has no index ${index.name} as functions ask it`)
    }
    if (shape.stream && recordOf(StreamSpecification).StreamViewType !== 'NEW_AND_OLD_IMAGES')
      fault('stream-missing', 'has no stream with old and new images')
    if (AttributeName !== TTL_ATTRIBUTE || !isSwitchedOn(Enabled))
      fault('time-to-live', `never deletes rows whose time in ${TTL_ATTRIBUTE} is over`)
    return faults
  })
