import { randomBytes } from 'node:crypto'
import type { GatewayRequest } from '../http-api.ts'
import { authorizerEvent, type ConnectionFacts, connectEvent } from './events.ts'
import type { SocketRoutes } from './routes.ts'

export const PROTOCOL_HEADER = 'sec-websocket-protocol'

/** A handshake that was refused, with the status of its answer. */
export class HandshakeRefusedError extends Error {
  override readonly name = 'HandshakeRefusedError'
  readonly status: number

  constructor(status: number) {
    super(`handshake refused with ${status}`)
    this.status = status
  }
}

/** A handshake that was accepted. */
export interface Handshake {
  readonly facts: ConnectionFacts
  /** The sub-protocol that the `$connect` function agreed to. */
  readonly protocol: string | undefined
}

/** What a function answers to `$connect`. */
interface ConnectAnswer {
  readonly statusCode?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A Lambda authorizer's answer. */
interface AuthorizerAnswer {
  readonly policyDocument?: { readonly Statement?: readonly { readonly Effect?: string }[] }
  readonly principalId?: string
  readonly context?: Readonly<Record<string, unknown>>
}

/** A new connection, before the authorizer has been asked. */
const strangerOf = ({ sourceIp, headers }: GatewayRequest): ConnectionFacts => ({
  // The gateway's ids end in `=` too, which callers have to encode in a path.
  connectionId: randomBytes(11).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  connectedAt: Date.now(),
  sourceIp,
  userAgent: headers['user-agent'] ?? '',
  authorizer: {},
})

/** @returns the facts with the authorizer's context */
const authorize = async (
  routes: SocketRoutes,
  facts: ConnectionFacts,
  request: GatewayRequest,
): Promise<ConnectionFacts> => {
  const { authorizer } = routes
  if (!authorizer) return facts
  if (authorizer.identityHeaders.some((name) => !request.headers[name])) throw new HandshakeRefusedError(401)
  const answer = (await routes.authorize(authorizerEvent(routes, facts, request)).catch((error: unknown) => {
    // A function refuses by throwing exactly this; any other failure is the gateway's 500.
    const isRefusal = error instanceof Error && error.message.endsWith(': Unauthorized')
    throw new HandshakeRefusedError(isRefusal ? 401 : 500)
  })) as AuthorizerAnswer | null
  const statements = answer?.policyDocument?.Statement ?? []
  const isAllowed = statements.length > 0 && statements.every(({ Effect }) => Effect === 'Allow')
  if (!isAllowed) throw new HandshakeRefusedError(403)
  return { ...facts, authorizer: { ...answer?.context, principalId: answer?.principalId } }
}

/** @returns the sub-protocol that the function agreed to */
const connect = async (
  routes: SocketRoutes,
  facts: ConnectionFacts,
  request: GatewayRequest,
): Promise<string | undefined> => {
  if (!routes.has('$connect')) return undefined
  const answer = (await routes.run('$connect', connectEvent(routes, facts, request)).catch(() => {
    throw new HandshakeRefusedError(500)
  })) as ConnectAnswer | null
  const status = answer?.statusCode ?? 500
  if (status < 200 || status > 299) throw new HandshakeRefusedError(status)
  const headers = Object.entries(answer?.headers ?? {})
  return headers.find(([name]) => name.toLowerCase() === PROTOCOL_HEADER)?.[1]
}

/**
 * Asks the authorizer and the `$connect` route whether a client may connect.
 *
 * @throws HandshakeRefusedError with the gateway's status, or the one that the `$connect` function answered
 */
export const shakeHands = async (routes: SocketRoutes, request: GatewayRequest): Promise<Handshake> => {
  if (request.path !== `/${routes.stage}`) throw new HandshakeRefusedError(404)
  const facts = await authorize(routes, strangerOf(request), request)
  return { facts, protocol: await connect(routes, facts, request) }
}
