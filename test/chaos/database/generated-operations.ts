import fc from 'fast-check'
import { type TableName, tables } from '../../../functions/stores/tables.ts'
import { CONDITIONS, FILTER, FILTER_SAID, ORDERS, PROJECTION, UPDATES } from './product-expressions.ts'
import { placeholdersIn } from './syntax.ts'

/** One call of the database: an operation's name and its input. */
export interface Operation {
  readonly operation: string
  readonly input: object
}

/** Prefix of all keys of a sequence of operations; `inSequence` replaces it by the sequence's own. */
const MARK = '~'

/** The same value with a sequence's own keys, so that many sequences can share one database. */
export const inSequence = <Value>(value: Value, sequence: string): Value => {
  if (typeof value === 'string') return (value.startsWith(MARK) ? sequence + value.slice(1) : value) as Value
  if (Array.isArray(value)) return value.map((member: unknown) => inSequence(member, sequence)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [inSequence(name, sequence), inSequence(member, sequence)]),
  ) as Value
}

/** Partition keys of all generated rows. */
export const PARTITIONS = [`${MARK}a`, `${MARK}b`]
const SORT_KEYS = ['AGENT#1', 'EVENT#1', 'EVENT#2', 'EVENT#3', 'TICKET']
/** Partition keys of all generated rows in every index. */
export const INDEX_PARTITIONS = [`${MARK}waiting`, `${MARK}assigned`]

export const TABLES: readonly TableName[] = ['Tickets', 'AgentLoad']

const key = fc.record({ pk: fc.constantFrom(...PARTITIONS), sk: fc.constantFrom(...SORT_KEYS) })
const number = fc.oneof(fc.integer({ min: -1, max: 3 }), fc.constantFrom(0.1, 0.2, 0.25, 1.005, -0.5, 3600.75))
const text = fc.constantFrom('', 'a', 'b', 'offline', 'online', 'S')
const scalar = fc.oneof(number, text, fc.boolean(), fc.constant(null))
const anything = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.record({ name: text, role: text }) },
)

/** Generators of values, by attribute or placeholder; all others take any value. */
const kinds: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  active: number,
  capacity: number,
  resolved_total: number,
  resolution_hours: number,
  version: number,
  hits: number,
  ends_at: number,
  through_seq: number,
  left_at: fc.constantFrom('2026-01-01', null),
  presence: fc.constantFrom('online', 'offline'),
  claim: fc.constantFrom('taken', 'refused'),
  type: fc.constantFrom('ticket_assigned', 'status_changed', 'other'),
  author: fc.record({ name: text, role: text }),
  // An update within a null is a known difference, covered by a test of its own.
  user: anything.filter((value) => value !== null),
  ':text': fc.constant('S'),
  ':online': fc.constant('online'),
  ':offline': fc.constant('offline'),
  ':refused': fc.constant('refused'),
  ':none': fc.constant(0),
  ':one': fc.constant(1),
  ...Object.fromEntries(
    [':active', ':resolved', ':hours', ':seen', ':now', ':end', ':seq', ':through', ':expiry', ':n0', ':n1'].map(
      (name) => [name, number],
    ),
  ),
}

const valueFor = (name: string): fc.Arbitrary<unknown> => kinds[name] ?? anything

/** Attributes that `#names` in the expressions stand for; other names stand for themselves. */
const STANDS_FOR: Readonly<Record<string, string>> = { '#n0': 'hits', '#n1': 'active', '#ends': 'expires_at' }

const namesIn = (...expressions: readonly (string | undefined)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    expressions.flatMap((one) => one?.match(/#\w+/g) ?? []).map((name) => [name, STANDS_FOR[name] ?? name.slice(1)]),
  )

/** Values for all placeholders of some expressions. */
const said = (...expressions: readonly (string | undefined)[]): fc.Arbitrary<object> => {
  const names = namesIn(...expressions)
  const placeholders = [...new Set(expressions.flatMap((one) => one?.match(/:\w+/g) ?? []))]
  return fc.record(Object.fromEntries(placeholders.map((one) => [one, valueFor(one)]))).map((values) => ({
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(placeholders.length > 0 && { ExpressionAttributeValues: values }),
  }))
}

const optionalText = (texts: readonly string[]) => fc.option(fc.constantFrom(...texts), { nil: undefined })

/** Index key attributes of a table's rows; no two rows have the same place in an index. */
const indexKeys = (table: TableName, own: { readonly pk: string; readonly sk: string }) => {
  const shapes = tables[table].indexes
  const orders = [...new Set(shapes.map(({ sortKey }) => sortKey))]
  const partition = fc.constantFrom(...INDEX_PARTITIONS)
  const order = fc.integer({ min: 1, max: 9 }).map((place) => `${place}#${own.pk.slice(1)}#${own.sk}`)
  return fc.record(
    Object.fromEntries([
      ...shapes.map(({ partitionKey }) => [partitionKey, partition]),
      ...orders.map((sortKey) => [sortKey, order]),
    ]),
    { requiredKeys: [] },
  )
}

const ATTRIBUTES = [
  ...['active', 'capacity', 'resolved_total', 'resolution_hours', 'version', 'hits', 'ends_at', 'through_seq'],
  ...['left_at', 'presence', 'claim', 'type', 'author', 'user', 'id', 'number', 'skills', 'body'],
]

const row = (table: TableName) =>
  key.chain((own) =>
    fc
      .tuple(
        fc.record(Object.fromEntries(ATTRIBUTES.map((name) => [name, valueFor(name)])), { requiredKeys: [] }),
        indexKeys(table, own),
      )
      .map(([attributes, keys]) => ({ ...attributes, ...keys, ...own })),
  )

const onFailure = fc.constantFrom({}, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const })
const returns = fc.constantFrom({}, { ReturnValues: 'ALL_OLD' as const })
const returnsOfUpdate = fc.constantFrom({}, { ReturnValues: 'ALL_OLD' as const }, { ReturnValues: 'ALL_NEW' as const })

const conditionOf = (ConditionExpression: string | undefined) => (ConditionExpression ? { ConditionExpression } : {})

const put = (TableName: TableName) =>
  fc
    .tuple(row(TableName), optionalText(CONDITIONS), onFailure)
    .chain(([Item, condition, failing]) =>
      said(condition).map((values) => ({ TableName, Item, ...conditionOf(condition), ...failing, ...values })),
    )

const update = (TableName: TableName) =>
  fc
    .tuple(key, fc.constantFrom(...UPDATES), optionalText(CONDITIONS), onFailure)
    .chain(([Key, UpdateExpression, condition, failing]) =>
      said(UpdateExpression, condition).map((values) => ({
        TableName,
        Key,
        UpdateExpression,
        ...conditionOf(condition),
        ...failing,
        ...values,
      })),
    )

const deletion = (TableName: TableName) =>
  fc
    .tuple(key, optionalText(CONDITIONS), onFailure)
    .chain(([Key, condition, failing]) =>
      said(condition).map((values) => ({ TableName, Key, ...conditionOf(condition), ...failing, ...values })),
    )

const check = (TableName: TableName) =>
  fc
    .tuple(key, fc.constantFrom(...CONDITIONS), onFailure)
    .chain(([Key, ConditionExpression, failing]) =>
      said(ConditionExpression).map((values) => ({ TableName, Key, ConditionExpression, ...failing, ...values })),
    )

const table = fc.constantFrom(...TABLES)

const oneWrite = table.chain((name) =>
  fc.oneof(
    fc.record({ Put: put(name) }),
    fc.record({ Update: update(name) }),
    fc.record({ Delete: deletion(name) }),
    fc.record({ ConditionCheck: check(name) }),
  ),
)

const transaction = fc
  .tuple(fc.array(oneWrite, { minLength: 1, maxLength: 4 }), fc.constantFrom(undefined, `${MARK}t1`, `${MARK}t2`))
  .map(([TransactItems, ClientRequestToken]) => ({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }))

const query = table.chain((TableName) =>
  fc
    .record({
      index: fc.constantFrom(undefined, ...tables[TableName].indexes),
      order: fc.constantFrom(...ORDERS),
      from: fc.constantFrom('1', '3#a', 'EVENT#1', 'EVENT#2', 'T'),
      to: fc.constantFrom('5', '9#b#TICKET', 'EVENT#3', 'Z'),
      prefix: fc.constantFrom('EVENT#', '2', '3#b'),
      partition: fc.nat({ max: 1 }),
      filtered: fc.boolean(),
      projected: fc.boolean(),
      rest: fc.record(
        {
          ScanIndexForward: fc.boolean(),
          Limit: fc.integer({ min: 1, max: 4 }),
          Select: fc.constant('COUNT' as const),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ index, order, from, to, prefix, partition, filtered, projected, rest }) => {
      const values: Readonly<Record<string, string>> = { ':from': from, ':to': to, ':prefix': prefix }
      const isProjected = projected && rest.Select === undefined
      return {
        TableName,
        ...(index && { IndexName: index.name }),
        KeyConditionExpression: `#partition = :partition${order}`,
        ...(filtered && { FilterExpression: FILTER }),
        ...(isProjected && { ProjectionExpression: PROJECTION }),
        ExpressionAttributeNames: {
          '#partition': index?.partitionKey ?? 'pk',
          ...(order && { '#order': index?.sortKey ?? 'sk' }),
          ...(filtered && FILTER_SAID.names),
          ...(isProjected && { '#number': 'number' }),
        },
        ExpressionAttributeValues: {
          ':partition': (index ? INDEX_PARTITIONS : PARTITIONS)[partition],
          ...Object.fromEntries(placeholdersIn(order).flatMap((name) => (values[name] ? [[name, values[name]]] : []))),
          ...(filtered && FILTER_SAID.values),
        },
        ...rest,
      }
    }),
)

const batchGet = table.chain((name) =>
  fc
    .tuple(fc.uniqueArray(key, { minLength: 1, maxLength: 5, selector: ({ pk, sk }) => pk + sk }), fc.boolean())
    .map(([Keys, projected]) => ({
      RequestItems: {
        [name]: {
          Keys,
          ConsistentRead: true,
          ...(projected && { ProjectionExpression: PROJECTION, ExpressionAttributeNames: { '#number': 'number' } }),
        },
      },
    })),
)

const named = (operation: string, weight: number, input: fc.Arbitrary<object>) => ({
  weight,
  arbitrary: input.map((given): Operation => ({ operation, input: given })),
})

const withReturns = (input: fc.Arbitrary<object>, values: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.tuple(input, values).map(([given, more]) => ({ ...given, ...more }))

/** Any call that the product could make, with the product's own expressions, on few rows, so that calls meet. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  named('Put', 5, withReturns(table.chain(put), returns)),
  named('Update', 6, withReturns(table.chain(update), returnsOfUpdate)),
  named('Delete', 1, withReturns(table.chain(deletion), returns)),
  named('TransactWrite', 6, transaction),
  named(
    'Get',
    1,
    fc.tuple(table, key).map(([TableName, Key]) => ({ TableName, Key, ConsistentRead: true })),
  ),
  named('BatchGet', 1, batchGet),
  named('Query', 5, query),
)
