import type { Functions } from '../functions.ts'
import type { Permissions } from '../permissions.ts'
import type { Resource, Template } from '../template.ts'
import { routeArn, type SocketStage } from './events.ts'

/** A WebSocket API of the template: its stage, its authorizer, and the functions behind its routes. */
export interface SocketRoutes extends SocketStage {
  /** Function of the `$connect` route's REQUEST authorizer, if it has one, and the header it reads. */
  readonly authorizer: { readonly functionId: string; readonly identityHeaders: readonly string[] } | undefined
  has(routeKey: string): boolean
  /** Route key of a message: the selected action if it has a route of its own, else `$default`. */
  select(message: string): string
  /**
   * Runs a route's function.
   *
   * @throws Error if the route has none, the template does not let the gateway invoke it, or it failed
   */
  run(routeKey: string, event: unknown): Promise<unknown>
  /** Runs the authorizer's function. @throws Error as `run` does */
  authorize(event: unknown): Promise<unknown>
}

export interface SocketRoutesOptions {
  readonly template: Template
  readonly permissions: Permissions
  readonly functions: Functions
}

const PRINCIPAL = 'apigateway.amazonaws.com'
const IDENTITY_PREFIX = 'route.request.header.'

/** WebSocket APIs name a function by the path of Lambda's own API. */
const functionArnOf = (uri: string): string =>
  uri
    .split('/functions/')
    .at(-1)
    ?.replace(/\/invocations$/, '') ?? uri

/** Reads the template's WebSocket API; undefined if it has none. */
export const readSocketRoutes = ({
  template,
  permissions,
  functions,
}: SocketRoutesOptions): SocketRoutes | undefined => {
  const [api] = template
    .resourcesOf('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType === 'WEBSOCKET')
  if (!api) return undefined
  const apiId = api.logicalId
  const belongs = ({ properties }: Resource) => template.text(properties.ApiId) === apiId
  const [stage] = template.resourcesOf('AWS::ApiGatewayV2::Stage').filter(belongs)
  if (!stage) throw new Error(`API ${apiId} has no stage`)
  const selection = template.text(api.properties.RouteSelectionExpression)
  const [, selector] = /^\$request\.body\.(\w+)$/.exec(selection) ?? []
  if (!selector) throw new Error(`API ${apiId}: the route selection ${selection} is not emulated`)

  const routes = template.resourcesOf('AWS::ApiGatewayV2::Route').filter(belongs)
  const functionIds = new Map(
    routes.map(({ properties }) => {
      const integration = template.resource(template.text(properties.Target).replace('integrations/', ''))
      const functionId = functions.idOf(functionArnOf(template.text(integration.properties.IntegrationUri)))
      return [template.text(properties.RouteKey), functionId] as const
    }),
  )
  const place: SocketStage = { apiId, stage: template.text(stage.properties.StageName) }

  const invoke = async (functionId: string, source: string, event: unknown): Promise<unknown> => {
    if (permissions.mayInvoke(functionId, PRINCIPAL, source)) return functions.invoke(functionId, event)
    permissions.deny(PRINCIPAL, 'lambda:InvokeFunction', template.arnOf(functionId))
    throw new Error(`the gateway may not invoke ${functionId}`)
  }

  const connect = routes.find(({ properties }) => properties.RouteKey === '$connect')
  const authorizer = connect && readAuthorizer(template, functions, connect)
  return {
    ...place,
    authorizer: authorizer && { functionId: authorizer.functionId, identityHeaders: authorizer.identityHeaders },
    has: (routeKey) => functionIds.has(routeKey),
    select: (message) => {
      const action = actionOf(message, selector)
      // `$connect` and its like belong to the gateway: messages cannot select them.
      return action !== undefined && !action.startsWith('$') && functionIds.has(action) ? action : '$default'
    },
    run: async (routeKey, event) => {
      const functionId = functionIds.get(routeKey)
      if (!functionId) throw new Error(`no route ${routeKey}`)
      return invoke(functionId, routeArn(place, routeKey), event)
    },
    authorize: async (event) => {
      if (!authorizer) throw new Error(`API ${apiId} has no authorizer`)
      return invoke(authorizer.functionId, routeArn({ apiId, stage: 'authorizers' }, authorizer.logicalId), event)
    },
  }
}

const readAuthorizer = (template: Template, functions: Functions, { logicalId, properties }: Resource) => {
  if (properties.AuthorizationType === undefined || properties.AuthorizationType === 'NONE') return undefined
  if (properties.AuthorizationType !== 'CUSTOM') {
    throw new Error(`route ${logicalId}: authorization ${String(properties.AuthorizationType)} is not emulated`)
  }
  const authorizer = template.resource(template.text(properties.AuthorizerId))
  const sources = (authorizer.properties.IdentitySource ?? []) as readonly string[]
  const unknown = sources.find((source) => !source.startsWith(IDENTITY_PREFIX))
  if (unknown) throw new Error(`authorizer ${authorizer.logicalId}: the identity source ${unknown} is not emulated`)
  return {
    logicalId: authorizer.logicalId,
    functionId: functions.idOf(functionArnOf(template.text(authorizer.properties.AuthorizerUri))),
    identityHeaders: sources.map((source) => source.slice(IDENTITY_PREFIX.length).toLowerCase()),
  }
}

const actionOf = (message: string, selector: string): string | undefined => {
  try {
    const action: unknown = JSON.parse(message)?.[selector]
    return typeof action === 'string' ? action : undefined
  } catch {
    return undefined
  }
}
