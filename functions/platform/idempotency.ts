import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod'
import type { RouteContract } from '../contracts/route-contract.ts'
import { RefusedError } from '../domain/errors.ts'
import type { Caller } from '../domain/permissions.ts'
import { documents, tableNamed, type Write, writeTogether } from '../stores/documents.ts'
import { connectionKeys } from '../stores/tables.ts'
import { ReplayError } from '../stores/tickets.ts'
import { sha256 } from './ids.ts'

const LIFETIME_SECONDS = 24 * 3_600

/** Keeps an answer for the repetitions of a request; without a key, nothing is kept. */
export interface Once<Answer> {
  /** The write that keeps it. Put it into the transaction that does the work. */
  (answer: Answer): readonly Write[]
  /** Keeps it ahead of work that begins without a transaction. @throws ReplayError */
  readonly beforehand: (answer: Answer) => Promise<void>
  /** Puts a later answer in the place of the kept one, where work goes on after its transaction. */
  readonly amend: (answer: Answer) => Promise<void>
}

const KEYLESS: Once<unknown> = Object.assign(() => [], { beforehand: async () => {}, amend: async () => {} })

/** The answer is kept as JSON text: a map of the table would come back in another order. */
const Kept = z.object({ request_hash: z.string(), answer: z.string().transform((text): unknown => JSON.parse(text)) })

const keyOf = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined
  if (/^[\x20-\x7e]{1,255}$/.test(header)) return header
  throw new RefusedError('invalid', 'idempotency_key_invalid', 'please check the Idempotency-Key', {
    fields: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }],
  })
}

interface Asked {
  readonly caller: Caller
  readonly params: unknown
  readonly body: unknown
}

/**
 * Whose key it is: the user's; for a guest the requester's of a new ticket, or the ticket's. What a guest asks about
 * neither has the request itself for a scope, so that strangers never meet in a key.
 */
const scopeOf = ({ caller, params, body }: Asked, request_hash: string): string => {
  if (caller.kind === 'user') return `USER#${caller.id}`
  const { requester } = (body ?? {}) as { requester?: { email: string } }
  const { id } = (params ?? {}) as { id?: string }
  if (requester) return `GUEST#${requester.email}`
  return id === undefined ? `REQUEST#${request_hash}` : `TICKET#${id}`
}

/** A guest without the ticket's tracking token: the key is the ticket's, its answers are for who may see it. */
const isStranger = (error: RefusedError | ReplayError, { caller }: Asked): boolean =>
  caller.kind === 'guest' && error instanceof RefusedError && error.refusal === 'not-found'

/**
 * Answers a request that carries an `Idempotency-Key` once: its repetitions, and the losers of a race, get what the
 * first one got.
 *
 * The handler keeps its answer in the transaction that does the work (`once`), so that neither can exist without the
 * other; one that writes nothing itself has its answer kept after it. A repetition therefore fails somewhere, and only
 * then is the kept answer looked up: the first request pays nothing.
 *
 * @param restore adds to a kept answer what may be stored nowhere
 * @throws RefusedError `idempotency_key_reused` for the same key with another request
 */
export const answeringOnce = async (
  contract: RouteContract,
  event: APIGatewayProxyEventV2,
  asked: Asked,
  work: (once: Once<unknown>) => Promise<unknown>,
  restore?: (answer: unknown) => Promise<unknown>,
): Promise<{ readonly answer: unknown; readonly replayed: boolean }> => {
  const key = contract.idempotent ? keyOf(event.headers['idempotency-key']) : undefined
  if (key === undefined) return { answer: await work(KEYLESS), replayed: false }

  const request_hash = sha256(JSON.stringify([event.routeKey, asked.params, asked.body]))
  const record = connectionKeys.idempotency(scopeOf(asked, request_hash), key)
  let isKept = false
  let kept: unknown
  const put = (answer: unknown) => {
    isKept = true
    kept = answer
    const expires_at = Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS
    const Item = { ...record, request_hash, answer: JSON.stringify(answer ?? null), expires_at }
    return { TableName: tableNamed('Connections'), Item }
  }
  const keep = (answer: unknown): readonly Write[] => [
    { Put: { ...put(answer), ConditionExpression: 'attribute_not_exists(pk)' } },
  ]
  const once: Once<unknown> = Object.assign(keep, {
    beforehand: async (answer: unknown) => {
      if (await writeTogether(keep(answer))) throw new ReplayError()
    },
    amend: async (answer: unknown) => {
      await writeTogether([{ Put: put(answer) }])
    },
  })
  const replay = async (): Promise<{ answer: unknown; replayed: true } | undefined> => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableNamed('Connections'), Key: record, ConsistentRead: true }),
    )
    if (!Item) return undefined
    const found = Kept.parse(Item)
    if (found.request_hash !== request_hash) {
      throw new RefusedError('invalid', 'idempotency_key_reused', 'this idempotency key was used for another request')
    }
    return { answer: restore ? await restore(found.answer) : found.answer, replayed: true }
  }

  try {
    const answer = await work(once)
    // What was kept is what is given: shown again after the write, a place in line may already be another.
    if (isKept) return { answer: restore ? await restore(kept) : kept, replayed: false }
    if (await writeTogether(keep(answer))) return (await replay()) ?? { answer, replayed: false }
    return { answer, replayed: false }
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof ReplayError) || isStranger(error, asked)) throw error
    const replayed = await replay()
    if (replayed) return replayed
    throw error
  }
}
