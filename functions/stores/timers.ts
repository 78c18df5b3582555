import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { documents, tableNamed } from './documents.ts'
import { shardKey } from './index-shards.ts'
import { kinds, listOrder, ticketKeys } from './tables.ts'

/** The write of a deadline, for the transaction that makes it necessary. */
export const timerUpdate = (kind: string, subject: string, dueAt: Date) => ({
  TableName: tableNamed('Tickets'),
  Key: ticketKeys.timer(kind, subject),
  UpdateExpression: 'SET timer_kind = :kind, timer_subject = :subject, due_key = :key, due_order = :order',
  ExpressionAttributeValues: {
    ':kind': kind,
    ':subject': subject,
    ':key': shardKey(kinds.due, subject),
    ':order': listOrder(dueAt.toISOString(), subject),
  },
})

/** Puts off the deadline of something that is not a ticket, or sets it; the minute sweep serves it. */
export const setTimer = async (kind: string, subject: string, dueAt: Date): Promise<void> => {
  await documents.send(new UpdateCommand(timerUpdate(kind, subject, dueAt)))
}

/** Sets such a deadline, unless there is one. */
export const setFirstTimer = async (kind: string, subject: string, dueAt: Date): Promise<void> => {
  try {
    const timer = timerUpdate(kind, subject, dueAt)
    await documents.send(new UpdateCommand({ ...timer, ConditionExpression: 'attribute_not_exists(due_key)' }))
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

/** What sorts behind every place of a moment: behind the time stands the subject, and all of them before this sign. */
export const endOfMoment = (at: Date): string => listOrder(at.toISOString(), '~')

/**
 * Takes a deadline back, or marks it as served; without one nothing happens.
 *
 * @param servedAt when it was served: one that was set in the meantime, and is due later, stays
 */
export const clearTimer = async (kind: string, subject: string, servedAt?: Date): Promise<void> => {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableNamed('Tickets'),
        Key: ticketKeys.timer(kind, subject),
        UpdateExpression: 'REMOVE due_key, due_order',
        ...(servedAt
          ? {
              ConditionExpression: 'due_order <= :served',
              ExpressionAttributeValues: { ':served': endOfMoment(servedAt) },
            }
          : { ConditionExpression: 'attribute_exists(due_key)' }),
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}
