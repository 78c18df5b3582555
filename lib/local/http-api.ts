import { randomUUID } from 'node:crypto'
import { ACCOUNT, REGION } from './aws-service.ts'
import type { Functions } from './functions.ts'
import { type RouteMatch, routeTable } from './http-api/routes.ts'
import { type JsonRecord, recordOf } from './json-record.ts'
import type { Usage } from './metrics/usage.ts'
import type { Permissions } from './permissions.ts'
import type { Resource, Template } from './template.ts'

/** The gateway's own limits. */
export const BODY_LIMIT_BYTES = 10 * 1024 * 1024
const INTEGRATION_LIMIT_MS = 30_000

export interface GatewayRequest {
  readonly method: string
  /** As sent, still encoded. */
  readonly path: string
  /** As sent, without the question mark. */
  readonly queryString: string
  /** Lower-case names; repeated headers are joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly sourceIp: string
}

export interface GatewayAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}

/** An HTTP API (payload format 2.0) and the functions behind its routes. */
export type HttpApi = (request: GatewayRequest) => Promise<GatewayAnswer>

export interface HttpApiOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly functions: Functions
  readonly usage: Pick<Usage, 'answered'>
}

interface Integration {
  readonly functionId: string
  readonly functionArn: string
}

/** An answer of the gateway itself, in the gateway's words. */
export const gatewayAnswer = (status: number, message: string): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
})

const readRoutes = (template: Template, functions: Functions, apiId: string): ReadonlyMap<string, Integration> => {
  const routes = new Map<string, Integration>()
  const belongs = ({ properties }: Resource) => template.text(properties.ApiId) === apiId
  for (const { logicalId, properties } of template.resourcesOf('AWS::ApiGatewayV2::Route').filter(belongs)) {
    if (properties.AuthorizationType !== undefined && properties.AuthorizationType !== 'NONE') {
      throw new Error(`route ${logicalId}: a gateway authorizer of an HTTP API is not emulated`)
    }
    const integration = template.resource(template.text(properties.Target).replace('integrations/', ''))
    const { IntegrationType, PayloadFormatVersion, IntegrationUri } = integration.properties
    if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0') {
      throw new Error(`integration ${integration.logicalId}: only AWS_PROXY with payload format 2.0 is emulated`)
    }
    const functionId = functions.idOf(template.text(IntegrationUri))
    routes.set(template.text(properties.RouteKey), { functionId, functionArn: template.arnOf(functionId) })
  }
  return routes
}

/** Opens the template's HTTP API; its own errors have the body `{message}`, as the gateway's do. */
export const openHttpApi = ({ template, permissions, functions, usage }: HttpApiOptions): HttpApi => {
  const [api, ...others] = template
    .resourcesOf('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType === 'HTTP')
  if (!api || others.length > 0) throw new Error('the template must have exactly one HTTP API')
  if (api.properties.CorsConfiguration) throw new Error(`API ${api.logicalId}: CORS is not emulated, all is one origin`)
  const apiId = api.logicalId
  const find = routeTable(readRoutes(template, functions, apiId))

  const mayInvoke = ({ functionId, functionArn }: Integration, routeKey: string): boolean => {
    const [method, path = ''] = routeKey.split(' ')
    const source = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${apiId}/$default/${method === 'ANY' ? '*' : method}${path}`
    const allowed = permissions.mayInvoke(functionId, 'apigateway.amazonaws.com', source)
    if (!allowed) permissions.deny('apigateway.amazonaws.com', 'lambda:InvokeFunction', functionArn)
    return allowed
  }

  const serve: HttpApi = async (request) => {
    if (request.body.length > BODY_LIMIT_BYTES) return gatewayAnswer(413, 'Request Entity Too Large')
    const match = find(request.method, request.path)
    if (!match) return gatewayAnswer(404, 'Not Found')
    if (!mayInvoke(match.route, match.routeKey)) return gatewayAnswer(500, 'Internal Server Error')
    const { promise: late, resolve } = Promise.withResolvers<GatewayAnswer>()
    const timer = setTimeout(() => resolve(gatewayAnswer(503, 'Service Unavailable')), INTEGRATION_LIMIT_MS)
    try {
      const event = eventOf(request, match, apiId)
      return await Promise.race([functions.invoke(match.route.functionId, event).then(answerOf), late])
    } catch {
      return gatewayAnswer(500, 'Internal Server Error')
    } finally {
      clearTimeout(timer)
    }
  }
  return async (request) => {
    const begun = performance.now()
    const answer = await serve(request)
    usage.answered(apiId, answer.status, performance.now() - begun)
    return answer
  }
}

/** Bodies of these types reach the function as text; all others in base64. */
const isText = (contentType: string | undefined): boolean =>
  contentType === undefined ||
  /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)|[^;]*\+(json|xml))/i.test(contentType)

const queryParameters = (queryString: string): Readonly<Record<string, string>> | undefined => {
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(queryString)) values.set(name, [...(values.get(name) ?? []), value])
  return values.size === 0 ? undefined : Object.fromEntries([...values].map(([name, all]) => [name, all.join(',')]))
}

const eventOf = (request: GatewayRequest, { routeKey, pathParameters }: RouteMatch<Integration>, apiId: string) => {
  const { method, path, queryString, body, sourceIp } = request
  const { cookie, ...headers } = request.headers
  const now = new Date()
  const isBase64Encoded = body.length > 0 && !isText(headers['content-type'])
  const queryStringParameters = queryParameters(queryString)
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: queryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers,
    ...(queryStringParameters ? { queryStringParameters } : {}),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      domainName: `${apiId}.execute-api.${REGION}.amazonaws.com`,
      domainPrefix: apiId,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  }
}

/** A function's answer in payload format 2.0; one without a status code is itself the body. */
interface FunctionAnswer {
  readonly statusCode?: unknown
  readonly headers?: JsonRecord
  readonly cookies?: readonly string[]
  readonly body?: unknown
  readonly isBase64Encoded?: unknown
}

const answerOf = (result: unknown): GatewayAnswer => {
  const answer = recordOf(result) as FunctionAnswer
  if (answer.statusCode === undefined) {
    const body = typeof result === 'string' ? result : JSON.stringify(result)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) }
  }
  const status = Number(answer.statusCode)
  if (!Number.isInteger(status) || status < 100 || status > 599) return gatewayAnswer(500, 'Internal Server Error')
  const given = Object.entries(answer.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  )
  const cookies = answer.cookies ? { 'set-cookie': answer.cookies } : {}
  const encoding = answer.isBase64Encoded === true ? 'base64' : 'utf8'
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body, encoding) : Buffer.alloc(0)
  const type = body.length > 0 ? { 'content-type': 'text/plain; charset=utf-8' } : {}
  return { status, headers: { ...type, ...Object.fromEntries(given), ...cookies }, body }
}
