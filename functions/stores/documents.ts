import { DynamoDBClient, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { RefusedError } from '../domain/errors.ts'
import { setting } from '../platform/env.ts'
import { pause } from '../platform/pause.ts'
import type { TableName } from './tables.ts'

/**
 * The refusal when other writers keep coming first; the client may retry in a second. @param why the cause, shown to
 * users
 */
export const tooBusy = (why: string): RefusedError =>
  new RefusedError('unavailable', 'busy', `${why}; please try again`, { headers: { 'retry-after': '1' } })

/** How often a write that clashes with others is tried; the random pause after each attempt may be twice as long. */
const CLASH_ATTEMPTS = 8
const FIRST_PAUSE_MS = 10

/** @throws RefusedError `unavailable` if the clash does not end; what `write` throws for any other cause */
const whileClashing = async <Answer>(
  write: () => Promise<Answer>,
  isClash: (error: unknown) => boolean,
): Promise<Answer> => {
  for (let attempt = 0; attempt < CLASH_ATTEMPTS; attempt += 1) {
    try {
      return await write()
    } catch (error) {
      if (!isClash(error)) throw error
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt)
    }
  }
  throw tooBusy('too many changes at once')
}

const client = new DynamoDBClient({})
// The logger copies every answer, attribute by attribute, for a log that nobody keeps: a fifth of what a list costs.
client.middlewareStack.remove('loggerMiddleware')
// A single write is refused while its row is part of another transaction, and the SDK does not retry that.
client.middlewareStack.add(
  (next) => (args) =>
    whileClashing(
      () => next(args),
      (error) => error instanceof TransactionConflictException,
    ),
  { step: 'initialize', name: 'tryClashesAgain' },
)

export const documents = DynamoDBDocumentClient.from(client, {
  marshallOptions: { removeUndefinedValues: true },
})

const SETTINGS: Record<TableName, string> = {
  Tickets: 'TICKETS_TABLE',
  AgentLoad: 'AGENT_LOAD_TABLE',
  Insight: 'INSIGHT_TABLE',
  Search: 'SEARCH_TABLE',
  Connections: 'CONNECTIONS_TABLE',
}

/** A table's name in this deployment. */
export const tableNamed = (name: TableName): string => setting(SETTINGS[name])

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** Why each write of a transaction failed, in their order; undefined for those that did not. */
export type Failures = readonly (string | undefined)[]

/**
 * The condition for replacing a row: it still has the version that was read.
 *
 * @param version of the row when it was read; 0 if there was none
 */
export const stillAt = (version: number) =>
  version === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': version } }

const failuresOf = (error: TransactionCanceledException): Failures =>
  (error.CancellationReasons ?? []).map(({ Code }) => (Code === undefined || Code === 'None' ? undefined : Code))

const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])

/** Whether a transaction failed only for causes that pass in a moment: clashes and throttling. */
const isPassing = (error: unknown): boolean => {
  if (!(error instanceof TransactionCanceledException)) return false
  const failures = failuresOf(error)
  return (
    !failures.includes('ConditionalCheckFailed') && failures.some((code) => code !== undefined && PASSING.has(code))
  )
}

/**
 * Writes all or nothing. Clashes with other writers and throttling are retried.
 *
 * @returns undefined once written; if a condition did not hold, why each write failed, in their order
 * @throws RefusedError `unavailable` if the clash does not end; the SDK's error for any other cause
 */
export const writeTogether = async (writes: readonly Write[]): Promise<Failures | undefined> => {
  try {
    await whileClashing(() => documents.send(new TransactWriteCommand({ TransactItems: [...writes] })), isPassing)
    return undefined
  } catch (error) {
    const failures = error instanceof TransactionCanceledException ? failuresOf(error) : []
    if (failures.includes('ConditionalCheckFailed')) return failures
    throw error
  }
}

/**
 * The condition of a write that a caller had added to a change did not hold. Mostly that write remembers that the
 * request was answered, so that this request is its repetition.
 */
export class ExtraWriteRefusedError extends Error {
  override readonly name = 'ExtraWriteRefusedError'
}

/**
 * Repeats reading, deciding and writing while other writers' changes come in between.
 *
 * @param attempts how many there are before the client is asked to try again
 * @param tryOnce returns `stale` if another writer came first
 * @param tooOften the cause if all attempts were stale, shown to users
 * @throws RefusedError `unavailable` if all attempts were stale; what `tryOnce` throws
 */
export const untilWritten = async <Outcome>(
  attempts: number,
  tryOnce: (attempt: number) => Promise<Outcome | 'stale'>,
  tooOften: string,
): Promise<Outcome> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const outcome = await tryOnce(attempt)
    if (outcome !== 'stale') return outcome
  }
  throw tooBusy(tooOften)
}

/** Whether the write at a position failed because its condition did not hold. */
export const failedAt = (failures: Failures | undefined, position: number): boolean =>
  failures?.[position] === 'ConditionalCheckFailed'
