import { ACCOUNT, type AwsCall, AwsError, type NeededRight, REGION } from '../aws-service.ts'
import { type JsonRecord, recordOf } from '../json-record.ts'

const listOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.map(recordOf) : [])

const tableArn = (table: unknown): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}`
const right = (action: string, resource: string): NeededRight => ({ action: `dynamodb:${action}`, resource })

/** The rights of an entry of a transaction are those of the single operation. */
const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
}

const entriesOf = (input: JsonRecord): readonly (readonly [string, JsonRecord])[] =>
  listOf(input.TransactItems).flatMap((entry) =>
    Object.entries(entry).map(([kind, operation]) => [kind, recordOf(operation)] as const),
  )

/**
 * IAM actions and ARNs of a call to tables or streams.
 *
 * Streams are read through their iterators, which name no ARN: a caller at the AWS port needs a right on every stream.
 *
 * @throws AwsError for an operation that is not emulated
 */
export const tableRights = (operation: string, input: JsonRecord): readonly NeededRight[] => {
  const table = tableArn(input.TableName)
  switch (operation) {
    case 'DeleteItem':
    case 'DescribeTable':
    case 'DescribeTimeToLive':
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
      return [right(operation, table)]
    case 'Query':
    case 'Scan':
      return [right(operation, input.IndexName === undefined ? table : `${table}/index/${input.IndexName}`)]
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(recordOf(input.RequestItems)).map((name) => right(operation, tableArn(name)))
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return entriesOf(input).map(([kind, { TableName }]) =>
        right(TRANSACTION_ACTIONS[kind] ?? kind, tableArn(TableName)),
      )
    case 'ListTables':
      return [right(operation, '*')]
    case 'DescribeStream':
    case 'GetRecords':
    case 'GetShardIterator':
    case 'ListStreams':
      return [right(operation, tableArn('*/stream/*'))]
    default:
      throw new AwsError(400, 'UnknownOperationException', `the local host does not emulate dynamodb ${operation}`)
  }
}

/** Names of the tables that a call writes, each once; none for a call that only reads. */
export const tablesWritten = (operation: string, input: JsonRecord): readonly string[] => {
  switch (operation) {
    case 'DeleteItem':
    case 'PutItem':
    case 'UpdateItem':
      return [String(input.TableName)]
    case 'BatchWriteItem':
      return Object.keys(recordOf(input.RequestItems))
    case 'TransactWriteItems':
      return [...new Set(entriesOf(input).map(([, { TableName }]) => String(TableName)))]
    default:
      return []
  }
}

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
] as const
const BEYOND_ASCII = /[^\t\n\r -~]/

/** @throws AwsError for an expression with a character beyond ASCII, which would crash the embedded database */
export const refuseBeyondAscii = (input: JsonRecord): void => {
  const parts = [input, ...entriesOf(input).map(([, entry]) => entry), ...Object.values(recordOf(input.RequestItems))]
  for (const part of parts.map(recordOf)) {
    for (const name of EXPRESSIONS) {
      const expression = part[name]
      if (typeof expression === 'string' && BEYOND_ASCII.test(expression))
        throw new AwsError(
          400,
          'ValidationException',
          `Invalid ${name}: Syntax error; the expression goes beyond ASCII`,
        )
    }
  }
}

const parsed = new WeakMap<Buffer, JsonRecord>()

/** The call's input, parsed once however often it is asked for. @throws AwsError if it is not JSON */
export const inputOf = ({ body }: AwsCall): JsonRecord => {
  const known = parsed.get(body)
  if (known) return known
  try {
    const input = recordOf(JSON.parse(body.toString() || '{}'))
    parsed.set(body, input)
    return input
  } catch {
    throw new AwsError(400, 'SerializationException', 'the body is not JSON')
  }
}
