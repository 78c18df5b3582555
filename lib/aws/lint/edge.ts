import { type Fault, isRecord, list, type Rule, record, textOf } from './template.ts'

/** Windows that a rate rule knows, in seconds. */
const WINDOWS = new Set([60, 120, 300, 600])

/** Rules stand in one order; single rules act, groups of rules are overridden. */
export const firewall: Rule = (template) =>
  template.of('WAFv2::WebACL').flatMap(({ id, properties }): Fault[] => {
    const faults: Fault[] = []
    const fault = (rule: string, says: string) => faults.push({ id, rule, says })
    const rules = list(properties.Rules).map(record)
    const priorities = rules.map(({ Priority }) => Priority)
    if (new Set(priorities).size < priorities.length) fault('waf-priority', 'two rules have one priority')
    if (rules.length === 0) fault('waf-rules', 'has no rules')
    for (const { Name, Action, OverrideAction, Statement } of rules) {
      const { ManagedRuleGroupStatement, RuleGroupReferenceStatement, RateBasedStatement } = record(Statement)
      const isGroup = ManagedRuleGroupStatement !== undefined || RuleGroupReferenceStatement !== undefined
      if (isGroup && (Action !== undefined || OverrideAction === undefined)) {
        fault('waf-action', `${Name} is a group: it takes an OverrideAction`)
      }
      if (!isGroup && (Action === undefined || OverrideAction !== undefined))
        fault('waf-action', `${Name} takes an Action`)
      if (isRecord(RateBasedStatement)) {
        if (!WINDOWS.has(Number(RateBasedStatement.EvaluationWindowSec ?? 300)))
          fault('waf-window', `${Name} has a strange window`)
        if (!(Number(RateBasedStatement.Limit) >= 10)) fault('waf-limit', `${Name} has a limit below 10`)
      }
    }
    if (properties.Scope !== 'CLOUDFRONT') fault('waf-scope', 'CloudFront takes web ACLs of its own scope')
    return faults
  })

/** The APIs stand behind the secret, browsers behind a strict policy. */
export const distribution: Rule = (template) =>
  template.of('CloudFront::Distribution').flatMap(({ id, properties }): Fault[] => {
    const config = record(properties.DistributionConfig)
    const origins = list(config.Origins).map(record)
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
