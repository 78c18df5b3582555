import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import * as apigw from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import * as logs from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Noun } from '../../functions/contracts/route-contract.ts'
import { routes } from '../../functions/contracts/routes.ts'
import { withLogicalId } from './logical-id.ts'
import { SupportFunction } from './support-function.ts'

/** Requests a second to the whole API, and requests at once: a flood ends here and does not reach the tables. */
const THROTTLE = { rateLimit: 2000, burstLimit: 1000 }

const descriptions: Readonly<Record<Noun | 'unknown', string>> = {
  intake: 'Takes tickets in',
  classify: 'Suggests category and priority while somebody writes',
  tickets: 'Shows and changes tickets',
  conversation: 'Comments of tickets',
  people: 'Agents, users and applications',
  departments: 'Departments, their queue, and what staff share',
  insight: 'Statistics, forecasts, merges, audit and the policy lab',
  session: 'Signing up, in and out',
  realtime: 'Admits people to the socket',
  meta: 'Health, configuration and the OpenAPI document',
  unknown: 'Answers 404 and 405',
}

/** One line of JSON per request; the function logs caller and operation under the same request id. */
const ACCESS_LINE = AccessLogFormat.custom(
  JSON.stringify({
    request_id: '$context.requestId',
    at: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    latency_ms: '$context.responseLatency',
    integration_error: '$context.integrationErrorMessage',
  }),
)

/** The HTTP API: a route for each row of `contracts/routes.ts`, served by its noun's function. */
export class Api extends Construct {
  readonly http: apigw.HttpApi

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.http = withLogicalId(
      new apigw.HttpApi(this, 'Http', { description: 'Plimsoll: /api behind CloudFront', createDefaultStage: false }),
      'HttpApi',
    )
    this.serve()
    const accessLog = new logs.LogGroup(this, 'AccessLog', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new apigw.HttpStage(this, 'Stage', {
      httpApi: this.http,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new apigw.LogGroupLogDestination(accessLog), format: ACCESS_LINE },
    })
  }

  private serve(): void {
    const integrations = new Map<Noun, HttpLambdaIntegration>()
    for (const [name, { noun, method, path }] of Object.entries(routes)) {
      const integration = integrations.get(noun) ?? this.integrate(noun)
      integrations.set(noun, integration)
      this.open(name, apigw.HttpRouteKey.with(path, apigw.HttpMethod[method]), integration)
    }
    this.open('unknown', apigw.HttpRouteKey.DEFAULT, this.integrate('unknown'))
  }

  private integrate(noun: Noun | 'unknown'): HttpLambdaIntegration {
    const handler = new SupportFunction(this, {
      name: `api-${noun}`,
      kind: noun === 'insight' ? 'report' : 'request',
      description: descriptions[noun],
    })
    // One permission per function instead of one per route: functions check token and role themselves. `$default` has
    // no path of its own, so the wide permission would not cover it.
    return new HttpLambdaIntegration(`${noun}Integration`, handler, { scopePermissionToRoute: noun === 'unknown' })
  }

  private open(name: string, routeKey: apigw.HttpRouteKey, integration: HttpLambdaIntegration): void {
    const route = new apigw.HttpRoute(this, name, { httpApi: this.http, routeKey, integration })
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'functions verify tokens: a gateway authorizer can neither be optional nor answer problem+json',
    })
  }
}
