import * as z from 'zod'
import { Id, listOf, paging, shortPaging } from './basics.ts'
import { type Method, paths, type RouteName } from './paths.ts'
import type { Role } from './people.ts'

/** Each has a Lambda function of its own. */
export type Noun =
  | 'intake'
  | 'classify'
  | 'tickets'
  | 'conversation'
  | 'people'
  | 'departments'
  | 'insight'
  | 'session'
  | 'realtime'
  | 'meta'

/** Who may call a route; what they see through it is decided by the permissions. `guest` needs no token. */
export type CallerRole = 'guest' | Role

/** How a route's requests count to a rate limit: to their caller's, always to their address's, or to none. */
type Counting = 'caller' | 'address' | 'none'

export interface RouteContract {
  readonly noun: Noun
  readonly method: Method
  readonly path: string
  readonly who: readonly CallerRole[]
  /** True where it makes no difference who calls: an invalid token is then ignored. */
  readonly ignoresToken?: boolean
  readonly counts: Counting
  /** Headers beside `Idempotency-Key` that make a difference. */
  readonly reads: readonly ('If-Match' | 'X-Tracking-Token')[]
  /** The status of success. */
  readonly status: 200 | 201 | 204
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body: z.ZodType
  readonly response: z.ZodType
  readonly media: 'application/json' | 'text/csv'
  /** True: the answer is one ticket and carries its version as `ETag`. */
  readonly versioned: boolean
  /** True: an `Idempotency-Key` makes a repeated request answer as the first did. */
  readonly idempotent: boolean
  /** What a caller must know that the shapes cannot say; sentences for the published document. */
  readonly note?: string
}

const nothing = z.strictObject({})
const noBody = z.strictObject({}).optional()

type Defaults = {
  params: typeof nothing
  query: typeof nothing
  body: typeof noBody
  status: 200
  media: 'application/json'
  versioned: false
  counts: 'caller'
  reads: readonly []
}
const defaults: Defaults = {
  params: nothing,
  query: nothing,
  body: noBody,
  status: 200,
  media: 'application/json',
  versioned: false,
  counts: 'caller',
  reads: [],
}

type Given = Pick<RouteContract, 'who' | 'response'> & Partial<Omit<RouteContract, 'noun'>>

/**
 * The rows of one noun. A row states what differs from the defaults: no parameters, no body, 200 and JSON. `POST`
 * routes honour idempotency keys, except those of sessions and sockets.
 */
export const rowsOf =
  <OneNoun extends Noun>(noun: OneNoun) =>
  <Name extends RouteName, const Row extends Given>(name: Name, row: Row) => {
    const [method, path] = paths[name]
    const idempotent = method === 'POST' && noun !== 'session' && noun !== 'realtime'
    return { ...defaults, noun, method, path, idempotent, ...row } as Omit<Defaults, keyof Row> & {
      noun: OneNoun
      method: (typeof paths)[Name][0]
      path: (typeof paths)[Name][1]
      idempotent: boolean
    } & Row
  }

/** Larger bodies are refused before they are parsed, and those that declare their length already at the edge. */
export const BODY_LIMIT_BYTES = 64 * 1_024

/** What rows of many nouns have in common. */

export const everyone = ['guest', 'customer', 'agent', 'admin'] as const
export const users = ['customer', 'agent', 'admin'] as const
export const staff = ['agent', 'admin'] as const
export const admins = ['admin'] as const
/**
 * For answers that are the same for everybody: a client that sends its token with every request may send an expired
 * one.
 */
export const anybody = { who: everyone, ignoresToken: true } as const

/** For what leads to an account, or into one: accounts are free, and each would have a limit of its own. */
export const toAccount = { ...anybody, counts: 'address' } as const

export const byId = z.strictObject({ id: Id })
export const pageQuery = z.strictObject(paging)
export const shortList = <Item extends z.ZodType>(item: Item) => ({
  query: z.strictObject(shortPaging),
  response: listOf(item),
})
export const noAnswer = { status: 204, response: noBody } as const
export const csv = { media: 'text/csv', response: z.string() } as const
