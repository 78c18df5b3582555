import { CACHED_ERRORS } from '../site.ts'
import { type Fault, list, type Rule, record, textOf } from './template.ts'

/** AWS's own policy that caches nothing (CloudFront developer guide, managed cache policies). */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'

/** Answers of an API are not kept, and the viewer's address is set before it is asked. */
const apiBehaviourFaults = (id: string, behaviour: Readonly<Record<string, unknown>>): readonly Fault[] => {
  const functions = list(behaviour.FunctionAssociations).map(record)
  return [
    ...(behaviour.CachePolicyId === CACHING_DISABLED
      ? []
      : [{ id, rule: 'api-cache', says: `${behaviour.PathPattern} may answer one person with another's answer` }]),
    ...(functions.some(({ EventType }) => EventType === 'viewer-request')
      ? []
      : [{ id, rule: 'viewer-address', says: `${behaviour.PathPattern} believes the client's word on its address` }]),
  ]
}

/** An error passes as its origin put it, and is asked for anew: a second later somebody may be let in. */
const errorFaults = (id: string, config: Readonly<Record<string, unknown>>): readonly Fault[] => {
  const responses = list(config.CustomErrorResponses).map(record)
  const isKept = (code: number): boolean =>
    !responses.some(({ ErrorCode, ErrorCachingMinTTL }) => ErrorCode === code && ErrorCachingMinTTL === 0)
  return [
    ...CACHED_ERRORS.filter(isKept).map((code) => ({ id, rule: 'error-cache', says: `keeps an answer of ${code}` })),
    ...responses
      .filter(({ ResponseCode, ResponsePagePath }) => ResponseCode !== undefined || ResponsePagePath !== undefined)
      .map(({ ErrorCode }) => ({ id, rule: 'error-page', says: `answers the API's ${ErrorCode} with a page` })),
  ]
}

/** The APIs stand behind the secret, browsers behind a strict policy. */
export const distribution: Rule = (template) =>
  template.of('CloudFront::Distribution').flatMap(({ id, properties }): Fault[] => {
    const config = record(properties.DistributionConfig)
    const origins = list(config.Origins).map(record)
    const apiOrigins = new Set(origins.filter(({ CustomOriginConfig }) => CustomOriginConfig).map(({ Id }) => Id))
    const behaviours = [config.DefaultCacheBehavior, ...list(config.CacheBehaviors)].map(record)
    return [
      ...origins
        .filter(({ CustomOriginConfig }) => CustomOriginConfig !== undefined)
        .filter(
          ({ OriginCustomHeaders }) =>
            !list(OriginCustomHeaders).some((header) => {
              const { HeaderName, HeaderValue } = record(header)
              return HeaderName === 'x-origin-secret' && textOf(HeaderValue).includes('resolve:secretsmanager')
            }),
        )
        .map(() => ({ id, rule: 'origin-secret', says: 'an API behind it is open under its own address' })),
      ...origins
        .filter((origin) => origin.S3OriginConfig !== undefined && origin.OriginAccessControlId === undefined)
        .map(() => ({ id, rule: 'origin-access', says: 'its bucket lets it in by no access control' })),
      ...behaviours
        .filter(({ ViewerProtocolPolicy }) => ViewerProtocolPolicy === 'allow-all')
        .map(({ PathPattern }) => ({
          id,
          rule: 'plain-http',
          says: `${PathPattern ?? 'the default'} is served without TLS`,
        })),
      ...behaviours
        .filter(({ TargetOriginId }) => !origins.some(({ Id }) => Id === TargetOriginId))
        .map(({ PathPattern }) => ({
          id,
          rule: 'behaviour-origin',
          says: `${PathPattern ?? 'the default'} has no origin`,
        })),
      ...['/api/*', '/ws']
        .filter((path) => !behaviours.some(({ PathPattern }) => PathPattern === path))
        .map((path) => ({ id, rule: 'behaviour-missing', says: `does not lead ${path} to its API` })),
      ...behaviours
        .filter(({ TargetOriginId }) => apiOrigins.has(TargetOriginId))
        .flatMap((behaviour) => apiBehaviourFaults(id, behaviour)),
      ...errorFaults(id, config),
      ...(config.WebACLId === undefined ? [{ id, rule: 'waf', says: 'stands before no web ACL' }] : []),
    ]
  })

export const securityHeaders: Rule = (template) =>
  template.of('CloudFront::ResponseHeadersPolicy').flatMap(({ id, properties }): Fault[] => {
    const security = record(record(properties.ResponseHeadersPolicyConfig).SecurityHeadersConfig)
    const policy = String(record(security.ContentSecurityPolicy).ContentSecurityPolicy ?? '')
    return [
      ...(policy.startsWith("default-src 'none'") && !policy.includes('unsafe') && !policy.includes('*')
        ? []
        : [{ id, rule: 'content-policy', says: 'pages may load what is not ours' }]),
      ...['StrictTransportSecurity', 'ContentTypeOptions', 'FrameOptions', 'ReferrerPolicy']
        .filter((header) => security[header] === undefined)
        .map((header) => ({ id, rule: 'security-header', says: `${header} is missing` })),
    ]
  })

/** Nobody reads a bucket but through its policy. */
export const buckets: Rule = (template) =>
  template
    .of('S3::Bucket')
    .filter(({ properties }) => {
      const block = record(properties.PublicAccessBlockConfiguration)
      return !['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
        (each) => block[each] === true,
      )
    })
    .map(({ id }) => ({ id, rule: 'public-bucket', says: 'could be opened to everybody' }))

/** Whoever has opened the site before an upgrade can go on: pages are asked for anew, and the parts of old ones stay. */
export const siteFiles: Rule = (template) =>
  template.of('Custom::CDKBucketDeployment').flatMap(({ id, properties }): Fault[] => {
    const isAssets = properties.DestinationBucketKeyPrefix === 'assets'
    const kept = String(record(properties.SystemMetadata)['cache-control'])
    const prunes = properties.Prune !== false && (isAssets || !list(properties.Exclude).includes('assets/*'))
    return [
      ...(isAssets || kept === 'no-cache' ? [] : [{ id, rule: 'site-cache', says: 'leaves old pages in browsers' }]),
      ...(!isAssets || kept.includes('immutable')
        ? []
        : [{ id, rule: 'site-cache', says: 'has browsers ask for what never changes' }]),
      ...(prunes ? [{ id, rule: 'site-prune', says: 'takes away what pages of an older build ask for' }] : []),
    ]
  })
