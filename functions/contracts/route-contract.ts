import * as z from 'zod'
import { type Method, paths, type RouteName } from './paths.ts'
import type { Role } from './people.ts'
import { OpenedTicket, Ticket } from './ticket.ts'

/** One Lambda function each. */
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

/** Who may call a route at all; what they see of it is the permissions' business. `guest` needs no token. */
export type Caller = 'guest' | Role

export interface RouteContract {
  readonly noun: Noun
  readonly method: Method
  readonly path: string
  readonly who: readonly Caller[]
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
}

const nothing = z.strictObject({})
export const noBody = z.strictObject({}).optional()

type Defaults = {
  params: typeof nothing
  query: typeof nothing
  body: typeof noBody
  status: 200
  media: 'application/json'
}
const defaults: Defaults = { params: nothing, query: nothing, body: noBody, status: 200, media: 'application/json' }

type Given = Pick<RouteContract, 'noun' | 'who' | 'response'> & Partial<RouteContract>

/** A row: what differs from a GET of one public record. `POST` keeps idempotency keys except where a session is made. */
export const route = <Name extends RouteName, const Row extends Given>(name: Name, row: Row) => {
  const [method, path] = paths[name]
  const idempotent = method === 'POST' && row.noun !== 'session' && row.noun !== 'realtime'
  const versioned = row.response === Ticket || row.response === OpenedTicket
  return { ...defaults, method, path, idempotent, versioned, ...row } as Omit<Defaults, keyof Row> & {
    method: (typeof paths)[Name][0]
    path: (typeof paths)[Name][1]
    idempotent: boolean
    versioned: boolean
  } & Row
}
