import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { RefusedError } from '../domain/errors.ts'
import { setting } from '../platform/env.ts'
import { pause } from '../platform/pause.ts'
import type { TableName } from './tables.ts'

const client = new DynamoDBClient({})
// It copies every answer, attribute by attribute, for a log that nobody keeps: a fifth of what a list costs.
client.middlewareStack.remove('loggerMiddleware')

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

/** Others always came first; the client may try again in a second. @param why what was in the way, as people read it */
export const tooBusy = (why: string): RefusedError =>
  new RefusedError('unavailable', 'busy', `${why}; please try again`, { headers: { 'retry-after': '1' } })

/**
 * The condition of putting a row that was read before: that it is still what was seen.
 *
 * @param version of the row when it was read; 0 if there was none
 */
export const stillAt = (version: number) =>
  version === 0
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': version } }

/** Clashes with other writers are tried again this often, each time after a random pause up to twice as long. */
const CLASH_ATTEMPTS = 8
const FIRST_PAUSE_MS = 10

const failuresOf = (error: TransactionCanceledException): Failures =>
  (error.CancellationReasons ?? []).map(({ Code }) => (Code === undefined || Code === 'None' ? undefined : Code))

const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])

/**
 * Writes all or nothing. Clashes with other writers and throttling are tried again.
 *
 * @returns undefined once written; else what failed, position by position, where a condition did not hold
 * @throws RefusedError `unavailable` when the clash does not end; the SDK's error for any other cause
 */
export const writeTogether = async (writes: readonly Write[]): Promise<Failures | undefined> => {
  for (let attempt = 0; attempt < CLASH_ATTEMPTS; attempt += 1) {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems: [...writes] }))
      return undefined
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error
      const failures = failuresOf(error)
      if (failures.includes('ConditionalCheckFailed')) return failures
      if (!failures.some((code) => code !== undefined && PASSING.has(code))) throw error
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** attempt)
    }
  }
  throw tooBusy('too many changes at once')
}

/** Whether the write at a position failed because its condition did not hold. */
export const failedAt = (failures: Failures | undefined, position: number): boolean =>
  failures?.[position] === 'ConditionalCheckFailed'
