import { type JsonRecord, recordOf } from '../json-record.ts'
import { CACHED_ERRORS } from '../site.ts'
import {
  type Fault,
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

/** AWS's own policy that caches nothing (CloudFront developer guide, managed cache policies). */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'

/** AWS's own policy that passes everything on but the host, by which API Gateway would look for an API (the same guide). */
const ALL_BUT_THE_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'
/** What the function before an API writes, and the one before pages has no use for. */
const ADDRESS_HEADER = 'x-viewer-address'

const configOf = ({ properties }: { readonly properties: JsonRecord }): JsonRecord =>
  recordOf(properties.DistributionConfig)

const behavioursOf = (config: JsonRecord): readonly JsonRecord[] =>
  [config.DefaultCacheBehavior, ...list(config.CacheBehaviors)].map(recordOf)

/** What a behaviour serves, in words. */
const pathOf = ({ PathPattern }: JsonRecord): string => textOf(PathPattern) || 'the default'

/** Whether an id is one of some; those that are made at the deployment may be any. */
const mayBeOneOf = (ids: readonly unknown[], id: unknown): boolean =>
  ids.includes(id) || (id !== undefined && [id, ...ids].some(isIntrinsic))

/** Origins are let in, paths lead to origins, and nothing travels in the open. */
export const distributions: Rule = (template) =>
  template.of('CloudFront::Distribution').flatMap((resource): Fault[] => {
    const { id } = resource
    const config = configOf(resource)
    const origins = list(config.Origins).map(recordOf)
    const groups = list(recordOf(config.OriginGroups).Items).map(recordOf)
    const ids = [...origins, ...groups].map(({ Id }) => Id)
    const acl = resourceOf(template, config.WebACLId)
    return [
      ...origins
        .filter(
          ({ S3OriginConfig, OriginAccessControlId }) =>
            S3OriginConfig !== undefined &&
            !textOf(OriginAccessControlId) &&
            !textOf(recordOf(S3OriginConfig).OriginAccessIdentity),
        )
        .map((): Fault => ({ id, rule: 'origin-access', says: 'its bucket lets it in by no access control' })),
      ...behavioursOf(config)
        .filter(({ ViewerProtocolPolicy }) => ViewerProtocolPolicy === 'allow-all')
        .map((behaviour): Fault => ({ id, rule: 'plain-http', says: `${pathOf(behaviour)} is served without TLS` })),
      ...behavioursOf(config)
        .filter(({ TargetOriginId }) => !mayBeOneOf(ids, TargetOriginId))
        .map((behaviour): Fault => ({ id, rule: 'behaviour-origin', says: `${pathOf(behaviour)} has no origin` })),
      ...behavioursOf(config)
        .filter(({ FunctionAssociations, LambdaFunctionAssociations }) => {
          const associations = [...list(FunctionAssociations), ...list(LambdaFunctionAssociations)]
          const events = associations.map((each) => recordOf(each).EventType)
          return new Set(events).size < events.length
        })
        .map(
          (behaviour): Fault => ({
            id,
            rule: 'behaviour-request',
            says: `${pathOf(behaviour)} asks two functions at once`,
          }),
        ),
      ...(acl?.type === 'AWS::WAFv2::WebACL' && acl.properties.Scope !== 'CLOUDFRONT' && !isUnread(acl.properties.Scope)
        ? [{ id: acl.id, rule: 'waf-scope', says: 'CloudFront takes web ACLs of its own scope' } as const]
        : []),
    ]
  })

/** The code of our functions that are asked before a behaviour's origin is. */
const askedFirst = (template: LintTemplate, { FunctionAssociations }: JsonRecord): readonly string[] =>
  list(FunctionAssociations)
    .map(recordOf)
    .filter(({ EventType }) => EventType === 'viewer-request')
    .flatMap(({ FunctionARN }) => {
      const called = resourceOf(template, FunctionARN)
      return called?.type === 'AWS::CloudFront::Function' ? [String(called.properties.FunctionCode)] : []
    })

/** Answers of an API are not kept, and the viewer's address is set before it is asked. */
const apiBehaviourFaults = (template: LintTemplate, id: string, behaviour: JsonRecord): readonly Fault[] => {
  const path = pathOf(behaviour)
  const methods = list(behaviour.AllowedMethods)
  return [
    ...(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].every((method) => methods.includes(method))
      ? []
      : [{ id, rule: 'behaviour-methods', says: `${path} takes no changes` } as const]),
    ...(behaviour.OriginRequestPolicyId === ALL_BUT_THE_HOST
      ? []
      : [
          {
            id,
            rule: 'behaviour-request',
            says: `${path} does not pass on who asks for what, or a host of its own`,
          } as const,
        ]),
    ...(behaviour.CachePolicyId === CACHING_DISABLED
      ? []
      : [{ id, rule: 'api-cache', says: `${path} may answer one person with another's answer` } as const]),
    ...(askedFirst(template, behaviour).some((code) => code.includes(ADDRESS_HEADER))
      ? []
      : [{ id, rule: 'viewer-address', says: `${path} believes the client's word on its address` } as const]),
  ]
}

/** An error passes as its origin put it, and is asked for anew: a second later somebody may be let in. */
const errorFaults = (id: string, config: JsonRecord): readonly Fault[] => {
  const responses = list(config.CustomErrorResponses).map(recordOf)
  const isKept = (code: number): boolean =>
    !responses.some(
      ({ ErrorCode, ErrorCachingMinTTL }) => Number(ErrorCode) === code && Number(ErrorCachingMinTTL) === 0,
    )
  return [
    ...CACHED_ERRORS.filter(isKept).map(
      (code): Fault => ({ id, rule: 'error-cache', says: `keeps an answer of ${code}` }),
    ),
    ...responses
      .filter(({ ResponseCode, ResponsePagePath }) => ResponseCode !== undefined || ResponsePagePath !== undefined)
      .map(
        ({ ErrorCode }): Fault => ({
          id,
          rule: 'error-page',
          says: `answers the API's ${textOf(ErrorCode) || 'errors'} with a page`,
        }),
      ),
  ]
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

/** Which API each path is for. */
const LED_TO = { '/api': 'HttpApi', '/api/*': 'HttpApi', '/ws': 'SocketApi' }

/** Whether a path leads to an API, under the path as it is. */
const leadsTo = (config: JsonRecord, path: string, api: string): boolean => {
  const behaviour = behavioursOf(config).find(({ PathPattern }) => PathPattern === path)
  const origin = list(config.Origins)
    .map(recordOf)
    .find(({ Id }) => behaviour !== undefined && textOf(Id) === textOf(behaviour.TargetOriginId))
  return textOf(origin?.DomainName).startsWith(`<${api}>.`) && !textOf(origin?.OriginPath)
}

/** Our APIs stand behind the secret and the firewall, browsers behind a strict policy. */
export const frontDoor: Rule = (template) =>
  template.of('CloudFront::Distribution').flatMap((resource): Fault[] => {
    const { id } = resource
    const config = configOf(resource)
    const apiOrigins = list(config.Origins)
      .map(recordOf)
      .filter(({ CustomOriginConfig }) => CustomOriginConfig !== undefined)
    const apiOriginIds = new Set(apiOrigins.map(({ Id }) => textOf(Id)))
    const behaviours = behavioursOf(config)
    const [apis, pages] = [true, false].map((isApi) =>
      behaviours.filter(({ TargetOriginId }) => apiOriginIds.has(textOf(TargetOriginId)) === isApi),
    )
    return [
      ...apiOrigins
        .filter((origin) => !showsSecret(origin))
        .map((): Fault => ({ id, rule: 'origin-secret', says: 'an API behind it is open under its own address' })),
      ...Object.entries(LED_TO)
        .filter(([path, api]) => !leadsTo(config, path, api))
        .map(([path, api]): Fault => ({ id, rule: 'behaviour-missing', says: `does not lead ${path} to ${api}` })),
      ...(apis ?? []).flatMap((behaviour) => apiBehaviourFaults(template, id, behaviour)),
      ...(pages ?? [])
        .filter((behaviour) => !sendsHeaders(template, behaviour))
        .map(
          (behaviour): Fault => ({ id, rule: 'page-headers', says: `${pathOf(behaviour)} sends no security headers` }),
        ),
      ...(pages ?? [])
        .filter((behaviour) => !askedFirst(template, behaviour).some((code) => !code.includes(ADDRESS_HEADER)))
        .map(
          (behaviour): Fault => ({
            id,
            rule: 'behaviour-request',
            says: `${pathOf(behaviour)} knows files alone, no page’s path`,
          }),
        ),
      ...errorFaults(id, config),
      ...(resourceOf(template, config.WebACLId)?.type !== 'AWS::WAFv2::WebACL'
        ? [{ id, rule: 'waf', says: 'stands before no web ACL' } as const]
        : []),
    ]
  })

/** What our pages are made of. */
const OWN_SOURCES = ['script-src', 'style-src', 'img-src', 'font-src', 'connect-src']
/** Seconds for which browsers ask by TLS alone, at least: half a year. */
const MIN_TLS_AGE = 15_768_000

export const securityHeaders: Rule = (template) =>
  template.of('CloudFront::ResponseHeadersPolicy').flatMap(({ id, properties }): Fault[] => {
    const security = recordOf(recordOf(properties.ResponseHeadersPolicyConfig).SecurityHeadersConfig)
    const policy = String(recordOf(security.ContentSecurityPolicy).ContentSecurityPolicy ?? '')
    return [
      ...(policy.startsWith("default-src 'none'") && !policy.includes('unsafe') && !policy.includes('*')
        ? []
        : [{ id, rule: 'content-policy', says: 'pages may load what is not ours' } as const]),
      ...OWN_SOURCES.filter((source) => !policy.includes(`${source} 'self'`)).map(
        (source): Fault => ({ id, rule: 'content-policy', says: `pages may not load what is ours by ${source}` }),
      ),
      ...(Number(recordOf(security.StrictTransportSecurity).AccessControlMaxAgeSec) >= MIN_TLS_AGE
        ? []
        : [{ id, rule: 'security-header', says: 'browsers soon forget that there is TLS' } as const]),
      ...['StrictTransportSecurity', 'ContentTypeOptions', 'FrameOptions', 'ReferrerPolicy']
        .filter((header) => security[header] === undefined)
        .map((header): Fault => ({ id, rule: 'security-header', says: `${header} is missing` })),
    ]
  })

/** Nobody reads a bucket but through its policy. */
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

/** Whoever has opened the site before an upgrade can go on: pages are asked for anew, and the parts of old ones stay. */
export const siteFiles: Rule = (template) =>
  template.of('Custom::CDKBucketDeployment').flatMap(({ id, properties }): Fault[] => {
    const isAssets = properties.DestinationBucketKeyPrefix === 'assets'
    const kept = String(recordOf(properties.SystemMetadata)['cache-control'])
    const prunes = !isSwitchedOff(properties.Prune) && (isAssets || !list(properties.Exclude).includes('assets/*'))
    const faults: Fault[] = []
    const fault = (rule: Fault['rule'], says: string) => faults.push({ id, rule, says })
    if (!isAssets && !(properties.DistributionId && list(properties.DistributionPaths).includes('/*')))
      fault('site-cache', 'leaves old pages in CloudFront')
    if (!isAssets && kept !== 'no-cache') fault('site-cache', 'leaves old pages in browsers')
    if (isAssets && !kept.includes('immutable')) fault('site-cache', 'has browsers ask for what never changes')
    if (prunes) fault('site-prune', 'takes away what pages of an older build ask for')
    return faults
  })
