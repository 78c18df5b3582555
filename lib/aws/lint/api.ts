import { functionAllows } from './policies.ts'
import { type Fault, type LintTemplate, type Rule, record, type TemplateResource, targetOf } from './template.ts'

const HTTP_ROUTE =
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) \/(?:[\w.~-]+|\{\w+\+?\})?(?:\/(?:[\w.~-]+|\{\w+\+?\}))*$/
const SOCKET_ROUTE = /^(?:\$connect|\$disconnect|\$default|[\w.-]+)$/

const isRouteKey = (key: string, protocol: unknown): boolean =>
  protocol === 'WEBSOCKET' ? SOCKET_ROUTE.test(key) : key === '$default' || HTTP_ROUTE.test(key)

const apiOf = (template: LintTemplate, { properties }: TemplateResource): TemplateResource | undefined =>
  template.byId(targetOf(properties.ApiId) ?? '')

export const routes: Rule = (template) => {
  const seen = new Set<string>()
  return template.of('ApiGatewayV2::Route').flatMap((route): Fault[] => {
    const { id, properties } = route
    const api = apiOf(template, route)
    const key = String(properties.RouteKey)
    const type = properties.AuthorizationType ?? 'NONE'
    const faults: Fault[] = []
    const fault = (rule: string, says: string) => faults.push({ id, rule, says })
    if (!api) fault('route-api', 'belongs to no API of this template')
    if (!isRouteKey(key, api?.properties.ProtocolType)) fault('route-key', `${key} is no route`)
    if (seen.has(`${api?.id} ${key}`)) fault('route-twice', `${key} is there twice`)
    seen.add(`${api?.id} ${key}`)
    if (template.byId(targetOf(properties.Target) ?? '')?.type !== 'AWS::ApiGatewayV2::Integration') {
      fault('route-target', 'leads to no integration')
    }
    if ((type === 'JWT' || type === 'CUSTOM') && !properties.AuthorizerId)
      fault('route-authorizer', `${type} without an authorizer`)
    if (type === 'NONE' && properties.AuthorizerId) fault('route-authorizer', 'has an authorizer that is never asked')
    if (key === '$connect' && type === 'NONE') fault('socket-open', 'lets everybody connect')
    return faults
  })
}

export const authorizers: Rule = (template) =>
  template.of('ApiGatewayV2::Authorizer').flatMap((authorizer): Fault[] => {
    const { id, properties } = authorizer
    if (properties.AuthorizerType === 'JWT') {
      const { Issuer, Audience } = record(properties.JwtConfiguration)
      return Issuer && Array.isArray(Audience) && Audience.length > 0
        ? []
        : [{ id, rule: 'jwt', says: 'takes tokens of any issuer or for any audience' }]
    }
    const api = apiOf(template, authorizer)
    const fn = targetOf(properties.AuthorizerUri)
    const used = template.of('ApiGatewayV2::Route').some((route) => targetOf(route.properties.AuthorizerId) === id)
    return [
      ...(fn && api && functionAllows(template, fn, 'apigateway.amazonaws.com', api.id)
        ? []
        : [{ id, rule: 'invoke-permission', says: `may not call ${fn}` }]),
      ...(used ? [] : [{ id, rule: 'authorizer-unused', says: 'no route asks it' }]),
    ]
  })

export const integrations: Rule = (template) =>
  template.of('ApiGatewayV2::Integration').flatMap((integration): Fault[] => {
    const { id, properties } = integration
    const api = apiOf(template, integration)
    const fn = targetOf(properties.IntegrationUri)
    const isHttp = api?.properties.ProtocolType === 'HTTP'
    return [
      ...(fn && api && functionAllows(template, fn, 'apigateway.amazonaws.com', api.id)
        ? []
        : [{ id, rule: 'invoke-permission', says: `may not call ${fn}` }]),
      ...(isHttp && properties.PayloadFormatVersion !== '2.0'
        ? [{ id, rule: 'payload', says: 'functions read payload 2.0' }]
        : []),
    ]
  })

/** A stage lets a positive number of requests through and counts them as a whole; the socket's is named as its path. */
export const stages: Rule = (template) =>
  template.of('ApiGatewayV2::Stage').flatMap((stage): Fault[] => {
    const { id, properties } = stage
    const settings = record(properties.DefaultRouteSettings)
    const { ThrottlingBurstLimit: burst, ThrottlingRateLimit: rate } = settings
    const name = apiOf(template, stage)?.properties.ProtocolType === 'WEBSOCKET' ? 'ws' : '$default'
    return [
      ...([burst, rate].every((limit) => Number(limit) > 0)
        ? []
        : [{ id, rule: 'throttle', says: 'throttles by no positive number' }]),
      ...(settings.DetailedMetricsEnabled === true
        ? [{ id, rule: 'route-metrics', says: 'pays for metrics of every route, which nothing reads' }]
        : []),
      ...(properties.AutoDeploy === true ? [] : [{ id, rule: 'auto-deploy', says: 'shows an old deployment' }]),
      ...(properties.StageName === name ? [] : [{ id, rule: 'stage-name', says: `CloudFront asks the stage ${name}` }]),
    ]
  })

/** The pool may call its triggers. */
export const triggers: Rule = (template) =>
  template.of('Cognito::UserPool').flatMap(({ id, properties }): Fault[] =>
    Object.values(record(properties.LambdaConfig))
      .flatMap((trigger) => targetOf(trigger) ?? [])
      .filter((fn) => !functionAllows(template, fn, 'cognito-idp.amazonaws.com', id))
      .map((fn) => ({ id, rule: 'invoke-permission', says: `may not call ${fn}` })),
  )
