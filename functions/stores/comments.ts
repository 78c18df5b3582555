import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { Comment } from '../contracts/ticket.ts'
import { TOMBSTONE } from '../domain/people.ts'
import { type CommentChange, isByRequester } from '../domain/ticket.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { COMMENT_PREFIX, ticketKeys } from './tables.ts'

/** A comment as stored; the presence of its author is looked up when it is shown. */
const StoredComment = z.object({
  ...Comment.shape,
  author: Comment.shape.author.omit({ presence: true }).strip(),
  by_requester: z.boolean().exactOptional(),
})
export type StoredComment = z.infer<typeof StoredComment>

/** The write of a comment, for the transaction that also writes its event and its ticket. */
export const putComment = ({ comment }: CommentChange): Write => ({
  Put: {
    TableName: tableNamed('Tickets'),
    Item: { ...ticketKeys.comment(comment.ticket_id, comment.seq), ...comment },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/**
 * Erases a comment's text, and its author's name if the requester wrote it; staff keep their names, as in the events.
 */
export const eraseComment = (comment: StoredComment): Write => ({
  Update: {
    TableName: tableNamed('Tickets'),
    Key: ticketKeys.comment(comment.ticket_id, comment.seq),
    UpdateExpression: `SET body = :erased${isByRequester(comment) ? ', author.#name = :erased' : ''}`,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':erased': TOMBSTONE },
    ...(isByRequester(comment) && { ExpressionAttributeNames: { '#name': 'name' } }),
  },
})

export interface CommentPage {
  readonly comments: readonly StoredComment[]
  /** `seq` after which the next page starts; null at the end. */
  readonly nextSeq: number | null
}

export interface CommentsWanted {
  readonly afterSeq: number
  /** How many comments to skip first; 0 by default. */
  readonly skip?: number
  readonly limit: number
  readonly withInternal: boolean
}

/** A page of a ticket's conversation, oldest first; internal comments only with `withInternal`. */
export const listComments = async (
  ticketId: string,
  { afterSeq, skip = 0, limit, withInternal }: CommentsWanted,
): Promise<CommentPage> => {
  const wanted = skip + limit
  const comments: StoredComment[] = []
  let from: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableNamed('Tickets'),
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :end',
        ExpressionAttributeValues: {
          ':pk': ticketKeys.ticket(ticketId).pk,
          ':after': ticketKeys.comment(ticketId, afterSeq + 1).sk,
          ':end': `${COMMENT_PREFIX}99999999`,
        },
        ConsistentRead: true,
        Limit: wanted + 1,
        ExclusiveStartKey: from,
      }),
    )
    const found = Items.map((row) => StoredComment.parse(row))
    comments.push(...found.filter(({ visibility }) => withInternal || visibility === 'public'))
    from = LastEvaluatedKey
  } while (from && comments.length <= wanted)

  const page = comments.slice(skip, wanted)
  const last = page.at(-1)
  return { comments: page, nextSeq: comments.length > wanted && last ? last.seq : null }
}
