import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Distribution } from './front-door/distribution.ts'
import type { OperatorRoutes } from './front-door/operator-routes.ts'
import type { Site } from './front-door/site.ts'
import { BODY_LIMIT_BYTES, type GatewayAnswer, type GatewayRequest, gatewayAnswer, type HttpApi } from './http-api.ts'
import { listenOn } from './listening.ts'
import { isMeantForUs, turnAway } from './own-host.ts'

export interface FrontDoorOptions {
  /** 0 takes a free port. */
  readonly port: number
  readonly distribution: Distribution
  readonly api: HttpApi
  readonly site: Site
  readonly operator: OperatorRoutes
  /** Takes a WebSocket handshake; its headers are those that the origin would see. */
  readonly upgrade: (request: GatewayRequest, raw: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** The one origin that browsers see: site, API, socket, and the operator's routes. */
export interface FrontDoor {
  readonly port: number
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/** Reads a body; bytes over the gateway's limit are read but not kept, so that the client can receive the refusal. */
const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length <= BODY_LIMIT_BYTES + chunk.length) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const isOperators = (path: string): boolean => path.startsWith('/_local/')

const isApi = (path: string): boolean => path === '/api' || path.startsWith('/api/')

const joined = (value: string | readonly string[] | undefined): string =>
  typeof value === 'object' ? value.join(',') : (value ?? '')

/** @throws Error with code EADDRINUSE if the port is taken */
export const startFrontDoor = async (options: FrontDoorOptions): Promise<FrontDoor> => {
  const { distribution, api, site, operator, upgrade } = options

  /** The request as the viewer sent it. */
  const requestOf = (raw: IncomingMessage, body: Buffer): GatewayRequest => {
    const [path = '/', ...query] = (raw.url ?? '/').split('?')
    return {
      method: raw.method ?? 'GET',
      path,
      queryString: query.join('?'),
      headers: Object.fromEntries(Object.entries(raw.headers).map(([name, value]) => [name, joined(value)])),
      body,
      sourceIp: raw.socket.remoteAddress ?? '',
    }
  }

  /** The request as an API gets it, with the distribution's headers in place of the client's. */
  const toApi = (request: GatewayRequest): GatewayRequest => ({
    ...request,
    headers: { ...request.headers, ...distribution.originHeaders },
  })

  const answerTo = async (viewed: GatewayRequest): Promise<GatewayAnswer> => {
    if (isOperators(viewed.path)) return operator(viewed)
    const outcome = distribution.atEdge(viewed)
    if ('answer' in outcome) return outcome.answer
    return isApi(outcome.request.path) ? api(toApi(outcome.request)) : site(outcome.request)
  }

  const handle = async (raw: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = requestOf(raw, await readBody(raw))
    const { status, headers, body } = await answerTo(request)
    const added = distribution.responseHeaders(request.path)
    // CloudFront has no such pages, so their own headers take precedence.
    const all = isOperators(request.path) ? { ...added, ...headers } : { ...headers, ...added }
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value)
    response.statusCode = status
    if (![204, 304].includes(status)) response.setHeader('content-length', body.length)
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  const server = createServer((raw, response) => {
    if (!isMeantForUs(raw.headers)) return turnAway(response)
    handle(raw, response).catch(() => {
      if (response.headersSent || response.destroyed) return response.destroy()
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      const { status, headers, body } = gatewayAnswer(500, 'Internal Server Error')
      return response.writeHead(status, headers as Record<string, string>).end(body)
    })
  })
  server.on('upgrade', (raw: IncomingMessage, socket: Duplex, head: Buffer) => {
    const outcome = distribution.atEdge(requestOf(raw, Buffer.alloc(0)))
    if ('answer' in outcome || !isMeantForUs(raw.headers)) socket.destroy()
    else upgrade(toApi(outcome.request), raw, socket, head)
  })

  return listenOn(server, options.port)
}
