import { Stack, Validations } from 'aws-cdk-lib'
import * as apigw from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { business } from './business-metrics.ts'
import { withLogicalId } from './logical-id.ts'
import type { Settings } from './settings.ts'
import { SupportFunction } from './support-function.ts'

/** The stage is the path: behind CloudFront the socket opens at `/ws`. */
export const SOCKET_STAGE = 'ws'
/** Messages a second over all sockets. */
const THROTTLE = { rateLimit: 1000, burstLimit: 500 }

/** The WebSocket API: admitted by a one-time ticket in the sub-protocol, served by one function. */
export class Socket extends Construct {
  readonly api: apigw.WebSocketApi
  /** Where functions send to a connection. */
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
      // It says 401 by throwing: a stranger at the door is no alarm.
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

  /** ARN of doing something to any connection: ids are only known once people connect. */
  connectionsArn(method: 'POST' | 'DELETE'): string {
    return Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: `${SOCKET_STAGE}/${method}/@connections/*`,
    })
  }
}
