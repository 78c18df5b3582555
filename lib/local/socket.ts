import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { AwsAnswer, AwsCall, AwsService } from './aws-service.ts'
import { ACCOUNT, AwsError, REGION } from './aws-service.ts'
import type { GatewayRequest } from './http-api.ts'
import { type ConnectionFacts, disconnectEvent, messageEvent } from './socket/events.ts'
import { HandshakeRefusedError, PROTOCOL_HEADER, shakeHands } from './socket/handshake.ts'
import type { SocketRoutes } from './socket/routes.ts'

/** The gateway's limits. */
const MESSAGE_LIMIT_BYTES = 128 * 1024
const LONGEST_CONNECTION_MS = 2 * 60 * 60 * 1000
const LONGEST_IDLE_MS = 10 * 60 * 1000

const GOING_AWAY = 1001

/** A WebSocket API, and the calls that functions make to its connections (`execute-api`). */
export interface SocketApi extends AwsService {
  /** Path of the stage, such as `/ws`. */
  readonly path: string
  /** Takes a handshake: asks the authorizer and the `$connect` route before it is answered. */
  upgrade(request: GatewayRequest, raw: IncomingMessage, socket: Duplex, head: Buffer): void
}

interface Connection {
  readonly facts: ConnectionFacts
  readonly webSocket: WebSocket
  lastActiveAt: number
  readonly timers: { readonly life: NodeJS.Timeout; idle: NodeJS.Timeout }
}

const refuse = (socket: Duplex, status: number): void => {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Opens a WebSocket API of the template. */
export const openSocketApi = (routes: SocketRoutes): SocketApi => {
  const connections = new Map<string, Connection>()
  /** `$disconnect` events that are still being handled. */
  const leaving = new Set<Promise<unknown>>()
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES })
  const path = `/${routes.stage}`

  const idleTimer = (webSocket: WebSocket): NodeJS.Timeout =>
    setTimeout(() => webSocket.close(GOING_AWAY, 'Idle'), LONGEST_IDLE_MS).unref()

  const touch = (connection: Connection): void => {
    connection.lastActiveAt = Date.now()
    clearTimeout(connection.timers.idle)
    connection.timers.idle = idleTimer(connection.webSocket)
  }

  const receive = async (connection: Connection, message: string): Promise<void> => {
    touch(connection)
    const routeKey = routes.select(message)
    try {
      await routes.run(routeKey, messageEvent(routes, connection.facts, routeKey, message))
    } catch {
      const { connectionId } = connection.facts
      connection.webSocket.send(JSON.stringify({ message: 'Internal server error', connectionId }))
    }
  }

  const leave = ({ facts, timers }: Connection, code: number, reason: string): void => {
    connections.delete(facts.connectionId)
    clearTimeout(timers.life)
    clearTimeout(timers.idle)
    // The gateway delivers disconnects at best effort: a failure of the function is not passed on.
    if (!routes.has('$disconnect')) return
    const told = routes.run('$disconnect', disconnectEvent(routes, facts, code, reason)).catch(() => {})
    leaving.add(told)
    void told.then(() => leaving.delete(told))
  }

  const open = (facts: ConnectionFacts, webSocket: WebSocket): void => {
    const life = setTimeout(() => webSocket.close(GOING_AWAY, 'Going away'), LONGEST_CONNECTION_MS).unref()
    const timers = { life, idle: idleTimer(webSocket) }
    const connection: Connection = { facts, webSocket, lastActiveAt: facts.connectedAt, timers }
    connections.set(facts.connectionId, connection)
    webSocket.on('message', (message, isBinary) => {
      if (isBinary) webSocket.close(1003, 'Binary is not supported')
      else void receive(connection, message.toString())
    })
    // A broken connection reports an error and then closes; the close is what counts.
    webSocket.on('error', () => {})
    webSocket.on('close', (code, reason) => leave(connection, code, reason.toString()))
  }

  const shake = async (request: GatewayRequest, raw: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { facts, protocol } = await shakeHands(routes, request)
    if (socket.destroyed) return
    // The gateway answers with the function's sub-protocol, so the client is offered that one alone.
    if (protocol === undefined) delete raw.headers[PROTOCOL_HEADER]
    else raw.headers[PROTOCOL_HEADER] = protocol
    server.handleUpgrade(raw, socket, head, (webSocket) => open(facts, webSocket))
  }

  const find = (call: AwsCall): Connection => {
    const connection = connections.get(connectionIdOf(call))
    if (connection?.webSocket.readyState === WebSocket.OPEN) return connection
    throw new AwsError(410, 'GoneException', 'The connection is gone.')
  }

  const actions: Readonly<Record<string, (call: AwsCall) => AwsAnswer>> = {
    POST: (call) => {
      if (call.body.length > MESSAGE_LIMIT_BYTES)
        throw new AwsError(413, 'PayloadTooLargeException', 'Message too long')
      const connection = find(call)
      touch(connection)
      connection.webSocket.send(call.body, { binary: false })
      return { status: 200, body: '' }
    },
    GET: (call) => {
      const { facts, lastActiveAt } = find(call)
      const identity = { sourceIp: facts.sourceIp, userAgent: facts.userAgent }
      const [connectedAt, lastActive] = [facts.connectedAt, lastActiveAt].map((at) => new Date(at).toISOString())
      return { status: 200, body: JSON.stringify({ connectedAt, lastActiveAt: lastActive, identity }) }
    },
    DELETE: (call) => {
      find(call).webSocket.close(1000)
      return { status: 204, body: '' }
    },
  }

  return {
    path,
    upgrade: (request, raw, socket, head) => {
      socket.on('error', () => socket.destroy())
      shake(request, raw, socket, head).catch((error: unknown) => {
        refuse(socket, error instanceof HandshakeRefusedError ? error.status : 500)
      })
    },
    rights: ({ method, path: callPath }) => {
      const resource = `${routes.apiId}${decodeURIComponent(callPath)}`.replace(
        '/@connections',
        `/${method}/@connections`,
      )
      return [
        { action: 'execute-api:ManageConnections', resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${resource}` },
      ]
    },
    answer: async (call) => {
      const action = actions[call.method]
      if (!action || !call.path.startsWith(`${path}/@connections/`)) {
        throw new AwsError(403, 'ForbiddenException', `${call.method} ${call.path} is no call to a connection`)
      }
      return action(call)
    },
    close: async () => {
      const closing = [...connections.values()].map(({ webSocket }) => {
        const closed = once(webSocket, 'close')
        webSocket.terminate()
        return closed
      })
      await Promise.all(closing)
      await Promise.all(leaving)
      server.close()
    },
  }
}

const connectionIdOf = ({ path }: AwsCall): string => decodeURIComponent(path.split('/@connections/')[1] ?? '')
