import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as z from 'zod'
import type { RouteContract } from '../../contracts/route-contract.ts'
import { RefusedError } from '../../domain/errors.ts'
import type { Caller } from '../../domain/permissions.ts'
import { sha256 } from '../../platform/ids.ts'
import { ExtraWriteRefusedError, type Write, writeTogether } from '../../stores/documents.ts'
import { type AnswerPlace, answerPlace, findAnswer, keepAnswer, replaceAnswer } from '../../stores/kept-answers.ts'

/** Keeps an answer for the repetitions of a request; without a key, nothing is kept. */
export interface Once<Answer> {
  /** The write that keeps the answer. Put it into the transaction that does the work. */
  (answer: Answer): readonly Write[]
  /** Keeps the answer before work that has no transaction to put it into. @throws ExtraWriteRefusedError */
  readonly beforehand: (answer: Answer) => Promise<void>
  /** Replaces the kept answer, for work that goes on after its transaction. */
  readonly amend: (answer: Answer) => Promise<void>
}

const KEYLESS: Once<unknown> = Object.assign(() => [], { beforehand: async () => {}, amend: async () => {} })

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

const NamingRequester = z.object({ requester: z.object({ email: z.string() }) })
const NamingTicket = z.object({ id: z.string() })

/**
 * The scope of a key: the user; for a guest, the requester of a new ticket, or the ticket. A guest's request that names
 * neither is itself the scope, by its hash, so that strangers never share a key.
 */
const scopeOf = ({ caller, params, body }: Asked, request_hash: string): string => {
  if (caller.kind === 'user') return `USER#${caller.id}`
  const { data: asking } = NamingRequester.safeParse(body)
  if (asking) return `GUEST#${asking.requester.email}`
  const { data: about } = NamingTicket.safeParse(params)
  return about ? `TICKET#${about.id}` : `REQUEST#${request_hash}`
}

/**
 * Whether a guest lacks the ticket's tracking token: the key is the ticket's, and only those who may see the ticket get
 * its answers.
 */
const isStranger = (error: RefusedError | ExtraWriteRefusedError, { caller }: Asked): boolean =>
  caller.kind === 'guest' && error instanceof RefusedError && error.refusal === 'not-found'

/** A request's work: where its answer is kept, and the answer kept so far. */
interface Work {
  readonly place: AnswerPlace
  kept?: { readonly answer: unknown }
}

const onceOf = (work: Work): Once<unknown> => {
  const keep = (answer: unknown): readonly Write[] => {
    work.kept = { answer }
    return [keepAnswer(work.place, answer)]
  }
  return Object.assign(keep, {
    beforehand: async (answer: unknown) => {
      if (await writeTogether(keep(answer))) throw new ExtraWriteRefusedError()
    },
    amend: async (answer: unknown) => {
      work.kept = { answer }
      await writeTogether([replaceAnswer(work.place, answer)])
    },
  })
}

interface Answered {
  readonly answer: unknown
  readonly replayed: boolean
}

/** Adds to a kept answer what must not be stored. */
type Restore = (answer: unknown) => Promise<unknown>

const replayOf = async (place: AnswerPlace, restore: Restore): Promise<Answered | undefined> => {
  const found = await findAnswer(place)
  return found && { answer: await restore(found.answer), replayed: true }
}

/**
 * Answers a request that carries an `Idempotency-Key` once: its repetitions, and the losers of a race, get the answer
 * of the first one.
 *
 * The handler keeps its answer in the transaction that does the work (`once`), so that neither can exist without the
 * other; if it does not call `once`, its answer is kept afterwards. A repetition therefore fails at some condition, and
 * only then is the kept answer looked up: the first request pays nothing.
 *
 * @throws RefusedError `idempotency_key_reused` for the same key with another request
 */
export const answeringOnce = async (
  contract: RouteContract,
  event: APIGatewayProxyEventV2,
  asked: Asked,
  handle: (once: Once<unknown>) => Promise<unknown>,
  restore: Restore = async (answer) => answer,
): Promise<Answered> => {
  const key = contract.idempotent ? keyOf(event.headers['idempotency-key']) : undefined
  if (key === undefined) return { answer: await handle(KEYLESS), replayed: false }

  const request_hash = sha256(JSON.stringify([event.routeKey, asked.params, asked.body]))
  const place = answerPlace(scopeOf(asked, request_hash), key, request_hash)
  const work: Work = { place }
  try {
    const answer = await handle(onceOf(work))
    // Give what was kept: if it were shown again after the write, its place in line might differ already.
    if (work.kept) return { answer: await restore(work.kept.answer), replayed: false }
    const wasKept = await writeTogether([keepAnswer(place, answer)])
    return (wasKept && (await replayOf(place, restore))) ?? { answer, replayed: false }
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof ExtraWriteRefusedError) || isStranger(error, asked))
      throw error
    const replayed = await replayOf(place, restore)
    if (replayed) return replayed
    throw error
  }
}
