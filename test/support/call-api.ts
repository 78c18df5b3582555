import { createSign, generateKeyPairSync } from 'node:crypto'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { paths, type RouteName } from '../../functions/contracts/paths.ts'
import type { SignedIn } from '../../functions/domain/permissions.ts'

const ORIGIN_SECRET = 'the-origin-secret'
const POOL = 'us-east-1_Test'
const CLIENT = 'test-client'
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`

/** The settings of every function; set before any handler is imported. */
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  TICKETS_TABLE: 'Tickets',
  AGENT_LOAD_TABLE: 'AgentLoad',
  INSIGHT_TABLE: 'Insight',
  SEARCH_TABLE: 'Search',
  CONNECTIONS_TABLE: 'Connections',
  TICKET_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/TicketQueue',
  INTAKE_DLQ_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/AcceptTicketDeadLetters',
  EVENT_BUS_NAME: 'plimsoll',
  USER_POOL_ID: POOL,
  USER_POOL_CLIENT_ID: CLIENT,
  SOCKET_ENDPOINT: 'https://socket.example.org/ws',
  ORIGIN_SECRET_ARN: 'arn:origin',
  TRACKING_SECRET_ARN: 'arn:tracking',
  SITE_URL: 'https://support.example.org',
  MAIL_FROM: 'support@example.org',
  MODEL_PROVIDER: 'embedded',
  MODEL_ID: 'us.amazon.nova-lite-v1:0',
  RATE_LIMIT: '0',
  INDEX_SHARDS: '1',
  VERSION: '0.0.0-test',
  DASHBOARD_NAME: 'plimsoll-staging',
})

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const JWKS = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' }] }

globalThis.fetch = async (address) => {
  const url = String(address instanceof Request ? address.url : address)
  if (url === `${ISSUER}/.well-known/jwks.json`) return Response.json(JWKS)
  throw new Error(`no test may reach ${url}`)
}

mockClient(SecretsManagerClient)
  .rejects(new Error('not this operation'))
  .on(GetSecretValueCommand, { SecretId: 'arn:origin' })
  .resolves({ SecretString: ORIGIN_SECRET })
  .on(GetSecretValueCommand, { SecretId: 'arn:tracking' })
  .resolves({ SecretString: 'the-tracking-secret' })

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** An access token as the pool signs it for somebody; `claims` replace what a test wants wrong. */
export const tokenFor = (user: SignedIn, claims: Readonly<Record<string, unknown>> = {}): string => {
  const now = Math.floor(Date.now() / 1_000)
  const payload = {
    iss: ISSUER,
    client_id: CLIENT,
    token_use: 'access',
    iat: now,
    exp: now + 3_600,
    sub: user.id,
    plimsoll_id: user.id,
    plimsoll_role: user.role,
    plimsoll_name: user.name,
    plimsoll_email: user.email,
    ...(user.department_id && { plimsoll_department: user.department_id }),
    ...claims,
  }
  const unsigned = `${encode({ alg: 'RS256', kid: 'test' })}.${encode(payload)}`
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url')}`
}

export interface ApiCall {
  readonly route: RouteName
  /** Who calls; nobody is a guest. */
  readonly as?: SignedIn
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON, or as it is when it is a text. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** An answer that is no JSON is under `text`. */
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
