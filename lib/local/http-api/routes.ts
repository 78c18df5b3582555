/** The route of a request, with the parameters in its path. */
export interface RouteMatch<Route> {
  readonly route: Route
  readonly routeKey: string
  readonly pathParameters: Readonly<Record<string, string>>
}

interface CompiledRoute<Route> {
  readonly route: Route
  readonly routeKey: string
  /** `ANY` for every method. */
  readonly method: string
  readonly segments: readonly Segment[]
}

/** A part of a route's path; the lower rank is the more specific one. */
interface Segment {
  readonly rank: 0 | 1 | 2
  /** Literal text, or the parameter's name. */
  readonly text: string
}

const DEFAULT_ROUTE = '$default'

const segmentOf = (text: string): Segment => {
  const [, greedy] = /^\{(.+)\+\}$/.exec(text) ?? []
  if (greedy) return { rank: 2, text: greedy }
  const [, parameter] = /^\{(.+)\}$/.exec(text) ?? []
  return parameter ? { rank: 1, text: parameter } : { rank: 0, text }
}

const compile = <Route>(routeKey: string, route: Route): CompiledRoute<Route> => {
  const [method = '', path = ''] = routeKey.split(' ')
  return { route, routeKey, method, segments: path.split('/').slice(1).map(segmentOf) }
}

/** The more specific route first: literal before parameter before `{proxy+}`, a method before `ANY`. */
const bySpecificity = (a: CompiledRoute<unknown>, b: CompiledRoute<unknown>): number => {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    // A segment that one path lacks counts as literal, whichever path it is: an asymmetric order would sort at random.
    const difference = (a.segments[index]?.rank ?? 0) - (b.segments[index]?.rank ?? 0)
    if (difference !== 0) return difference
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY')
}

/** Values of a path's parameters, or undefined if the path does not match the route. */
const parametersOf = (
  segments: readonly Segment[],
  path: readonly string[],
): Readonly<Record<string, string>> | undefined => {
  const isGreedy = segments.at(-1)?.rank === 2
  if (isGreedy ? path.length < segments.length : path.length !== segments.length) return undefined
  const values: Record<string, string> = {}
  for (const [index, { rank, text }] of segments.entries()) {
    const part = path[index] ?? ''
    if (rank === 0 && part !== text) return undefined
    if (rank === 1 && part === '') return undefined
    if (rank === 1) values[text] = decodeURIComponent(part)
    if (rank === 2) values[text] = path.slice(index).map(decodeURIComponent).join('/')
  }
  return values
}

/**
 * Makes the table of an HTTP API's routes, by route key such as `GET /api/tickets/{id}` or `$default`.
 *
 * @returns a function that finds the most specific route for a method and a raw path; the edge lets through only paths
 * that can be decoded
 */
export const routeTable = <Route>(
  routes: ReadonlyMap<string, Route>,
): ((method: string, path: string) => RouteMatch<Route> | undefined) => {
  const table = [...routes]
    .filter(([routeKey]) => routeKey !== DEFAULT_ROUTE)
    .map(([routeKey, route]) => compile(routeKey, route))
    .toSorted(bySpecificity)
  const fallback = routes.get(DEFAULT_ROUTE)

  return (method, path) => {
    const parts = path.split('/').slice(1)
    for (const { route, routeKey, method: own, segments } of table) {
      if (own !== 'ANY' && own !== method) continue
      const pathParameters = parametersOf(segments, parts)
      if (pathParameters) return { route, routeKey, pathParameters }
    }
    return fallback === undefined ? undefined : { route: fallback, routeKey: DEFAULT_ROUTE, pathParameters: {} }
  }
}
