import { type Fault, list, type Rule, record } from './template.ts'

/** Attributes that one part of an index key may be made of. */
const MAX_KEY_ATTRIBUTES = 4

const namesIn = (schema: unknown, type: string): readonly string[] =>
  list(schema)
    .map(record)
    .filter(({ KeyType }) => KeyType === type)
    .map(({ AttributeName }) => String(AttributeName))

/** Key attributes are defined, definitions are used, and keys are not too long. */
export const keys: Rule = (template) =>
  template.of('DynamoDB::Table').flatMap(({ id, properties }): Fault[] => {
    const defined = list(properties.AttributeDefinitions).map((each) => String(record(each).AttributeName))
    const indexes = [...list(properties.GlobalSecondaryIndexes), ...list(properties.LocalSecondaryIndexes)].map(record)
    const schemas: ReadonlyArray<readonly [string, unknown]> = [
      ['the table', properties.KeySchema],
      ...indexes.map(({ IndexName, KeySchema }) => [`index ${IndexName}`, KeySchema] as const),
    ]
    const used = schemas.flatMap(([, schema]) => [...namesIn(schema, 'HASH'), ...namesIn(schema, 'RANGE')])
    const names = indexes.map(({ IndexName }) => String(IndexName))
    return [
      ...schemas.flatMap(([what, schema]) => [
        ...[...namesIn(schema, 'HASH'), ...namesIn(schema, 'RANGE')]
          .filter((name) => !defined.includes(name))
          .map((name) => ({ id, rule: 'key-undefined', says: `${what} has the key ${name}, which is not defined` })),
        ...(namesIn(schema, 'HASH').length === 0
          ? [{ id, rule: 'key-missing', says: `${what} has no partition key` }]
          : []),
        ...['HASH', 'RANGE']
          .filter((type) => namesIn(schema, type).length > MAX_KEY_ATTRIBUTES)
          .map((type) => ({
            id,
            rule: 'key-length',
            says: `${what} has more than ${MAX_KEY_ATTRIBUTES} ${type} attributes`,
          })),
      ]),
      ...defined
        .filter((name) => !used.includes(name))
        .map((name) => ({ id, rule: 'key-unused', says: `the attribute ${name} is defined but in no key` })),
      ...names
        .filter((name, position) => names.indexOf(name) !== position)
        .map((name) => ({ id, rule: 'index-twice', says: `has two indexes ${name}` })),
      ...(names.every((name) => /^[\w.-]{3,255}$/.test(name))
        ? []
        : [{ id, rule: 'index-name', says: 'has an index with a bad name' }]),
    ]
  })

/** What people wrote outlives a mistaken deployment. */
export const durability: Rule = (template) => [
  ...template
    .of('DynamoDB::Table')
    .flatMap(({ id, properties, deletionPolicy }): Fault[] => [
      ...(deletionPolicy === 'Retain' ? [] : [{ id, rule: 'retain', says: 'goes with the stack' }]),
      ...(properties.DeletionProtectionEnabled === true
        ? []
        : [{ id, rule: 'deletion-protection', says: 'can be deleted by one call' }]),
      ...(record(properties.PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled === true
        ? []
        : [{ id, rule: 'recovery', says: 'cannot be restored to a point in time' }]),
      ...(record(properties.TimeToLiveSpecification).Enabled === true
        ? []
        : [{ id, rule: 'time-to-live', says: 'never forgets what has an end' }]),
    ]),
  ...template
    .of('Cognito::UserPool')
    .filter(
      ({ properties, deletionPolicy }) => deletionPolicy !== 'Retain' || properties.DeletionProtection !== 'ACTIVE',
    )
    .map(({ id }) => ({ id, rule: 'retain', says: 'the accounts of people can be deleted' })),
]
