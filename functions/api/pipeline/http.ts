import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { RouteName } from '../../contracts/paths.ts'
import type { RouteContract } from '../../contracts/route-contract.ts'
import type { Answer, Body, Params, Query, Routes } from '../../contracts/routes.ts'
import { RefusedError } from '../../domain/errors.ts'
import { type Caller, mayCall } from '../../domain/permissions.ts'
import { behindFrontDoor, type Gate } from './front-door.ts'
import { answeringOnce, type Once } from './idempotency.ts'
import { answerProblems } from './problems.ts'
import { readBody, readParams, readQuery } from './request.ts'
import { loggingRequests } from './request-log.ts'

/** A request whose sender, shape and rights are settled. */
export interface ApiRequest<Name extends RouteName> {
  readonly caller: Caller
  readonly params: Params<Name>
  readonly query: Query<Name>
  readonly body: Body<Name>
  /** The versions that the client accepts (`If-Match`); undefined if the header is missing or `*`. */
  readonly expectedVersions: readonly number[] | undefined
  /** `X-Tracking-Token`, not yet checked against a ticket. */
  readonly trackingToken: string | undefined
  /** Keeps the answer for repetitions of this request, in the transaction that does the work. */
  readonly once: Once<Answer<Name>>
}

export interface RouteOptions<Name extends RouteName> {
  /** Adds to a kept answer, before it is given, what must not be stored. */
  readonly restore?: (answer: Answer<Name>, request: Pick<ApiRequest<Name>, 'caller' | 'body'>) => Promise<Answer<Name>>
}

/** One route's handler under its name. */
export interface Route<Name extends RouteName> extends RouteOptions<Name> {
  readonly name: Name
  readonly handle: (request: ApiRequest<Name>) => Promise<Answer<Name>>
}

/** Ties a handler to its row of the contract. */
export const route = <Name extends RouteName>(
  name: Name,
  handle: Route<Name>['handle'],
  options: RouteOptions<Name> = {},
): Route<Name> => ({ name, handle, ...options })

type Handlers<Rows> = { readonly [Name in keyof Rows & RouteName]: Route<Name> }
/** A route whose name is only known at run time: the request's parts fit it, since its own schemas parsed them. */
type AnyRoute = Omit<Route<RouteName>, 'handle' | 'restore'> & {
  readonly handle: (request: unknown) => Promise<unknown>
  readonly restore?: (answer: unknown, request: unknown) => Promise<unknown>
}
/** A route as found by the gateway's route key. */
interface Served {
  readonly contract: RouteContract
  readonly handled: AnyRoute
}

const versionsOf = (header: string | undefined): readonly number[] | undefined => {
  if (header === undefined || header === '*') return undefined
  // A tag of another form is not one of our versions, so it matches none.
  return header.split(',').flatMap((tag) => {
    const digits = /^\s*(?:W\/)?"(\d+)"\s*$/.exec(tag)?.[1]
    return digits === undefined ? [] : [Number(digits)]
  })
}

const present = (
  contract: RouteContract,
  answer: unknown,
  headers: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 => {
  if (contract.status === 204) return { statusCode: 204, headers }
  const isTable = contract.media === 'text/csv'
  const version = contract.versioned ? (answer as { readonly version: number }).version : undefined
  return {
    statusCode: contract.status,
    headers: {
      'content-type': `${contract.media}; charset=utf-8`,
      ...(isTable && { 'content-disposition': `attachment; filename="${contract.path.split('/').at(-1)}"` }),
      'cache-control': 'no-store',
      ...(version !== undefined && { etag: `"${version}"` }),
      ...headers,
    },
    body: isTable ? String(answer) : JSON.stringify(answer),
  }
}

const serve = async (
  { contract, handled }: Served,
  event: APIGatewayProxyEventV2,
  gate: Gate,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { caller } = gate
  if (!mayCall(caller, contract.who)) {
    throw caller.kind === 'guest'
      ? new RefusedError('unauthenticated', 'token_missing', 'this needs a sign-in')
      : new RefusedError('forbidden', 'role_not_allowed', `this is not for the role ${caller.role}`)
  }
  const request = {
    caller,
    params: readParams(contract, event),
    query: readQuery(contract, event),
    body: readBody(contract, event),
    expectedVersions: versionsOf(event.headers['if-match']),
    trackingToken: event.headers['x-tracking-token'],
  }
  const { answer, replayed } = await answeringOnce(
    contract,
    event,
    request,
    (once) => handled.handle({ ...request, once }),
    handled.restore && ((kept) => handled.restore?.(kept, request) ?? Promise.resolve(kept)),
  )
  return present(contract, answer, { ...gate.headers, ...(replayed && { 'idempotent-replayed': 'true' }) })
}

const servedByKey = <Rows extends Partial<Routes>>(rows: Rows, handlers: Handlers<Rows>): Map<string, Served> => {
  const handledBy = handlers as Readonly<Record<string, AnyRoute>>
  const byKey = new Map<string, Served>()
  for (const [name, contract] of Object.entries<RouteContract>(rows)) {
    const handled = handledBy[name]
    if (handled) byKey.set(`${contract.method} ${contract.path}`, { contract, handled })
  }
  return byKey
}

/**
 * The Lambda handler of one noun; does not compile unless it has every route of the noun.
 *
 * The pipeline turns failures into problems, admits only requests from the front door, identifies the caller, checks
 * the role, parses every part of the request, and gives a repeated request the answer of the first one.
 */
export const apiFunction = <Rows extends Partial<Routes>>(rows: Rows, handlers: Handlers<Rows>) => {
  const byKey = servedByKey(rows, handlers)
  const pipeline = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(answerProblems())
    .handler(async (event) => {
      const served = byKey.get(event.routeKey)
      if (!served) throw new RefusedError('not-found', 'route_unknown', `there is no ${event.rawPath}`)
      return behindFrontDoor(event, served.contract, (gate) => serve(served, event, gate))
    })
  return loggingRequests(pipeline)
}
