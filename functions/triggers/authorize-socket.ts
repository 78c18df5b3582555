import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { SUBPROTOCOL, TICKET_PREFIX } from '../contracts/socket.ts'
import { logger, metrics } from '../platform/log.ts'
import { takeAdmission } from '../stores/admissions.ts'

/** The gateway turns exactly this message into 401. */
const UNAUTHORIZED = 'Unauthorized'

/** The admission that a handshake brings along: `Sec-WebSocket-Protocol: plimsoll.v1, ticket.<ticket>`. */
const ticketOf = (headers: APIGatewayRequestAuthorizerEvent['headers']): string | undefined => {
  const [, offered = ''] =
    Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? []
  const protocols = offered.split(',').map((protocol) => protocol.trim())
  if (!protocols.includes(SUBPROTOCOL)) return undefined
  return protocols.find((protocol) => protocol.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length) || undefined
}

/** Lets a handshake in that brings an unused admission, and tells the socket's function whom it admitted. */
export const handler = async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  const ticket = ticketOf(event.headers)
  const caller = ticket === undefined ? undefined : await takeAdmission(ticket, new Date())
  if (!caller) {
    logger.info('handshake refused', { reason: ticket === undefined ? 'no ticket' : 'ticket unknown, used or expired' })
    // The gateway's only way to 401 is a failed function: the alarm on its errors takes these off again.
    metrics.addMetric('HandshakesRefused', MetricUnit.Count, 1)
    metrics.publishStoredMetrics()
    throw new Error(UNAUTHORIZED)
  }
  return {
    principalId: caller.kind === 'user' ? caller.id : 'guest',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
    // Values must be text: the gateway passes nothing else on.
    context: { caller: JSON.stringify(caller) },
  }
}
