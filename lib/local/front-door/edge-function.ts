import { randomUUID } from 'node:crypto'
import { createContext, runInContext } from 'node:vm'
import type { GatewayAnswer, GatewayRequest } from '../http-api.ts'

interface EdgeValue {
  readonly value: string
}

interface EdgeRequest {
  readonly method: string
  readonly uri: string
  readonly headers: Readonly<Record<string, EdgeValue>>
}

/** An answer that the function gives itself. */
interface EdgeAnswer {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, EdgeValue>>
  readonly body?: string
}

/** The event structure of CloudFront functions, version 1.0. */
interface EdgeEvent {
  readonly version: '1.0'
  readonly context: { readonly eventType: 'viewer-request'; readonly requestId: string }
  readonly viewer: { readonly ip: string }
  readonly request: EdgeRequest
}

/** The request as its origin gets it, or the edge's own answer. */
export type EdgeOutcome = { readonly request: GatewayRequest } | { readonly answer: GatewayAnswer }

/** A CloudFront function that sees each viewer's request before anything else does. */
export type EdgeFunction = (request: GatewayRequest) => EdgeOutcome

/** What CloudFront answers for a function that throws. */
const FAILED: EdgeOutcome = {
  answer: {
    status: 503,
    headers: { 'content-type': 'text/plain' },
    body: Buffer.from('the function of the edge failed\n'),
  },
}

const toEdge = (values: Readonly<Record<string, string>>): Readonly<Record<string, EdgeValue>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]))

const fromEdge = (values: Readonly<Record<string, EdgeValue>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]))

const eventOf = (request: GatewayRequest, headers: Readonly<Record<string, string>>): EdgeEvent => ({
  version: '1.0',
  context: { eventType: 'viewer-request', requestId: randomUUID() },
  viewer: { ip: request.sourceIp },
  request: {
    method: request.method,
    uri: request.path,
    headers: toEdge(headers),
  },
})

/**
 * Loads the code of a CloudFront function, which sees neither Node nor this host.
 *
 * It may answer with a text, or change path and headers. It does not see query and cookies, which pass unchanged.
 */
export const edgeFunction = (code: string): EdgeFunction => {
  const handler = runInContext(`${code}; handler`, createContext()) as (event: EdgeEvent) => EdgeRequest | EdgeAnswer
  return (request) => {
    const { cookie, ...headers } = request.headers
    try {
      const outcome = handler(eventOf(request, headers))
      if ('statusCode' in outcome) {
        const { statusCode, headers: own = {}, body = '' } = outcome
        return { answer: { status: statusCode, headers: fromEdge(own), body: Buffer.from(body) } }
      }
      const changed = { ...fromEdge(outcome.headers), ...(cookie !== undefined && { cookie }) }
      return { request: { ...request, path: outcome.uri, headers: changed } }
    } catch {
      return FAILED
    }
  }
}
