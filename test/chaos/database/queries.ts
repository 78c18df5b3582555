import { conditionTest, nameOf, type Placeholders, reading } from './conditions.ts'
import { ValidationException } from './errors.ts'
import { OrderedRows } from './ordered-rows.ts'
import { checkPlaceholders } from './placeholders.ts'
import { type Condition, type Operand, type Path, parseCondition, parseProjection } from './syntax.ts'
import { keyOf, type Source, type Table } from './table.ts'
import type { Row } from './values.ts'

export interface QueryInput extends Placeholders {
  readonly TableName: string
  readonly IndexName?: string | undefined
  readonly KeyConditionExpression: string
  readonly FilterExpression?: string | undefined
  readonly ProjectionExpression?: string | undefined
  readonly ScanIndexForward?: boolean | undefined
  readonly Limit?: number | undefined
  readonly ExclusiveStartKey?: Row | undefined
  readonly ConsistentRead?: boolean | undefined
  readonly Select?: 'COUNT' | 'ALL_ATTRIBUTES' | undefined
}

interface QueryOutput {
  readonly Items?: readonly Row[]
  readonly Count: number
  readonly ScannedCount: number
  readonly LastEvaluatedKey?: Row
}

const projections = new Map<string, readonly Path[]>()

/** A row with the named attributes alone; only attributes of the row itself can be named. */
export const projected = (row: Row, text: string | undefined, said: Placeholders): Row => {
  if (text === undefined) return row
  const paths = projections.get(text) ?? parseProjection(text)
  projections.set(text, paths)
  return only(
    row,
    paths.map(([name = '', ...inner]) => {
      if (inner.length > 0) throw new Error(`the model projects no attributes within others: ${text}`)
      return nameOf(name, said)
    }),
  )
}

const only = (row: Row, names: readonly string[]): Row => {
  const some: Record<string, unknown> = {}
  for (const name of names) if (row[name] !== undefined) some[name] = row[name]
  return some
}

/** A key condition's demand on one attribute. */
interface Demand {
  readonly attribute: string
  readonly condition: Condition
}

const demandOf = (condition: Condition, said: Placeholders): Demand => {
  const of = condition.kind === 'compare' ? condition.left : 'of' in condition ? condition.of : undefined
  if (!of || !('path' in of) || of.path.length !== 1) throw new ValidationException('Invalid operator in key condition')
  return { attribute: nameOf(of.path[0] ?? '', said), condition }
}

const parsed = new Map<string, readonly Condition[]>()

/** The one or two demands of a key condition. */
const demandsOf = (text: string, said: Placeholders): readonly Demand[] => {
  const conditions = parsed.get(text) ?? conjuncts(parseCondition(text))
  parsed.set(text, conditions)
  return conditions.map((condition) => demandOf(condition, said))
}

const conjuncts = (condition: Condition): readonly Condition[] =>
  condition.kind === 'both' ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition]

const textOf = (operand: Operand, said: Placeholders): string => {
  const text = reading(operand)(undefined, said)
  if (typeof text === 'string' && text !== '') return text
  throw new ValidationException('One or more parameter values were invalid: a key is a text that is not empty')
}

/** Appended to a prefix, sorts after all keys that begin with it. */
const BEHIND_ALL = '\uffff'

interface Bounds {
  /** Places from here on … */
  readonly from: string
  /** … and before this one; undefined for all. */
  readonly to: string | undefined
}

const boundsOf = ({ condition }: Demand, source: Source, said: Placeholders): Bounds => {
  if (condition.kind === 'between') {
    const [from, to] = [textOf(condition.from, said), textOf(condition.to, said)]
    if (from > to) throw new ValidationException(`The BETWEEN operator requires ordered bounds, not ${from} and ${to}`)
    return { from, to: source.behind(to) }
  }
  if (condition.kind === 'prefix') {
    const prefix = textOf(condition.prefix, said)
    return { from: prefix, to: `${prefix}${BEHIND_ALL}` }
  }
  if (condition.kind !== 'compare') throw new ValidationException('Invalid operator in key condition')
  const text = textOf(condition.right, said)
  const bounds: Record<typeof condition.comparator, Bounds> = {
    '=': { from: text, to: source.behind(text) },
    '<': { from: '', to: text },
    '<=': { from: '', to: source.behind(text) },
    '>': { from: source.behind(text), to: undefined },
    '>=': { from: text, to: undefined },
  }
  return bounds[condition.comparator]
}

/** The partition now, or as it was at an earlier moment. */
const partitionAt = (table: Table, source: Source, partition: string, moment: number | undefined): OrderedRows => {
  const now = source.partition(partition) ?? new OrderedRows()
  const changed = moment === undefined ? undefined : table.firstSince(moment)
  if (!changed || changed.size === 0) return now
  const then = new OrderedRows()
  const put = (row: Row): void => {
    const at = source.placeOf(row)
    if (at?.partition === partition) then.put(at.place, { row })
  }
  for (const row of now.rows()) if (!changed.has(keyOf(row))) put(row)
  for (const { before } of changed.values()) if (before) put(before)
  return then
}

const startKeyOf = (row: Row, { partitionKey, sortKey }: Source): Row =>
  only(row, [...new Set(['pk', 'sk', partitionKey, sortKey])])

/** Indexes of the first row that a query may read and, exclusive, of the last, beyond its start key. */
const windowOf = (rows: OrderedRows, source: Source, bounds: Bounds, input: QueryInput, partition: string) => {
  const first = rows.before(bounds.from)
  const end = bounds.to === undefined ? rows.size : rows.before(bounds.to)
  const { ExclusiveStartKey: start, ScanIndexForward: isForward = true } = input
  if (!start) return { first, end }
  const at = source.placeOf(start)
  if (at?.partition !== partition)
    throw new ValidationException('The provided starting key is outside query boundaries based on provided conditions')
  return isForward
    ? { first: Math.max(first, rows.before(`${at.place}\u0000`)), end }
    : { first, end: Math.min(end, rows.before(at.place)) }
}

/**
 * Reads rows of one partition in order.
 *
 * @param moment the number of changes up to which an index or an eventually consistent read is current; undefined for
 *   all
 */
export const query = (table: Table, input: QueryInput, moment: number | undefined): QueryOutput => {
  const source = table.source(input.IndexName)
  checkPlaceholders([input.KeyConditionExpression, input.FilterExpression, input.ProjectionExpression], input)
  if (input.ConsistentRead && input.IndexName !== undefined)
    throw new ValidationException('Consistent reads are not supported on global secondary indexes')
  const demands = demandsOf(input.KeyConditionExpression, input)
  const own = demands.find(({ attribute }) => attribute === source.partitionKey)?.condition
  const order = demands.find(({ attribute }) => attribute === source.sortKey)
  if (own?.kind !== 'compare' || own.comparator !== '=' || demands.length !== (order ? 2 : 1))
    throw new ValidationException('Query condition missed key schema element')
  const partition = textOf(own.right, input)
  const rows = partitionAt(table, source, partition, input.ConsistentRead ? undefined : moment)
  const bounds = order ? boundsOf(order, source, input) : { from: '', to: undefined }
  return readWindow(rows, source, windowOf(rows, source, bounds, input, partition), input)
}

const readWindow = (
  rows: OrderedRows,
  source: Source,
  { first, end }: { readonly first: number; readonly end: number },
  input: QueryInput,
): QueryOutput => {
  const { Limit = Number.POSITIVE_INFINITY, ScanIndexForward: isForward = true, FilterExpression } = input
  const scanned = Math.max(0, Math.min(end - first, Limit))
  const test = FilterExpression === undefined ? undefined : conditionTest(FilterExpression)
  const found: Row[] = []
  for (let step = 0; step < scanned; step += 1) {
    const whole = rows.at(isForward ? first + step : end - 1 - step)
    // A filter sees only the attributes that the index carries.
    const row = source.carried ? only(whole, source.carried) : whole
    if (!test || test(row, input)) found.push(row)
  }
  const last = scanned > 0 ? rows.at(isForward ? first + scanned - 1 : end - scanned) : undefined
  return {
    ...(input.Select !== 'COUNT' && {
      Items: found.map((row) => projected(row, input.ProjectionExpression, input)),
    }),
    Count: found.length,
    ScannedCount: scanned,
    // Even if no row follows: DynamoDB does not look beyond the limit.
    ...(last && scanned === Limit && { LastEvaluatedKey: startKeyOf(last, source) }),
  }
}
