import { Stack, Validations } from 'aws-cdk-lib'
import * as apigw from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { business } from './business-metrics.ts'
import { withLogicalId } from './logical-id.ts'
import type { Settings } from './settings.ts'
import { SupportFunction } from './support-function.ts'

/** The API's stage, which is its path as well: behind CloudFront the socket opens at `/ws`. */
export const SOCKET_STAGE = 'ws'
/** Messages a second over all sockets, and at once. */
const THROTTLE = { rateLimit: 1000, burstLimit: 500 }

/** The WebSocket API: a one-time admission in the sub-protocol opens it, and one function serves it. */
export class Socket extends Construct {
  readonly api: apigw.WebSocketApi
  /** URL at which functions send to connections and close them. */
  readonly callbackUrl: string

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    const connection = new SupportFunction(this, {
      name: 'connection',
      kind: 'request',
      description: 'Sockets that open, speak and close',
    })
    const authorizer = new SupportFunction(this, {
      name: 'authorize-socket',
      kind: 'trigger',
      description: 'Lets in who holds an unused admission',
      // It answers 401 by throwing: a refused handshake is not an error.
      refusals: business(settings, 'HandshakesRefused', 'Sum'),
    })
    const integration = new WebSocketLambdaIntegration('Connection', connection)
    this.api = new apigw.WebSocketApi(this, 'WebSocket', {
      description: 'Plimsoll: /ws behind CloudFront',
      routeSelectionExpression: '$request.body.action',
      connectRouteOptions: {
        integration,
        authorizer: new WebSocketLambdaAuthorizer('Admission', authorizer, {
          identitySource: ['route.request.header.Sec-WebSocket-Protocol'],
        }),
      },
      disconnectRouteOptions: { integration },
      defaultRouteOptions: { integration },
    })
    withLogicalId(this.api, 'SocketApi')
    const stage = new apigw.WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: SOCKET_STAGE,
      autoDeploy: true,
      throttle: THROTTLE,
    })
    const { region, urlSuffix } = Stack.of(this)
    this.callbackUrl = `https://${this.api.apiId}.execute-api.${region}.${urlSuffix}/${SOCKET_STAGE}`
    for (const rule of ['AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging']) {
      Validations.of(stage).acknowledge({
        id: rule,
        reason: 'access logs of WebSocket APIs need a role set for the whole account; the function logs every message',
      })
    }
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        '$connect has the authorizer; later messages belong to a connection that it let in, and joins are authorised',
    })
  }

  /** ARN of a method on any connection: ids are only known once people connect. */
  connectionsArn(method: 'POST' | 'DELETE'): string {
    return Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: `${SOCKET_STAGE}/${method}/@connections/*`,
    })
  }
}
