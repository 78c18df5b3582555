import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { CannedReply } from '../contracts/workspace.ts'
import { RefusedError } from '../domain/errors.ts'
import { documents, ExtraWriteRefusedError, tableNamed, type Write, writeTogether } from './documents.ts'
import { queryAll } from './queries.ts'
import { peopleKeys } from './tables.ts'

/** Not strict: rows carry key attributes that records do not. */
const Row = CannedReply.strip()

const unknown = (id: string): RefusedError =>
  new RefusedError('not-found', 'canned_reply_unknown', `there is no canned reply ${id}`)

/** The team's replies, oldest first. */
export const listCannedReplies = async (): Promise<CannedReply[]> => {
  const rows = await queryAll({
    TableName: tableNamed('AgentLoad'),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': peopleKeys.cannedReply('').pk },
    ConsistentRead: true,
  })
  return rows.map((row) => Row.parse(row))
}

/** @throws ExtraWriteRefusedError if a write of `extra` was refused: the request was answered before */
export const createCannedReply = async (reply: CannedReply, extra: readonly Write[]): Promise<void> => {
  const put: Write = {
    Put: { TableName: tableNamed('AgentLoad'), Item: { ...peopleKeys.cannedReply(reply.id), ...reply } },
  }
  if (await writeTogether([put, ...extra])) throw new ExtraWriteRefusedError()
}

/** @throws RefusedError `canned_reply_unknown` */
export const updateCannedReply = async (
  id: string,
  patch: { readonly title?: string; readonly body?: string },
  now: Date,
): Promise<CannedReply> => {
  const changes = Object.entries({ ...patch, updated_at: now.toISOString() })
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableNamed('AgentLoad'),
        Key: peopleKeys.cannedReply(id),
        UpdateExpression: `SET ${changes.map(([field]) => `#${field} = :${field}`).join(', ')}`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: Object.fromEntries(changes.map(([field]) => [`#${field}`, field])),
        ExpressionAttributeValues: Object.fromEntries(changes.map(([field, value]) => [`:${field}`, value])),
        ReturnValues: 'ALL_NEW',
      }),
    )
    return Row.parse(Attributes)
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw unknown(id)
    throw error
  }
}

/** @throws RefusedError `canned_reply_unknown` */
export const removeCannedReply = async (id: string): Promise<void> => {
  try {
    await documents.send(
      new DeleteCommand({
        TableName: tableNamed('AgentLoad'),
        Key: peopleKeys.cannedReply(id),
        ConditionExpression: 'attribute_exists(pk)',
      }),
    )
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw unknown(id)
    throw error
  }
}
