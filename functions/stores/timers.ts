import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { documents, tableNamed } from './documents.ts'
import { shardKey } from './index-shards.ts'
import { kinds, listOrder, ticketKeys } from './tables.ts'

/** The update that sets a deadline, for the transaction that makes it necessary. */
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

/** Sets or moves the deadline of something that is not a ticket; the minute sweep serves it. */
export const setTimer = async (kind: string, subject: string, dueAt: Date): Promise<void> => {
  await documents.send(new UpdateCommand(timerUpdate(kind, subject, dueAt)))
}

/** Sets the deadline of something that is not a ticket, unless it has one. */
export const setFirstTimer = async (kind: string, subject: string, dueAt: Date): Promise<void> => {
  try {
    const timer = timerUpdate(kind, subject, dueAt)
    await documents.send(new UpdateCommand({ ...timer, ConditionExpression: 'attribute_not_exists(due_key)' }))
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

/** Sorts after every place of a moment: the subject follows the time, and all subjects sort before `~`. */
export const endOfMoment = (at: Date): string => listOrder(at.toISOString(), '~')

/**
 * Removes a deadline, also once it is served; does nothing if there is none.
 *
 * @param servedAt when it was served: a later deadline, set in the meantime, stays
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
