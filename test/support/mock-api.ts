import type { Page, Request, Response, Route } from 'playwright-core'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { Problem } from '../../functions/contracts/problem.ts'
import type { Answer } from '../../functions/contracts/routes.ts'

interface MockedRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
  readonly headers: Readonly<Record<string, string>>
}

type Errors = NonNullable<Problem['errors']>

/** A refusal: a status, a code, headers and the fields that are wrong, answered as a problem document. */
export class Refusal {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  readonly errors: Errors | undefined

  constructor(status: number, code: string, headers: Readonly<Record<string, string>> = {}, errors?: Errors) {
    this.status = status
    this.code = code
    this.headers = headers
    this.errors = errors
  }
}

type Responder<Name extends RouteName> = (
  request: MockedRequest,
) => Answer<Name> | Refusal | Promise<Answer<Name> | Refusal>
export type Responders = { [Name in RouteName]?: Responder<Name> }
type AnyResponder = (request: MockedRequest) => unknown

const created: readonly RouteName[] = ['createTicket', 'addComment', 'signup', 'applyAsAgent', 'createView']

/** Fixed segments win over parameters, as at the gateway. */
const byRank = (Object.entries(paths) as [RouteName, (typeof paths)[RouteName]][])
  .toSorted(([, [, a]], [, [, b]]) => a.split('{').length - b.split('{').length)
  .map(([name, [method, path]]) => ({
    name,
    method,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }))

const routeOf = (request: Request) => {
  const { pathname } = new URL(request.url())
  return byRank.find(({ method, pattern }) => method === request.method() && pattern.test(pathname))
}

/** For `waitForResponse`: matches the response to a route's call, by both method and path. */
export const answerOf =
  (name: RouteName) =>
  (response: Response): boolean =>
    routeOf(response.request())?.name === name

const problem = ({ status, code, headers, errors }: Refusal) => ({
  status,
  headers,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: code, status, detail: code, code, request_id: 'mocked', errors }),
})

const underWay = new WeakMap<Page, number>()

/** How many calls of a page have no answer yet. */
export const callsUnderWay = (page: Page): number => underWay.get(page) ?? 0

/**
 * Answers the page's API calls by route name; a call without a responder gets a 404, as an unknown route does.
 *
 * @returns the calls made so far, by route name
 */
export const mockApi = async (page: Page, responders: Responders) => {
  const calls: { readonly name: RouteName; readonly request: MockedRequest }[] = []

  const answer = async (route: Route, request: Request) => {
    const { pathname, searchParams: query } = new URL(request.url())
    const found = routeOf(request)
    const responder = found && (responders[found.name] as AnyResponder | undefined)
    if (!found || !responder) return route.fulfill(problem(new Refusal(404, 'not_found')))
    const params = found.pattern.exec(pathname)?.groups ?? {}
    const mocked = { params, query, body: request.postDataJSON() ?? {}, headers: await request.allHeaders() }
    calls.push({ name: found.name, request: mocked })
    const result = await responder(mocked)
    // The page may have aborted the request while its answer was made.
    if (result instanceof Refusal) return route.fulfill(problem(result)).catch(() => undefined)
    const status = created.includes(found.name) ? 201 : result === undefined ? 204 : 200
    return route
      .fulfill({ status, contentType: 'application/json', body: result === undefined ? '' : JSON.stringify(result) })
      .catch(() => undefined)
  }
  await page.route('**/api/**', async (route, request) => {
    underWay.set(page, callsUnderWay(page) + 1)
    await answer(route, request)
    underWay.set(page, callsUnderWay(page) - 1)
  })
  return {
    calls,
    of: (name: RouteName) => calls.filter((call) => call.name === name).map(({ request }) => request),
  }
}
