import type { GatewayRequest } from '../http-api.ts'
import type { Template } from '../template.ts'
import { type EdgeFunction, type EdgeOutcome, edgeFunction } from './edge-function.ts'

/** What CloudFront would do with requests and answers, as the template declares it. */
export interface Distribution {
  /** Runs the viewer-request function for the request's path; without one, the request passes unchanged. */
  atEdge(request: GatewayRequest): EdgeOutcome
  /** Headers that the origins of `/api/*` and `/ws` get in place of the client's own; lower-case names. */
  readonly originHeaders: Readonly<Record<string, string>>
  /** Headers of an answer to this path. */
  responseHeaders(path: string): Readonly<Record<string, string>>
}

interface Behaviour {
  readonly PathPattern?: string
  readonly ResponseHeadersPolicyId?: string
  readonly FunctionAssociations?: readonly { readonly EventType: string; readonly FunctionARN: string }[]
}

interface DistributionConfig {
  readonly DefaultCacheBehavior?: Behaviour
  readonly CacheBehaviors?: readonly Behaviour[]
  readonly Origins?: readonly {
    readonly OriginCustomHeaders?: readonly { readonly HeaderName: string; readonly HeaderValue: string }[]
  }[]
}

interface HeadersPolicyConfig {
  readonly SecurityHeadersConfig?: {
    readonly ContentSecurityPolicy?: { readonly ContentSecurityPolicy: string }
    readonly ContentTypeOptions?: unknown
    readonly FrameOptions?: { readonly FrameOption: string }
    readonly ReferrerPolicy?: { readonly ReferrerPolicy: string }
  }
  readonly CustomHeadersConfig?: { readonly Items: readonly { readonly Header: string; readonly Value: string }[] }
}

/** Headers of one policy. HSTS is left out: this machine speaks plain http. */
const headersOf = ({ SecurityHeadersConfig, CustomHeadersConfig }: HeadersPolicyConfig): Record<string, string> => {
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy } = SecurityHeadersConfig ?? {}
  const headers: Record<string, string> = {}
  if (ContentSecurityPolicy) headers['content-security-policy'] = ContentSecurityPolicy.ContentSecurityPolicy
  if (ContentTypeOptions) headers['x-content-type-options'] = 'nosniff'
  if (FrameOptions) headers['x-frame-options'] = FrameOptions.FrameOption
  if (ReferrerPolicy) headers['referrer-policy'] = ReferrerPolicy.ReferrerPolicy
  for (const { Header, Value } of CustomHeadersConfig?.Items ?? []) headers[Header.toLowerCase()] = Value
  return headers
}

/** A CloudFront path pattern, in which `*` stands for any run of characters. */
const pathMatcher = (pattern: string): RegExp =>
  new RegExp(`^/?${pattern.replace(/^\//, '').split('*').map(RegExp.escape).join('.*')}$`)

const unchanged: EdgeFunction = (request) => ({ request })

/** The template's CloudFront functions by their ARNs. */
const edgeFunctionsIn = (template: Template): ReadonlyMap<string, EdgeFunction> =>
  new Map(
    template
      .resourcesOf('AWS::CloudFront::Function')
      .map(({ logicalId, properties }) => [
        template.arnOf(logicalId),
        edgeFunction(template.text(properties.FunctionCode)),
      ]),
  )

/** Reads the template's CloudFront distribution; a template without one changes nothing. */
export const readDistribution = (template: Template): Distribution => {
  const policies = new Map(
    template.resourcesOf('AWS::CloudFront::ResponseHeadersPolicy').map(({ logicalId, properties }) => {
      const config = template.resolve(properties.ResponseHeadersPolicyConfig) as HeadersPolicyConfig
      return [template.text({ Ref: logicalId }), headersOf(config)] as const
    }),
  )
  const functions = edgeFunctionsIn(template)
  const [distribution] = template.resourcesOf('AWS::CloudFront::Distribution')
  const config = (
    distribution ? template.resolve(distribution.properties.DistributionConfig) : {}
  ) as DistributionConfig
  const behaviourOf = ({ PathPattern = '*', ResponseHeadersPolicyId = '', FunctionAssociations = [] }: Behaviour) => {
    const viewerRequest = FunctionAssociations.find(({ EventType }) => EventType === 'viewer-request')
    return {
      matches: pathMatcher(PathPattern),
      headers: policies.get(ResponseHeadersPolicyId) ?? {},
      viewerRequest: functions.get(viewerRequest?.FunctionARN ?? '') ?? unchanged,
    }
  }
  const behaviours = (config.CacheBehaviors ?? []).map(behaviourOf)
  const fallback = behaviourOf(config.DefaultCacheBehavior ?? {})
  const behaviourFor = (path: string) => behaviours.find(({ matches }) => matches.test(path)) ?? fallback
  const originHeaders = (config.Origins ?? []).flatMap(({ OriginCustomHeaders }) => OriginCustomHeaders ?? [])

  return {
    atEdge: (request) => behaviourFor(request.path).viewerRequest(request),
    originHeaders: Object.fromEntries(
      originHeaders.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]),
    ),
    responseHeaders: (path) => behaviourFor(path).headers,
  }
}
