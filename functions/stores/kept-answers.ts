import { GetCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { RefusedError } from '../domain/errors.ts'
import { documents, tableNamed, type Write } from './documents.ts'
import { connectionKeys, type Key } from './tables.ts'

const LIFETIME_SECONDS = 24 * 3_600

/** Where the answer to a request is kept. */
export interface AnswerPlace extends Key {
  /** Hash of the request, to recognise a different request with the same key. */
  readonly request_hash: string
}

/** @param scope whose key it is; equal keys of different scopes are independent */
export const answerPlace = (scope: string, key: string, request_hash: string): AnswerPlace => ({
  ...connectionKeys.idempotency(scope, key),
  request_hash,
})

/** The answer is kept as JSON text, since DynamoDB does not keep the order of fields in a map. */
const Row = z.object({ request_hash: z.string(), answer: z.string().transform((text): unknown => JSON.parse(text)) })

const putOf = (place: AnswerPlace, answer: unknown) => ({
  TableName: tableNamed('Connections'),
  Item: {
    ...place,
    answer: JSON.stringify(answer ?? null),
    expires_at: Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS,
  },
})

/** Keeps the answer to a request for 24 hours; refused if one is kept already. */
export const keepAnswer = (place: AnswerPlace, answer: unknown): Write => ({
  Put: { ...putOf(place, answer), ConditionExpression: 'attribute_not_exists(pk)' },
})

/** Replaces the kept answer. */
export const replaceAnswer = (place: AnswerPlace, answer: unknown): Write => ({ Put: putOf(place, answer) })

/**
 * The answer that was kept for a request; undefined if none was.
 *
 * @throws RefusedError `idempotency_key_reused` if the key was used for a different request
 */
export const findAnswer = async ({
  pk,
  sk,
  request_hash,
}: AnswerPlace): Promise<{ readonly answer: unknown } | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableNamed('Connections'), Key: { pk, sk }, ConsistentRead: true }),
  )
  if (!Item) return undefined
  const kept = Row.parse(Item)
  if (kept.request_hash === request_hash) return kept
  throw new RefusedError('invalid', 'idempotency_key_reused', 'this idempotency key was used for another request')
}
