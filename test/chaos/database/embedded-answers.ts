import { type AttributeValue, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Row } from '../database-model.ts'
import type { Operation } from './generated-operations.ts'

/** A database's answer to a call, or its error, without the parts that do not depend on rows. */
export type Answer = Readonly<Record<string, unknown>>

const COMMANDS: Readonly<Record<string, new (input: never) => unknown>> = {
  Get: GetCommand,
  BatchGet: BatchGetCommand,
  Query: QueryCommand,
  Put: PutCommand,
  Update: UpdateCommand,
  Delete: DeleteCommand,
  TransactWrite: TransactWriteCommand,
}

/** Calls the embedded database as the product does. */
export const callEmbedded = async (
  documents: DynamoDBDocumentClient,
  { operation, input }: Operation,
): Promise<object> => {
  const Command = COMMANDS[operation]
  if (!Command) throw new Error(`no command for ${operation}`)
  return documents.send(new Command(input as never) as never)
}

const placeOf = ({ pk, sk }: Row): string => `${pk} ${sk}`

/** Rows sorted by key: batches and tables return them in no particular order. */
export const inOrder = (rows: Iterable<Row>): readonly Row[] =>
  [...rows].toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))

const withRowsInOrder = (answer: Answer): Answer => {
  if (!answer.Responses) return answer
  const Responses = Object.entries(answer.Responses as Record<string, Row[]>)
  return { ...answer, Responses: Object.fromEntries(Responses.map(([name, rows]) => [name, inOrder(rows)])) }
}

const plain = (row: Record<string, AttributeValue> | undefined): Row | undefined => row && unmarshall(row)

const answerOfError = (error: Error): Answer => {
  const { Item } = error as { readonly Item?: Record<string, AttributeValue> }
  if (!(error instanceof TransactionCanceledException)) return { error: error.name, found: plain(Item) }
  const reasons = error.CancellationReasons?.map((reason) => ({ code: reason.Code, found: plain(reason.Item) }))
  return { error: error.name, reasons }
}

/**
 * The outcome of a call.
 *
 * @throws an error that is not the database's
 */
export const answerOf = async (call: () => object | Promise<object>): Promise<Answer> => {
  try {
    const { $metadata, UnprocessedKeys, ...answer } = (await call()) as Record<string, unknown>
    return withRowsInOrder(answer)
  } catch (error) {
    if (error instanceof Error && '$fault' in error) return answerOfError(error)
    throw error
  }
}
