import { DynamoDBClient, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { RefusedError } from '../domain/errors.ts'
import { setting } from '../platform/env.ts'
import { pause } from '../platform/pause.ts'
import type { TableName } from './tables.ts'

/** Others always came first; the client may try again in a second. @param why what was in the way, as people read it */
export const tooBusy = (why: string): RefusedError =>
  new RefusedError('unavailable', 'busy', `${why}; please try again`, { headers: { 'retry-after': '1' } })

/** Clashes with other writers are tried again this often, each time after a random pause up to twice as long. */
const CLASH_ATTEMPTS = 8
const FIRST_PAUSE_MS = 10

/** @throws RefusedError `unavailable` when the clash does not end; what `write` throws for any other cause */
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
// It copies every answer, attribute by attribute, for a log that nobody keeps: a fifth of what a list costs.
client.middlewareStack.remove('loggerMiddleware')
// A single write of a row that is just part of somebody's transaction is refused, which the SDK does not try again.
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

/** Why one write of a transaction failed, by its place; undefined for the ones that did not. */
export type Failures = readonly (string | undefined)[]

/**
 * The condition of putting a row that was read before: that it is still what was seen.
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

/** Whether a transaction failed for nothing that will still be so in a moment. */
const isPassing = (error: unknown): boolean => {
  if (!(error instanceof TransactionCanceledException)) return false
  const failures = failuresOf(error)
  return (
    !failures.includes('ConditionalCheckFailed') && failures.some((code) => code !== undefined && PASSING.has(code))
  )
}

/**
 * Writes all or nothing. Clashes with other writers and throttling are tried again.
 *
 * @returns undefined once written; else what failed, position by position, where a condition did not hold
 * @throws RefusedError `unavailable` when the clash does not end; the SDK's error for any other cause
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
 * A condition did not hold of a write that somebody put beside a change: mostly what remembers that a request was answered,
 * so that this one is its repetition.
 */
export class ExtraWriteRefusedError extends Error {
  override readonly name = 'ExtraWriteRefusedError'
}

/**
 * Repeats what reads, decides and writes for as long as somebody else's change comes in between.
 *
 * @param attempts how often, before the client is asked to try again
 * @param tryOnce `stale` if somebody came first
 * @param tooOften what is in the way then, as people read it
 * @throws RefusedError `unavailable` when others always come first; what `tryOnce` throws
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
