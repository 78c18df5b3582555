import { recordOf } from '../json-record.ts'
import { functionAllows } from './policies.ts'
import {
  type Fault,
  faultsOf,
  isAstray,
  isIntrinsic,
  isSwitchedOn,
  type LintTemplate,
  list,
  numberOf,
  type Rule,
  referencesIn,
  resourceOf,
  type TemplateResource,
  textOf,
} from './template.ts'

const PATH_PART = "[\\w.~!$&'()*+,;=:@%-]+|\\{[\\w.-]+\\}"
/** A greedy part matches the rest of the path, so it is the last. */
const HTTP_ROUTE = new RegExp(
  `^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (?:/|(?:/(?:${PATH_PART}))*(?:/\\{[\\w.-]+\\+\\}|/)?)$`,
)
const SOCKET_ROUTE = /^[$\w./:-]+$/
const SOCKET_EVENTS = new Set(['$connect', '$disconnect', '$default'])

/** @param protocol the protocol of the route's API; undefined if the API is imported */
const isRouteKey = (key: string, protocol: unknown): boolean => {
  const isHttp = key === '$default' || (HTTP_ROUTE.test(key) && !key.endsWith(' '))
  const isSocket = key.startsWith('$') ? SOCKET_EVENTS.has(key) : SOCKET_ROUTE.test(key)
  return (protocol !== 'WEBSOCKET' && isHttp) || (protocol !== 'HTTP' && isSocket)
}

const apiOf = (template: LintTemplate, { properties }: TemplateResource): TemplateResource | undefined =>
  resourceOf(template, properties.ApiId)

export const routes: Rule = (template) => {
  const seen = new Set<string>()
  return template.of('ApiGatewayV2::Route').flatMap((route): Fault[] => {
    const { id, properties } = route
    const { ApiId, RouteKey, Target, AuthorizerId, AuthorizationType: type = 'NONE' } = properties
    const key = textOf(RouteKey)
    const place = `${JSON.stringify(ApiId)} ${key}`
    const { faults, fault } = faultsOf(id)
    if (isAstray(template, ApiId, 'AWS::ApiGatewayV2::Api')) fault('route-api', 'belongs to no API')
    if (typeof RouteKey === 'string' && !isRouteKey(key, apiOf(template, route)?.properties.ProtocolType))
      fault('route-key', `${key} is no route`)
    if (seen.has(place)) fault('route-twice', `${key} is there twice`)
    seen.add(place)
    if (isAstray(template, Target, 'AWS::ApiGatewayV2::Integration')) fault('route-target', 'leads to no integration')
    if ((type === 'JWT' || type === 'CUSTOM') && !AuthorizerId)
      fault('route-authorizer', `asks for ${type} without an authorizer`)
    if (type === 'NONE' && AuthorizerId) fault('route-authorizer', 'has an authorizer that is never asked')
    return faults
  })
}

const mayNotCall = (id: string, called: TemplateResource): Fault => ({
  id,
  rule: 'invoke-permission',
  says: `may not call ${called.id}`,
})

/**
 * The template's function that a resource of an API calls; undefined if it calls it under a role, which is not checked
 * here.
 */
const calledBy = (template: LintTemplate, uri: unknown, credentials: unknown): TemplateResource | undefined => {
  const called = credentials === undefined ? resourceOf(template, uri) : undefined
  return called?.type === 'AWS::Lambda::Function' ? called : undefined
}

const API_GATEWAY = 'apigateway.amazonaws.com'

const ASKED_BY_NONE = new Set(['AWS::ApiGatewayV2::Authorizer', 'AWS::Lambda::Permission'])

export const authorizers: Rule = (template) => {
  // Outputs and nested stacks may pass it to routes elsewhere; its own permission does not.
  const askers = template.resources.filter(({ type }) => !ASKED_BY_NONE.has(type))
  const asked = new Set(referencesIn([askers.map(({ properties }) => properties), template.outputs]))
  return template.of('ApiGatewayV2::Authorizer').flatMap((authorizer): Fault[] => {
    const { id, properties } = authorizer
    const { Issuer, Audience } = recordOf(properties.JwtConfiguration)
    const api = apiOf(template, authorizer)
    const called = calledBy(template, properties.AuthorizerUri, properties.AuthorizerCredentialsArn)
    const { faults, fault } = faultsOf(id)
    if (properties.AuthorizerType === 'JWT' && (!Issuer || list(Audience).length === 0))
      fault('jwt', 'takes tokens of any issuer or for any audience')
    if (called && api && !functionAllows(template, called, API_GATEWAY, api.id)) faults.push(mayNotCall(id, called))
    if (api && !asked.has(id)) fault('authorizer-unused', 'no route asks it')
    return faults
  })
}

export const integrations: Rule = (template) =>
  template.of('ApiGatewayV2::Integration').flatMap((integration): Fault[] => {
    const { id, properties } = integration
    const api = apiOf(template, integration)
    const called = calledBy(template, properties.IntegrationUri, properties.CredentialsArn)
    return called && api && !functionAllows(template, called, API_GATEWAY, api.id) ? [mayNotCall(id, called)] : []
  })

const limitsIn = (settings: unknown): readonly unknown[] => {
  const { ThrottlingBurstLimit, ThrottlingRateLimit } = recordOf(settings)
  return [ThrottlingBurstLimit, ThrottlingRateLimit].filter((limit) => limit !== undefined)
}

/** Whether throttling settings let nobody through. */
const isClosed = (settings: unknown): boolean => limitsIn(settings).some((limit) => numberOf(limit) <= 0)

/** Whether settings of single routes let requests through, or may do so once deployed. */
const opensRoutes = (settings: unknown): boolean =>
  isIntrinsic(settings) ||
  Object.values(recordOf(settings)).some((each) => isIntrinsic(each) || (limitsIn(each).length > 0 && !isClosed(each)))

/** A limit of zero by default is a mistake, unless, outside our own template, single routes are opened. */
export const stages: Rule = (template) =>
  template
    .of('ApiGatewayV2::Stage')
    .filter(
      ({ properties }) =>
        isClosed(properties.DefaultRouteSettings) && (template.isHouse || !opensRoutes(properties.RouteSettings)),
    )
    .map(({ id }) => ({ id, rule: 'throttle', says: 'throttles by no positive number' }))

/** The pool may call its triggers. */
export const triggers: Rule = (template) =>
  template.of('Cognito::UserPool').flatMap(({ id, properties }): Fault[] =>
    Object.values(recordOf(properties.LambdaConfig))
      .flatMap((trigger) => calledBy(template, trigger, undefined) ?? [])
      .filter((called) => !functionAllows(template, called, 'cognito-idp.amazonaws.com', id))
      .map((called) => mayNotCall(id, called)),
  )

/** Where browsers send their admission: it is the only header that they can set when they open a socket. */
const ADMISSION = 'route.request.header.Sec-WebSocket-Protocol'

/** Our socket has an authorizer that reads the admission, and our functions receive requests in one format. */
export const ownRoutes: Rule = (template) => [
  ...template
    .of('ApiGatewayV2::Route')
    .filter(
      ({ properties }) => properties.RouteKey === '$connect' && (properties.AuthorizationType ?? 'NONE') === 'NONE',
    )
    .map(({ id }): Fault => ({ id, rule: 'socket-open', says: 'lets everybody connect' })),
  ...template
    .of('ApiGatewayV2::Integration')
    .filter(
      (integration) =>
        apiOf(template, integration)?.properties.ProtocolType === 'HTTP' &&
        (integration.properties.PayloadFormatVersion !== '2.0' ||
          integration.properties.IntegrationType !== 'AWS_PROXY'),
    )
    .map(({ id }): Fault => ({ id, rule: 'payload', says: 'functions read payload 2.0' })),
  ...template
    .of('ApiGatewayV2::Authorizer')
    .filter(({ properties }) => list(properties.IdentitySource).join() !== ADMISSION)
    .map(({ id }): Fault => ({ id, rule: 'socket-admission', says: 'does not read the admission that browsers send' })),
  ...template
    .of('ApiGatewayV2::Route')
    .filter((route) => !mayAnswer(template, route))
    .map(
      ({ id, properties }): Fault => ({
        id,
        rule: 'invoke-permission',
        says: `may not call its function at ${textOf(properties.RouteKey)}`,
      }),
    ),
]

/** Whether a route of the socket may call its function; each of these routes has its own permission. */
const mayAnswer = (template: LintTemplate, route: TemplateResource): boolean => {
  const api = apiOf(template, route)
  const integration = resourceOf(template, route.properties.Target)
  const called = calledBy(template, integration?.properties.IntegrationUri, undefined)
  return (
    api?.properties.ProtocolType !== 'WEBSOCKET' ||
    !called ||
    functionAllows(template, called, API_GATEWAY, api.id, `/*${route.properties.RouteKey}`)
  )
}

/** Our stages throttle, have no metrics per route and deploy at once; the socket's stage is named like its path. */
export const ownStages: Rule = (template) =>
  template.of('ApiGatewayV2::Stage').flatMap((stage): Fault[] => {
    const { id, properties } = stage
    const settings = recordOf(properties.DefaultRouteSettings)
    const name = apiOf(template, stage)?.properties.ProtocolType === 'WEBSOCKET' ? 'ws' : '$default'
    const { faults, fault } = faultsOf(id)
    if (settings.ThrottlingBurstLimit === undefined || settings.ThrottlingRateLimit === undefined)
      fault('throttle', 'throttles nobody')
    for (const [route, limits] of Object.entries(recordOf(properties.RouteSettings)))
      if (isClosed(limits)) fault('throttle', `closes ${route}, which is there to be asked`)
    if (isSwitchedOn(settings.DetailedMetricsEnabled))
      fault('route-metrics', 'pays for metrics of every route, which nothing reads')
    if (!isSwitchedOn(properties.AutoDeploy)) fault('auto-deploy', 'shows an old deployment')
    if (properties.StageName !== name) fault('stage-name', `CloudFront asks the stage ${name}`)
    return faults
  })
