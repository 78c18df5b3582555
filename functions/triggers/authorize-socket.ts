import { MetricUnit } from '@aws-lambda-powertools/metrics'
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { SUBPROTOCOL, TICKET_PREFIX } from '../contracts/socket-protocol.ts'
import { logger, metrics } from '../platform/log.ts'
import { isFromFrontDoor } from '../platform/origin-secret.ts'
import { takeAdmission } from '../stores/admissions.ts'

/** The gateway turns an error with exactly this message into 401. */
const UNAUTHORIZED = 'Unauthorized'

type Headers = APIGatewayRequestAuthorizerEvent['headers']

/** A header by its lower-case name; this gateway passes names on as the client sent them. */
const headerOf = (headers: Headers, wanted: string): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1]

/** The admission that a handshake carries: `Sec-WebSocket-Protocol: plimsoll.v1, ticket.<ticket>`. */
const ticketOf = (headers: Headers): string | undefined => {
  const offered = headerOf(headers, 'sec-websocket-protocol') ?? ''
  const protocols = offered.split(',').map((protocol) => protocol.trim())
  if (!protocols.includes(SUBPROTOCOL)) return undefined
  return protocols.find((protocol) => protocol.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length) || undefined
}

/** @throws Error that the gateway turns into 401, which is the only way to one; the alarm on errors subtracts these */
const refuse = (reason: string): never => {
  logger.info('handshake refused', { reason })
  metrics.addMetric('HandshakesRefused', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
  throw new Error(UNAUTHORIZED)
}

/**
 * Admits a handshake that comes through the front door with an unused admission, and passes the admitted caller on to
 * the socket's function.
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
