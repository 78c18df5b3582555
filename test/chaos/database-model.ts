import { isDeepStrictEqual } from 'node:util'
import type { TableShape } from '../../functions/stores/tables.ts'
import { cancelled, tokenReused, ValidationException } from './database/errors.ts'
import { projected, type QueryInput, query } from './database/queries.ts'
import { type Change, keyOf, Table } from './database/table.ts'
import type { Row } from './database/values.ts'
import {
  isChange,
  type Judged,
  judge,
  type KeyInput,
  type PutInput,
  returned,
  subjectOf,
  type UpdateInput,
  type WriteInput,
} from './database/writes.ts'

export type { Change } from './database/table.ts'
export type { Row } from './database/values.ts'

interface GetInput {
  readonly TableName: string
  readonly Key: Row
  readonly ConsistentRead?: boolean
}

interface BatchGetInput {
  readonly RequestItems: Readonly<
    Record<
      string,
      {
        readonly Keys: readonly Row[]
        readonly ConsistentRead?: boolean
        readonly ProjectionExpression?: string
        readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
      }
    >
  >
}

interface TransactionInput {
  readonly TransactItems: readonly WriteInput[]
  readonly ClientRequestToken?: string
}

/** The most writes in one transaction. */
const MOST_WRITES = 100

export interface Reading {
  /**
   * The moment up to which indexes and eventually consistent reads are current: they see no later change. Now if
   * left out.
   */
  readonly asOf?: number
}

export interface DatabaseModel {
  /**
   * Does what DynamoDB would, synchronously: all or nothing.
   *
   * @param operation `Get`, `BatchGet`, `Query`, `Put`, `Update`, `Delete`, `TransactWrite`
   * @param input of the document client's command; answers are shared with the model and frozen
   * @throws the SDK's errors: ConditionalCheckFailedException, TransactionCanceledException with its reasons,
   *   IdempotentParameterMismatchException; ValidationException and Error for what is invalid or not supported
   */
  execute(operation: string, input: object, reading?: Reading): object
  /** Number of changes so far: the unit of `asOf`. */
  moment(): number
  /** Reports every change in the order of the writes, once all writes of its transaction are done. */
  onChange(listener: (change: Change) => void): void
  /** All rows of a table, frozen. */
  rows(table: string): Iterable<Row>
}

/**
 * DynamoDB in memory, as far as `functions/` uses it: synchronous, without a clock, the same for the same calls.
 *
 * Left out: limits of size and throughput, pages of 1 MB, expiry of rows by TTL and of transaction tokens by age,
 * reserved words. Transactions never conflict by themselves, since every call is synchronous; a caller that wants a
 * conflict throws `conflicted`.
 *
 * @param shapes tables by name, with their indexes
 */
export const newDatabaseModel = (shapes: Readonly<Record<string, TableShape>>): DatabaseModel => {
  const tables = new Map(Object.entries(shapes).map(([name, shape]) => [name, new Table(shape)]))
  const transactions = new Map<string, readonly WriteInput[]>()
  const listeners: ((change: Change) => void)[] = []
  let moment = 0

  const tableNamed = (name: string): Table => {
    const table = tables.get(name)
    if (!table) throw new ValidationException(`Cannot do operations on a non-existent table: ${name}`)
    return table
  }

  /** A row as of a moment; consistent reads see its current state. */
  const read = (
    table: Table,
    key: Row,
    isConsistent: boolean | undefined,
    asOf: number | undefined,
  ): Row | undefined => {
    const changed = isConsistent || asOf === undefined ? undefined : table.firstSince(asOf).get(keyOf(key))
    return changed ? changed.before : table.get(key)
  }

  const get = ({ TableName, Key, ConsistentRead }: GetInput, asOf: number | undefined) => {
    const Item = read(tableNamed(TableName), Key, ConsistentRead, asOf)
    return Item ? { Item } : {}
  }

  const batchGet = ({ RequestItems }: BatchGetInput, asOf: number | undefined) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([name, { Keys, ConsistentRead, ProjectionExpression, ...said }]) => {
        const table = tableNamed(name)
        const rows = Keys.map((key) => read(table, key, ConsistentRead, asOf)).filter((row) => row !== undefined)
        return [name, rows.map((row) => projected(row, ProjectionExpression, said))]
      }),
    ),
    UnprocessedKeys: {},
  })

  const write = (writes: readonly Judged[]): void => {
    const changes = writes.filter(isChange).map(({ input, before, after }, at): Change => {
      return { table: input.TableName, sequence: moment + 1 + at, before, after }
    })
    moment += changes.length
    for (const change of changes) tableNamed(change.table).write(change)
    for (const listener of listeners) changes.forEach(listener)
  }

  const writeOne = (one: WriteInput) => {
    const judged = judge(tableNamed(subjectOf(one).input.TableName), one)
    if (judged.refusal) throw judged.refusal.error
    write([judged])
    return returned(judged)
  }

  const refuseDoubles = (writes: readonly WriteInput[]): void => {
    const subjects = writes.map(subjectOf).map(({ input, key }) => `${input.TableName}\u0000${keyOf(key)}`)
    if (new Set(subjects).size < subjects.length)
      throw new ValidationException('Transaction request cannot include multiple operations on one item')
    if (writes.length === 0 || writes.length > MOST_WRITES)
      throw new ValidationException(`A transaction takes 1 to ${MOST_WRITES} writes, not ${writes.length}`)
  }

  const writeTogether = ({ TransactItems, ClientRequestToken }: TransactionInput) => {
    const known = ClientRequestToken === undefined ? undefined : transactions.get(ClientRequestToken)
    if (known && !isDeepStrictEqual(known, TransactItems)) throw tokenReused()
    if (known) return {}
    refuseDoubles(TransactItems)
    const judged = TransactItems.map((one) => judge(tableNamed(subjectOf(one).input.TableName), one))
    if (judged.some(({ refusal }) => refusal)) throw cancelled(judged.map(({ refusal }) => refusal))
    write(judged)
    if (ClientRequestToken !== undefined) transactions.set(ClientRequestToken, TransactItems)
    return {}
  }

  const operations: Readonly<Record<string, (input: never, asOf: number | undefined) => object>> = {
    Get: get,
    BatchGet: batchGet,
    Query: (input: QueryInput, asOf) => query(tableNamed(input.TableName), input, asOf),
    Put: (input: PutInput) => writeOne({ Put: input }),
    Update: (input: UpdateInput) => writeOne({ Update: input }),
    Delete: (input: KeyInput) => writeOne({ Delete: input }),
    TransactWrite: writeTogether,
  }

  return {
    execute: (operation, input, { asOf } = {}) => {
      const run = operations[operation]
      if (!run) throw new Error(`the model does not know ${operation}`)
      return run(input as never, asOf)
    },
    moment: () => moment,
    onChange: (listener) => {
      listeners.push(listener)
    },
    rows: (table) => tableNamed(table).rows(),
  }
}
