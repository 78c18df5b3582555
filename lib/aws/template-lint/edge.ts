import { type JsonRecord, recordOf } from '../json-record.ts'
import { CACHED_ERRORS } from '../site.ts'
import {
  type Fault,
  faultsOf,
  isIntrinsic,
  isSwitchedOff,
  isSwitchedOn,
  isUnread,
  type LintTemplate,
  list,
  type Rule,
  resourceOf,
  textOf,
} from './template.ts'

/** Id of AWS's managed policy that caches nothing (CloudFront developer guide, managed cache policies). */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'

/** Id of AWS's managed policy that forwards all but `Host`, by which API Gateway selects an API (the same guide). */
const ALL_BUT_THE_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'
/** Header that the function before an API sets, and the one before pages does not. */
const ADDRESS_HEADER = 'x-viewer-address'

const configOf = ({ properties }: { readonly properties: JsonRecord }): JsonRecord =>
  recordOf(properties.DistributionConfig)

const behavioursOf = (config: JsonRecord): readonly JsonRecord[] =>
  [config.DefaultCacheBehavior, ...list(config.CacheBehaviors)].map(recordOf)

/** A behaviour's path for findings. */
const pathOf = ({ PathPattern }: JsonRecord): string => textOf(PathPattern) || 'the default'

/** Whether an id is among the given ones, or may be, since one of them is only known at the deployment. */
const mayBeOneOf = (ids: readonly unknown[], id: unknown): boolean =>
  ids.includes(id) || (id !== undefined && [id, ...ids].some(isIntrinsic))

/** Bucket origins have access control, behaviours lead to origins, and nothing is served over plain HTTP. */
export const distributions: Rule = (template) =>
  template.of('CloudFront::Distribution').flatMap((resource): Fault[] => {
    const { id } = resource
    const config = configOf(resource)
    const origins = list(config.Origins).map(recordOf)
    const groups = list(recordOf(config.OriginGroups).Items).map(recordOf)
    const ids = [...origins, ...groups].map(({ Id }) => Id)
    const acl = resourceOf(template, config.WebACLId)
    const { faults, fault } = faultsOf(id)
    for (const { S3OriginConfig, OriginAccessControlId } of origins) {
      const access = textOf(OriginAccessControlId) || textOf(recordOf(S3OriginConfig).OriginAccessIdentity)
      if (S3OriginConfig !== undefined && !access) fault('origin-access', 'its bucket lets it in by no access control')
    }
    for (const behaviour of behavioursOf(config)) {
      const path = pathOf(behaviour)
      if (behaviour.ViewerProtocolPolicy === 'allow-all') fault('plain-http', `${path} is served without TLS`)
      if (!mayBeOneOf(ids, behaviour.TargetOriginId)) fault('behaviour-origin', `${path} has no origin`)
      const { FunctionAssociations, LambdaFunctionAssociations } = behaviour
      const associations = [...list(FunctionAssociations), ...list(LambdaFunctionAssociations)]
      const events = new Set(associations.map((each) => recordOf(each).EventType))
      if (events.size < associations.length) fault('behaviour-request', `${path} asks two functions at once`)
    }
    if (acl?.type === 'AWS::WAFv2::WebACL' && acl.properties.Scope !== 'CLOUDFRONT' && !isUnread(acl.properties.Scope))
      faults.push({ id: acl.id, rule: 'waf-scope', says: 'CloudFront takes web ACLs of its own scope' })
    return faults
  })

/** The code of our CloudFront functions that handle a behaviour's requests. */
const askedFirst = (template: LintTemplate, { FunctionAssociations }: JsonRecord): readonly string[] =>
  list(FunctionAssociations)
    .map(recordOf)
    .filter(({ EventType }) => EventType === 'viewer-request')
    .flatMap(({ FunctionARN }) => {
      const called = resourceOf(template, FunctionARN)
      return called?.type === 'AWS::CloudFront::Function' ? [String(called.properties.FunctionCode)] : []
    })

/** A behaviour before an API caches nothing, forwards the request, and sets the viewer's address. */
const apiBehaviourFaults = (template: LintTemplate, id: string, behaviour: JsonRecord): readonly Fault[] => {
  const path = pathOf(behaviour)
  const methods = list(behaviour.AllowedMethods)
  const { faults, fault } = faultsOf(id)
  if (!['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].every((method) => methods.includes(method)))
    fault('behaviour-methods', `${path} takes no changes`)
  if (behaviour.OriginRequestPolicyId !== ALL_BUT_THE_HOST)
    fault('behaviour-request', `${path} does not pass on who asks for what, or a host of its own`)
  if (behaviour.CachePolicyId !== CACHING_DISABLED)
    fault('api-cache', `${path} may answer one person with another's answer`)
  if (!askedFirst(template, behaviour).some((code) => code.includes(ADDRESS_HEADER)))
    fault('viewer-address', `${path} accepts the address that a client claims`)
  return faults
}

/** A behaviour before pages maps paths to pages, and sends security headers. */
const pageBehaviourFaults = (template: LintTemplate, id: string, behaviour: JsonRecord): readonly Fault[] => {
  const path = pathOf(behaviour)
  const { faults, fault } = faultsOf(id)
  if (!sendsHeaders(template, behaviour)) fault('page-headers', `${path} sends no security headers`)
  if (!askedFirst(template, behaviour).some((code) => !code.includes(ADDRESS_HEADER)))
    fault('behaviour-request', `${path} serves files alone: paths of pages lead nowhere`)
  return faults
}

/** Errors pass as the origin sent them, and are not cached: a second later the same request may succeed. */
const errorFaults = (id: string, config: JsonRecord): readonly Fault[] => {
  const responses = list(config.CustomErrorResponses).map(recordOf)
  const isKept = (code: number): boolean =>
    !responses.some(
      ({ ErrorCode, ErrorCachingMinTTL }) => Number(ErrorCode) === code && Number(ErrorCachingMinTTL) === 0,
    )
  const { faults, fault } = faultsOf(id)
  for (const code of CACHED_ERRORS.filter(isKept)) fault('error-cache', `keeps an answer of ${code}`)
  for (const { ErrorCode, ResponseCode, ResponsePagePath } of responses)
    if (ResponseCode !== undefined || ResponsePagePath !== undefined)
      fault('error-page', `answers the API's ${textOf(ErrorCode) || 'errors'} with a page`)
  return faults
}

const showsSecret = ({ OriginCustomHeaders }: JsonRecord): boolean =>
  list(OriginCustomHeaders)
    .map(recordOf)
    .some(
      ({ HeaderName, HeaderValue }) =>
        HeaderName === 'x-origin-secret' && textOf(HeaderValue).startsWith('{{resolve:secretsmanager:<OriginSecret>:'),
    )

const sendsHeaders = (template: LintTemplate, { ResponseHeadersPolicyId }: JsonRecord): boolean =>
  resourceOf(template, ResponseHeadersPolicyId)?.type === 'AWS::CloudFront::ResponseHeadersPolicy'

/** The API that serves each path, by logical id. */
const LED_TO = { '/api': 'HttpApi', '/api/*': 'HttpApi', '/ws': 'SocketApi' }

/** Whether a path leads to an API and is not rewritten. */
const leadsTo = (config: JsonRecord, path: string, api: string): boolean => {
  const behaviour = behavioursOf(config).find(({ PathPattern }) => PathPattern === path)
  const origin = list(config.Origins)
    .map(recordOf)
    .find(({ Id }) => behaviour !== undefined && textOf(Id) === textOf(behaviour.TargetOriginId))
  return textOf(origin?.DomainName).startsWith(`<${api}>.`) && !textOf(origin?.OriginPath)
}

/** Our distribution has the web ACL, sends the origin secret to the APIs, and security headers to browsers. */
export const frontDoor: Rule = (template) =>
  template.of('CloudFront::Distribution').flatMap((resource): Fault[] => {
    const { id } = resource
    const config = configOf(resource)
    const apiOrigins = list(config.Origins)
      .map(recordOf)
      .filter(({ CustomOriginConfig }) => CustomOriginConfig !== undefined)
    const apiOriginIds = new Set(apiOrigins.map(({ Id }) => textOf(Id)))
    const { faults, fault } = faultsOf(id)
    for (const origin of apiOrigins)
      if (!showsSecret(origin)) fault('origin-secret', 'an API behind it is open under its own address')
    for (const [path, api] of Object.entries(LED_TO))
      if (!leadsTo(config, path, api)) fault('behaviour-missing', `does not lead ${path} to ${api}`)
    for (const behaviour of behavioursOf(config))
      faults.push(
        ...(apiOriginIds.has(textOf(behaviour.TargetOriginId))
          ? apiBehaviourFaults(template, id, behaviour)
          : pageBehaviourFaults(template, id, behaviour)),
      )
    faults.push(...errorFaults(id, config))
    if (resourceOf(template, config.WebACLId)?.type !== 'AWS::WAFv2::WebACL') fault('waf', 'stands before no web ACL')
    return faults
  })

/** Directives by which our pages load their own files. */
const OWN_SOURCES = ['script-src', 'style-src', 'img-src', 'font-src', 'connect-src']
/** Shortest time for which browsers remember to use TLS alone, in seconds: half a year. */
const MIN_TLS_AGE = 15_768_000

export const securityHeaders: Rule = (template) =>
  template.of('CloudFront::ResponseHeadersPolicy').flatMap(({ id, properties }): Fault[] => {
    const security = recordOf(recordOf(properties.ResponseHeadersPolicyConfig).SecurityHeadersConfig)
    const policy = String(recordOf(security.ContentSecurityPolicy).ContentSecurityPolicy ?? '')
    const { faults, fault } = faultsOf(id)
    if (!policy.startsWith("default-src 'none'") || policy.includes('unsafe') || policy.includes('*'))
      fault('content-policy', 'pages may load what is not ours')
    for (const source of OWN_SOURCES)
      if (!policy.includes(`${source} 'self'`)) fault('content-policy', `pages may not load what is ours by ${source}`)
    if (!(Number(recordOf(security.StrictTransportSecurity).AccessControlMaxAgeSec) >= MIN_TLS_AGE))
      fault('security-header', 'browsers soon forget that there is TLS')
    for (const header of ['StrictTransportSecurity', 'ContentTypeOptions', 'FrameOptions', 'ReferrerPolicy'])
      if (security[header] === undefined) fault('security-header', `${header} is missing`)
    return faults
  })

/** Buckets block all public access. */
export const buckets: Rule = (template) =>
  template
    .of('S3::Bucket')
    .filter(({ properties }) => {
      const block = recordOf(properties.PublicAccessBlockConfiguration)
      return !['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every((each) =>
        isSwitchedOn(block[each]),
      )
    })
    .map(({ id }) => ({ id, rule: 'public-bucket', says: 'could be opened to everybody' }))

/** A site that was opened before an upgrade keeps working: pages are revalidated, and old assets stay. */
export const siteFiles: Rule = (template) =>
  template.of('Custom::CDKBucketDeployment').flatMap(({ id, properties }): Fault[] => {
    const isAssets = properties.DestinationBucketKeyPrefix === 'assets'
    const kept = String(recordOf(properties.SystemMetadata)['cache-control'])
    const prunes = !isSwitchedOff(properties.Prune) && (isAssets || !list(properties.Exclude).includes('assets/*'))
    const { faults, fault } = faultsOf(id)
    if (!isAssets && !(properties.DistributionId && list(properties.DistributionPaths).includes('/*')))
      fault('site-cache', 'leaves old pages in CloudFront')
    if (!isAssets && kept !== 'no-cache') fault('site-cache', 'leaves old pages in browsers')
    if (isAssets && !kept.includes('immutable')) fault('site-cache', 'has browsers ask for what never changes')
    if (prunes) fault('site-prune', 'deletes assets that pages of an older build request')
    return faults
  })
