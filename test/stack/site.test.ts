import { beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../functions/contracts/problem.ts'
import { API_REQUEST, SITE_REQUEST } from '../../lib/aws/site/edge-functions.ts'
import { edgeFunction } from '../../lib/local/front-door/edge-function.ts'
import type { GatewayAnswer, GatewayRequest } from '../../lib/local/http-api.ts'
import { type OwnTemplate, type Resource, synthesiseOwnTemplate } from '../support/own-template.ts'

const requestOf = (path: string, headers: GatewayRequest['headers'] = {}): GatewayRequest => ({
  method: 'GET',
  path,
  queryString: '',
  headers,
  body: Buffer.alloc(0),
  sourceIp: '203.0.113.7',
})

/** A request as the function passes it on to the origin. */
const passedOn = (code: string, path: string, headers: GatewayRequest['headers'] = {}): GatewayRequest => {
  const outcome = edgeFunction(code)(requestOf(path, headers))
  if ('answer' in outcome) throw new Error(`the edge answered ${outcome.answer.status}`)
  return outcome.request
}

/** A response that the function gives itself. */
const refused = (code: string, path: string, headers: GatewayRequest['headers'] = {}): GatewayAnswer => {
  const outcome = edgeFunction(code)(requestOf(path, headers))
  if ('request' in outcome) throw new Error('the edge passed the request on')
  return outcome.answer
}

describe('before the API', () => {
  it('one trailing slash is dropped, the root’s excepted', () => {
    expect(passedOn(API_REQUEST, '/api/tickets/').path).toBe('/api/tickets')
    expect(passedOn(API_REQUEST, '/api/tickets//').path).toBe('/api/tickets/')
    expect(passedOn(API_REQUEST, '/api/tickets').path).toBe('/api/tickets')
    expect(passedOn(API_REQUEST, '/').path).toBe('/')
  })

  it('the viewer’s address is the edge’s word, whatever the client claims', () => {
    const { headers } = passedOn(API_REQUEST, '/api/tickets', { 'x-viewer-address': '198.51.100.1' })
    expect(headers['x-viewer-address']).toBe('203.0.113.7')
  })

  it.each(['/api/agents/%', '/api/tickets/%zz', '/api/tickets/%ff'])(
    'a path that cannot be decoded is refused as a problem: %s',
    (path) => {
      const { status, headers, body } = refused(API_REQUEST, path)

      expect(status).toBe(400)
      expect(headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(Problem.parse(JSON.parse(body.toString()))).toMatchObject({ code: 'malformed_path' })
    },
  )

  it('a body that says it is larger than any may be is refused as a problem, before the gateway does in its words', () => {
    const { status, headers, body } = refused(API_REQUEST, '/api/tickets', { 'content-length': '65537' })

    expect(status).toBe(413)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(Problem.parse(JSON.parse(body.toString()))).toMatchObject({ status: 413, code: 'body_too_large' })
    expect(passedOn(API_REQUEST, '/api/tickets', { 'content-length': '65536' }).path).toBe('/api/tickets')
  })

  it('a path that can be decoded goes on as it came', () => {
    expect(passedOn(API_REQUEST, '/api/tickets/%E2%82%AC').path).toBe('/api/tickets/%E2%82%AC')
  })
})

describe('before the site', () => {
  it.each([
    ['/', '/index.html'],
    ['/tickets/01ABC', '/index.html'],
    ['/console', '/console.html'],
    ['/console/tickets', '/console.html'],
    ['/consoles', '/index.html'],
    ['/assets/portal-1a2b.js', '/assets/portal-1a2b.js'],
  ])('%s is answered by %s', (asked, page) => {
    expect(passedOn(SITE_REQUEST, asked).path).toBe(page)
  })
})

interface Behaviour {
  readonly TargetOriginId: string
  readonly ResponseHeadersPolicyId?: unknown
}

interface DistributionConfig {
  readonly CacheBehaviors: readonly (Behaviour & { readonly PathPattern: string })[]
  readonly DefaultCacheBehavior: Behaviour
  readonly Logging: unknown
}

interface SecurityHeaders {
  readonly ContentSecurityPolicy: { readonly ContentSecurityPolicy: string }
}

describe('the distribution', () => {
  let own: OwnTemplate
  beforeAll(() => {
    own = synthesiseOwnTemplate()
  })

  const onlyOne = (type: string): readonly [string, Resource] => {
    const [found, ...others] = own.of(type)
    if (!found || others.length > 0) throw new Error(`there is not one ${type}`)
    return found
  }
  const distributionConfig = (): DistributionConfig =>
    onlyOne('AWS::CloudFront::Distribution')[1].Properties.DistributionConfig as DistributionConfig
  const policyResource = () => onlyOne('AWS::CloudFront::ResponseHeadersPolicy')
  const securityHeaders = (): SecurityHeaders => {
    const { ResponseHeadersPolicyConfig } = policyResource()[1].Properties
    return (ResponseHeadersPolicyConfig as { SecurityHeadersConfig: SecurityHeaders }).SecurityHeadersConfig
  }

  it('sends the origin secret to both APIs, and its text is in no template', () => {
    const distribution = JSON.stringify(own.of('AWS::CloudFront::Distribution'))
    expect(distribution.match(/x-origin-secret/g)).toHaveLength(2)
    expect(distribution).toContain('{{resolve:secretsmanager:')
  })

  it('leads everything under /api to the API, and /api itself', () => {
    const config = distributionConfig()
    const originOf = (path: string) =>
      config.CacheBehaviors.find(({ PathPattern }) => PathPattern === path)?.TargetOriginId

    expect(originOf('/api')).toBeDefined()
    expect(originOf('/api')).toBe(originOf('/api/*'))
    expect(originOf('/api')).not.toBe(config.DefaultCacheBehavior.TargetOriginId)
  })

  it('lets pages load our own things alone, and one inline script by its hash', () => {
    const { ContentSecurityPolicy } = securityHeaders()
    expect(ContentSecurityPolicy).toMatchObject({ Override: true })
    const sources = ContentSecurityPolicy.ContentSecurityPolicy.split('; ').map((directive) => directive.split(' '))
    expect(Object.fromEntries(sources.map(([name = '', ...allowed]) => [name, allowed]))).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'", expect.stringMatching(/^'sha256-[\w+/]{43}='$/)],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'font-src': ["'self'"],
      'connect-src': ["'self'"],
      'manifest-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    })
  })

  it('tells browsers to come by TLS for two years, to guess no types, to frame no page, to name it to nobody', () => {
    expect(securityHeaders()).toEqual({
      ContentSecurityPolicy: expect.anything(),
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 63_072_000,
        IncludeSubdomains: true,
        Preload: true,
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    })
  })

  it.each(['the site', '/api', '/api/*'])('sends these headers with every answer of %s', (place) => {
    const { CacheBehaviors, DefaultCacheBehavior } = distributionConfig()
    const behaviour = CacheBehaviors.find(({ PathPattern }) => PathPattern === place) ?? DefaultCacheBehavior
    expect(behaviour.ResponseHeadersPolicyId).toEqual({ Ref: policyResource()[0] })
  })

  it('logs who asked for what to a bucket of its own, without cookies, for 90 days', () => {
    const { Logging } = distributionConfig()
    expect(Logging).toEqual({
      Bucket: { 'Fn::GetAtt': ['LogBucket', 'RegionalDomainName'] },
      Prefix: 'cloudfront/',
    })
    expect(own.resources.LogBucket?.Properties).toMatchObject({
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: { RestrictPublicBuckets: true, IgnorePublicAcls: true },
    })
  })

  it('keeps no error that an API answered, and leaves its status and body alone', () => {
    const [, distribution] = own.of('AWS::CloudFront::Distribution')[0] ?? []
    expect(distribution?.Properties.DistributionConfig).toMatchObject({
      CustomErrorResponses: [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({
        ErrorCode,
        ErrorCachingMinTTL: 0,
      })),
    })
    expect(JSON.stringify(distribution?.Properties)).not.toMatch(/ResponsePagePath|ResponseCode/)
  })

  it('may see which files there are, so that a missing one is 404 as on one machine', () => {
    expect(own.statementsOf('AWS::S3::BucketPolicy')).toContainEqual({
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Resource: [
        { 'Fn::GetAtt': ['SiteBucket', 'Arn'] },
        { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['SiteBucket', 'Arn'] }, '/*']] },
      ],
      Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
    })
    expect(passedOn(SITE_REQUEST, '/').path).not.toBe('/')
  })
})
