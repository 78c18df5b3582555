import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import * as z from 'zod'
import type { ServerMessage } from '../contracts/socket.ts'
import { SUBPROTOCOL } from '../contracts/socket-protocol.ts'
import { RefusedError } from '../domain/errors.ts'
import { correlated } from '../platform/correlation.ts'
import { logger } from '../platform/log.ts'
import { StoredCaller } from '../stores/callers.ts'
import { type Connection, openConnection } from '../stores/connections.ts'
import { findTicket } from '../stores/tickets.ts'
import { removeViewer } from '../stores/viewers.ts'
import { postAll } from '../use-cases/live-posts.ts'
import { endAbsence, endConnection } from '../use-cases/presence.ts'
import { answer, ticketIdOf } from './connection/answer.ts'
import { tellNews } from './connection/viewers.ts'

const context = { requestId: z.string(), connectionId: z.string(), connectedAt: z.number() }
/** The caller whom the authorizer let in; the gateway repeats it with every event of the connection. */
const authorizer = z.object({ caller: z.string().transform((text) => StoredCaller.parse(JSON.parse(text))) })

/** An event of a connection; parsed, since the gateway's types leave the authorizer open. */
const SocketEvent = z.discriminatedUnion('routeKey', [
  z.object({ routeKey: z.literal('$connect'), ...context, authorizer }),
  z.object({ routeKey: z.literal('$disconnect'), ...context }),
  z.object({ routeKey: z.literal('$default'), ...context, authorizer }),
])
type SocketEvent = z.infer<typeof SocketEvent>

const DONE: APIGatewayProxyStructuredResultV2 = { statusCode: 200 }

const connect = async (connection: Connection): Promise<APIGatewayProxyStructuredResultV2> => {
  await openConnection(connection)
  const { caller } = connection
  if (caller.kind === 'user') {
    // The socket matters more: it opens even if the presence cannot be restored.
    await endAbsence(caller.id, new Date()).catch((error: Error) => logger.error('presence not returned', { error }))
  }
  return { statusCode: 200, headers: { 'sec-websocket-protocol': SUBPROTOCOL } }
}

const disconnect = async (connectionId: string): Promise<APIGatewayProxyStructuredResultV2> => {
  const now = new Date()
  const ended = await endConnection(connectionId, now)
  if (ended?.caller.kind !== 'user') return DONE
  for (const ticketId of ended.ticketIds) {
    if (!(await removeViewer(ticketId, ended.caller.id, connectionId))) continue
    const ticket = await findTicket(ticketId)
    if (ticket) await tellNews(ticket, ended.caller.id, now)
  }
  return DONE
}

/** A failure as a message for the client; causes go to the log alone. */
const problemOf = (error: unknown, body: string): ServerMessage => {
  const ticket_id = ticketIdOf(body)
  const { code, message } =
    error instanceof RefusedError ? error : { code: 'internal_error', message: 'something went wrong on our side' }
  if (!(error instanceof RefusedError)) logger.error('message failed', { error })
  return { event: 'error', data: { code, message }, ...(ticket_id !== undefined && { ticket_id }) }
}

const receive = async (connection: Connection, body: string): Promise<APIGatewayProxyStructuredResultV2> => {
  const { connection_id, connected_at } = connection
  const messages = await answer(connection, body).catch((error: unknown) => [problemOf(error, body)])
  // One after the other: the parts of a long replay must not overtake each other.
  for (const message of messages) await postAll([{ connection_id, connected_at, message }])
  return DONE
}

const serve = async (event: SocketEvent, body: string): Promise<APIGatewayProxyStructuredResultV2> => {
  const { connectionId: connection_id, connectedAt: connected_at } = event
  switch (event.routeKey) {
    case '$connect':
      return connect({ connection_id, connected_at, caller: event.authorizer.caller })
    case '$disconnect':
      return disconnect(connection_id)
    case '$default':
      return receive({ connection_id, connected_at, caller: event.authorizer.caller }, body)
  }
}

/**
 * Serves a socket's events: it opens, receives messages, and closes. A message that fails is answered with an error.
 */
export const handler = async ({
  requestContext,
  body = '',
}: {
  readonly requestContext: unknown
  readonly body?: string
}): Promise<APIGatewayProxyStructuredResultV2> => {
  const event = SocketEvent.parse(requestContext)
  return correlated(event.requestId, async () => {
    const begun = performance.now()
    const answered = await serve(event, body)
    const duration_ms = Math.round(performance.now() - begun)
    logger.info('socket message', { route: event.routeKey, connection_id: event.connectionId, duration_ms })
    return answered
  })
}
