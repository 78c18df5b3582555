import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import { routes } from '../../functions/contracts/routes.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import type { Fleet } from './fleet.ts'
import type { Random } from './random.ts'
import type { Timeline } from './timeline.ts'

/** A request as a browser or a service makes it. */
export interface ApiRequest {
  readonly route: RouteName
  /** Undefined for a guest. */
  readonly as?: SignedIn | undefined
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
  readonly key?: string | undefined
  readonly trackingToken?: string | undefined
}

export interface ApiAnswer {
  readonly status: number
  readonly isReplayed: boolean
  readonly body: Readonly<Record<string, unknown>>
}

/** People's browsers: they wait for an answer, and repeat what carries an idempotency key when none comes. */
export interface ApiClient {
  readonly send: (request: ApiRequest, answered?: (answer: ApiAnswer) => void) => void
}

export interface ApiClientOptions {
  readonly timeline: Timeline
  readonly random: Random
  readonly fleet: Fleet
  readonly originSecret: string
  /** Collects answers that no fault explains. */
  readonly broken: string[]
}

/** Time-out of a request in seconds, as in the stack. */
const PATIENCE_SECONDS = 15
const REPORT_PATIENCE_SECONDS = 29
/** How often a browser repeats a request that carries a key, and how long it waits before. */
const REPEATS = 3
const REPEAT_MS = 2_000
/** How often an impatient person clicks twice. */
const DOUBLE_CLICKS = 0.1

const TOKEN_SECONDS = 3_600

const tokenOf = (user: SignedIn, now: number): string =>
  Buffer.from(
    JSON.stringify({
      plimsoll_id: user.id,
      plimsoll_role: user.role,
      plimsoll_name: user.name,
      plimsoll_email: user.email,
      exp: Math.floor(now / 1_000) + TOKEN_SECONDS,
      ...(user.department_id && { plimsoll_department: user.department_id }),
    }),
  ).toString('base64url')

const eventOf = (request: ApiRequest, originSecret: string, id: string, now: number): APIGatewayProxyEventV2 => {
  const { route, as, params, query, body, key, trackingToken } = request
  const [method, path] = paths[route]
  const rawPath = path.replace(/\{(\w+)\}/g, (_whole, name: string) => params?.[name] ?? '')
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath,
    rawQueryString: '',
    headers: {
      'x-origin-secret': originSecret,
      'x-viewer-address': '192.0.2.1',
      ...(body && { 'content-type': 'application/json' }),
      ...(as && { authorization: `Bearer ${tokenOf(as, now)}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(trackingToken !== undefined && { 'x-tracking-token': trackingToken }),
    },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.org',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'simulation' },
      requestId: id,
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...(params && { pathParameters: { ...params } }),
    ...(query && { queryStringParameters: { ...query } }),
    ...(body && { body: JSON.stringify(body) }),
  }
}

const answerOf = (result: APIGatewayProxyStructuredResultV2): ApiAnswer => ({
  status: result.statusCode ?? 0,
  isReplayed: result.headers?.['idempotent-replayed'] === 'true',
  body: result.body?.startsWith('{') ? JSON.parse(result.body) : {},
})

export const newApiClient = ({ timeline, random, fleet, originSecret, broken }: ApiClientOptions): ApiClient => {
  let sent = 0

  const attempt = (request: ApiRequest, repeats: number, answered: (answer: ApiAnswer) => void): void => {
    const { noun } = routes[request.route]
    sent += 1
    fleet.invoke({
      path: `functions/api/${noun}.ts`,
      event: eventOf(request, originSecret, `request-${sent}`, timeline.now()),
      patienceSeconds: noun === 'insight' ? REPORT_PATIENCE_SECONDS : PATIENCE_SECONDS,
      ended: (outcome) => {
        const answer = outcome.kind === 'answered' ? answerOf(outcome.answer as object) : undefined
        if (answer?.status === 500) broken.push(`${request.route} was answered with 500`)
        if (answer && answer.status < 500) return answered(answer)
        if (request.key === undefined || repeats === 0) return
        timeline.after(random.around(REPEAT_MS), () => attempt(request, repeats - 1, answered))
      },
    })
  }

  return {
    send: (request, answered = () => undefined) => {
      attempt(request, REPEATS, answered)
      if (request.key !== undefined && random.happens(DOUBLE_CLICKS)) attempt(request, REPEATS, answered)
    },
  }
}
