import { randomUUID } from 'node:crypto'
import { ACCOUNT, REGION } from '../aws-service.ts'
import type { GatewayRequest } from '../http-api.ts'

/** The API and stage that events and ARNs name. */
export interface SocketStage {
  readonly apiId: string
  readonly stage: string
}

/** What the gateway knows about a connection and includes in every event. */
export interface ConnectionFacts {
  readonly connectionId: string
  /** ms since 1970. */
  readonly connectedAt: number
  readonly sourceIp: string
  readonly userAgent: string
  /** The authorizer's context for this client. */
  readonly authorizer: Readonly<Record<string, unknown>>
}

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT'

const requestContext = ({ apiId, stage }: SocketStage, facts: ConnectionFacts, routeKey: string, type: EventType) => {
  const now = new Date()
  const requestId = randomUUID()
  return {
    routeKey,
    ...(type === 'MESSAGE' ? { messageId: randomUUID() } : {}),
    eventType: type,
    extendedRequestId: requestId,
    requestTime: now.toUTCString(),
    messageDirection: 'IN',
    stage,
    connectedAt: facts.connectedAt,
    requestTimeEpoch: now.getTime(),
    identity: { sourceIp: facts.sourceIp, userAgent: facts.userAgent },
    requestId,
    domainName: `${apiId}.execute-api.${REGION}.amazonaws.com`,
    connectionId: facts.connectionId,
    apiId,
    ...(Object.keys(facts.authorizer).length > 0 ? { authorizer: facts.authorizer } : {}),
  }
}

/** ARN of a route, as permissions and authorizers name it. */
export const routeArn = ({ apiId, stage }: SocketStage, routeKey: string): string =>
  `arn:aws:execute-api:${REGION}:${ACCOUNT}:${apiId}/${stage}/${routeKey}`

const handshakeMembers = ({ headers, queryString }: GatewayRequest) => {
  const query = Object.fromEntries(new URLSearchParams(queryString))
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...(queryString === '' ? {} : { queryStringParameters: query }),
  }
}

/** What a REQUEST authorizer is asked at the handshake. */
export const authorizerEvent = (stage: SocketStage, facts: ConnectionFacts, request: GatewayRequest) => ({
  type: 'REQUEST',
  methodArn: routeArn(stage, '$connect'),
  ...handshakeMembers(request),
  stageVariables: {},
  requestContext: requestContext(stage, facts, '$connect', 'CONNECT'),
})

export const connectEvent = (stage: SocketStage, facts: ConnectionFacts, request: GatewayRequest) => ({
  ...handshakeMembers(request),
  requestContext: requestContext(stage, facts, '$connect', 'CONNECT'),
  isBase64Encoded: false,
})

export const messageEvent = (stage: SocketStage, facts: ConnectionFacts, routeKey: string, body: string) => ({
  requestContext: requestContext(stage, facts, routeKey, 'MESSAGE'),
  body,
  isBase64Encoded: false,
})

export const disconnectEvent = (stage: SocketStage, facts: ConnectionFacts, code: number, reason: string) => ({
  requestContext: {
    ...requestContext(stage, facts, '$disconnect', 'DISCONNECT'),
    disconnectStatusCode: code,
    disconnectReason: reason,
  },
  isBase64Encoded: false,
})
