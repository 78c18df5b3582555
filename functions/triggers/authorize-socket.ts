import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { SUBPROTOCOL, TICKET_PREFIX } from '../contracts/socket-protocol.ts'
import { logger, metrics } from '../platform/log.ts'
import { isFromFrontDoor } from '../platform/origin-secret.ts'
import { takeAdmission } from '../stores/admissions.ts'

/** The gateway turns exactly this message into 401. */
const UNAUTHORIZED = 'Unauthorized'

type Headers = APIGatewayRequestAuthorizerEvent['headers']

/** This gateway passes the names of headers on as they were sent. */
const headerOf = (headers: Headers, wanted: string): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1]

/** The admission that a handshake brings along: `Sec-WebSocket-Protocol: plimsoll.v1, ticket.<ticket>`. */
const ticketOf = (headers: Headers): string | undefined => {
  const offered = headerOf(headers, 'sec-websocket-protocol') ?? ''
  const protocols = offered.split(',').map((protocol) => protocol.trim())
  if (!protocols.includes(SUBPROTOCOL)) return undefined
  return protocols.find((protocol) => protocol.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length) || undefined
}

/** @throws Error which the gateway turns into 401: its only way there, and the alarm on errors takes these off again */
const refuse = (reason: string): never => {
  logger.info('handshake refused', { reason })
  metrics.addMetric('HandshakesRefused', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
  throw new Error(UNAUTHORIZED)
}

/**
 * Lets a handshake in that comes by the front door with an unused admission, and tells the socket's function whom it
 * admitted.
 */
export const handler = async ({
  headers,
  methodArn,
}: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  if (!(await isFromFrontDoor(headerOf(headers, 'x-origin-secret')))) return refuse('not by the front door')
  const ticket = ticketOf(headers)
  if (ticket === undefined) return refuse('no ticket')
  const caller = await takeAdmission(ticket, new Date())
  if (!caller) return refuse('ticket unknown, used or expired')
  return {
    principalId: caller.kind === 'user' ? caller.id : 'guest',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: methodArn }],
    },
    // Values must be text: the gateway passes nothing else on.
    context: { caller: JSON.stringify(caller) },
  }
}
