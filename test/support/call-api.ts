import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'
import { tokenFor } from './access-tokens.ts'
import { ORIGIN_SECRET } from './function-environment.ts'

export interface ApiCall {
  readonly route: RouteName
  /** The caller; a guest if left out. */
  readonly as?: SignedIn
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** An answer that is not JSON is under `text`. */
  readonly body: Record<string, unknown> & {
    readonly text?: string
    readonly errors?: readonly { readonly path: string }[]
    readonly items?: readonly Record<string, unknown>[]
  }
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>

const eventOf = ({ route, as, params, query, body, headers }: ApiCall): APIGatewayProxyEventV2 => {
  const [method, path] = paths[route]
  const rawPath = path.replace(/\{(\w+)\}/g, (_whole, name: string) => params?.[name] ?? '')
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      'x-origin-secret': ORIGIN_SECRET,
      'x-viewer-address': '192.0.2.1',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(as && { authorization: `Bearer ${tokenFor(as)}` }),
      ...headers,
    },
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.org',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'the-request',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '02/Mar/2026:10:00:00 +0000',
      timeEpoch: 1_772_445_600_000,
    },
    isBase64Encoded: false,
    ...(params && { pathParameters: { ...params } }),
    ...(query && { queryStringParameters: { ...query } }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}

/** Calls a noun's handler as the gateway would. */
export const callApi = async (handler: unknown, call: ApiCall): Promise<ApiAnswer> => {
  const context = { awsRequestId: 'the-request', functionName: 'test', getRemainingTimeInMillis: () => 10_000 }
  const { statusCode, headers, body } = await (handler as Handler)(eventOf(call), context as unknown as Context)
  const isText = headers?.['content-type']?.toString().startsWith('text/')
  const parsed = isText ? { text: body } : JSON.parse(body || '{}')
  return { status: statusCode ?? 0, headers: headers ?? {}, body: parsed }
}
