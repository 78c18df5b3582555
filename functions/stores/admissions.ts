import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Caller } from '../domain/permissions.ts'
import { sha256 } from '../platform/ids.ts'
import { StoredCaller } from './callers.ts'
import { documents, tableNamed } from './documents.ts'
import { connectionKeys, type Key } from './tables.ts'

/** How long an admission may be used to open a socket. */
export const ADMISSION_SECONDS = 30

/** Only a hash of the admission is stored, so that nobody who reads the table can use it. */
const keyOf = (ticket: string): Key => connectionKeys.admission(sha256(ticket))

const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000)

/** Stores the caller whom an admission lets open a socket, for 30 seconds. */
export const keepAdmission = async (ticket: string, caller: Caller, now: Date): Promise<void> => {
  await documents.send(
    new PutCommand({
      TableName: tableNamed('Connections'),
      Item: { ...keyOf(ticket), caller, expires_at: seconds(now) + ADMISSION_SECONDS },
    }),
  )
}

/** Uses up an admission. Returns its caller, or undefined if it is unknown, already used or expired. */
export const takeAdmission = async (ticket: string, now: Date): Promise<Caller | undefined> => {
  try {
    const { Attributes } = await documents.send(
      new DeleteCommand({
        TableName: tableNamed('Connections'),
        Key: keyOf(ticket),
        ConditionExpression: 'expires_at >= :now',
        ExpressionAttributeValues: { ':now': seconds(now) },
        ReturnValues: 'ALL_OLD',
      }),
    )
    return StoredCaller.parse(Attributes?.caller)
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined
    throw error
  }
}
