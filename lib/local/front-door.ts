import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Distribution } from './distribution.ts'
import { BODY_LIMIT_BYTES, type GatewayAnswer, type GatewayRequest, gatewayAnswer, type HttpApi } from './http-api.ts'
import { listenOn } from './listening.ts'
import type { OperatorRoutes } from './operator-routes.ts'
import type { Site } from './site.ts'

/** Names the viewer's address to the functions; only the front door sets it. */
const VIEWER_HEADER = 'x-viewer-address'
/** Proves to the functions that a request came through the front door. */
const SECRET_HEADER = 'x-origin-secret'

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

/** Collects a body; what is over the gateway's limit is read but not kept, so that the client hears the refusal. */
const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length <= BODY_LIMIT_BYTES + chunk.length) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** One trailing slash is dropped, as by the CloudFront function. */
const dropSlash = (path: string): string => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)

const isOperators = (path: string): boolean => path.startsWith('/_local/')

const isDecodable = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** What a body may say that it has, as the CloudFront function holds it. */
const EDGE_LIMIT_BYTES = 64 * 1024

/** What the CloudFront function answers itself. */
const edgeProblem = (status: number, title: string, code: string, detail: string): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
  body: Buffer.from(JSON.stringify({ type: 'about:blank', title, status, detail, code, request_id: randomUUID() })),
})

/** What the CloudFront function refuses; undefined for a request that goes on. */
const refusedAtEdge = ({ path, headers }: GatewayRequest): GatewayAnswer | undefined => {
  if (!isDecodable(path)) {
    return edgeProblem(400, 'Bad Request', 'malformed_path', 'the percent-encoding of the path cannot be read')
  }
  const length = Number(headers['content-length'] ?? 0)
  if (length <= EDGE_LIMIT_BYTES) return undefined
  const detail = `a body may have ${EDGE_LIMIT_BYTES} bytes, this has ${length}`
  return edgeProblem(413, 'Content Too Large', 'body_too_large', detail)
}

const joined = (value: string | readonly string[] | undefined): string =>
  typeof value === 'object' ? value.join(',') : (value ?? '')

/** @throws Error with code EADDRINUSE if the port is taken */
export const startFrontDoor = async (options: FrontDoorOptions): Promise<FrontDoor> => {
  const { distribution, api, site, operator, upgrade } = options

  /** The request as its origin sees it: what a client says of its address or the secret is replaced. */
  const requestOf = (raw: IncomingMessage, body: Buffer): GatewayRequest => {
    const [path = '/', ...query] = (raw.url ?? '/').split('?')
    const headers = Object.fromEntries(Object.entries(raw.headers).map(([name, value]) => [name, joined(value)]))
    const sourceIp = raw.socket.remoteAddress ?? ''
    delete headers[SECRET_HEADER]
    return {
      method: raw.method ?? 'GET',
      path: dropSlash(path),
      queryString: query.join('?'),
      headers: { ...headers, ...distribution.originHeaders, [VIEWER_HEADER]: sourceIp },
      body,
      sourceIp,
    }
  }

  const answer = async (request: GatewayRequest): Promise<GatewayAnswer> => {
    if (request.path === '/api' || request.path.startsWith('/api/')) {
      return refusedAtEdge(request) ?? api(request)
    }
    if (isOperators(request.path)) return operator(request)
    return site(request)
  }

  const handle = async (raw: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = requestOf(raw, await readBody(raw))
    const { status, headers, body } = await answer(request)
    const added = distribution.responseHeaders(request.path)
    // CloudFront has no such pages, so that what they say of themselves stands.
    const all = isOperators(request.path) ? { ...added, ...headers } : { ...headers, ...added }
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value)
    response.statusCode = status
    if (![204, 304].includes(status)) response.setHeader('content-length', body.length)
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  const server = createServer((raw, response) => {
    handle(raw, response).catch(() => {
      if (response.headersSent || response.destroyed) return response.destroy()
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      const { status, headers, body } = gatewayAnswer(500, 'Internal Server Error')
      return response.writeHead(status, headers as Record<string, string>).end(body)
    })
  })
  server.on('upgrade', (raw: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(requestOf(raw, Buffer.alloc(0)), raw, socket, head)
  })

  return listenOn(server, options.port)
}
