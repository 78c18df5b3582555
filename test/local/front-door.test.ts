import { mkdirSync, writeFileSync } from 'node:fs'
import { type OutgoingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_REQUEST, SITE_REQUEST } from '../../lib/aws/site/edge-functions.ts'
import type { RunningHost } from '../../lib/local/host.ts'
import { startSmallHost, temporaryFolder } from './small-host.ts'
import { httpApi, permission, smallFunction } from './small-template.ts'

/** Answers with the event it got. */
const MIRROR = `exports.handler = async (event) => event`
const ANSWERS = `exports.handler = async ({ queryStringParameters }) => JSON.parse(queryStringParameters.answer)`
const THROWER = `exports.handler = async () => { throw new Error('inner words') }`

const viewerRequest = (edgeFunctionId: string) => [
  { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [edgeFunctionId, 'FunctionARN'] } },
]
const POLICY = "default-src 'self'"
const folder = temporaryFolder()
const resources = {
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true } },
  },
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: 'headers',
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { ContentSecurityPolicy: POLICY, Override: true },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 63072000, Override: true },
        },
      },
    },
  },
  ApiRequest: { Type: 'AWS::CloudFront::Function', Properties: { Name: 'api', FunctionCode: API_REQUEST } },
  SiteRequest: { Type: 'AWS::CloudFront::Function', Properties: { Name: 'site', FunctionCode: SITE_REQUEST } },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        DefaultCacheBehavior: {
          ResponseHeadersPolicyId: { Ref: 'Headers' },
          FunctionAssociations: viewerRequest('SiteRequest'),
        },
        CacheBehaviors: [{ PathPattern: '/api/*', FunctionAssociations: viewerRequest('ApiRequest') }],
        Origins: [
          {
            Id: 'api',
            OriginCustomHeaders: [
              {
                HeaderName: 'x-origin-secret',
                HeaderValue: {
                  'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:::}}']],
                },
              },
            ],
          },
        ],
      },
    },
  },
  ...smallFunction({ id: 'Mirror' }),
  ...smallFunction({ id: 'Answers' }),
  ...smallFunction({ id: 'Thrower' }),
  ...httpApi({
    'GET /api/tickets/stats': 'Mirror',
    'GET /api/tickets/{id}': 'Mirror',
    'POST /api/tickets': 'Mirror',
    'ANY /api/tickets/{id}/{proxy+}': 'Mirror',
    'GET /api/answers': 'Answers',
    'GET /api/thrower': 'Thrower',
    $default: 'Mirror',
  }),
  ...permission('Mirror', 'apigateway.amazonaws.com'),
  ...permission('Answers', 'apigateway.amazonaws.com'),
  ...permission('Thrower', 'apigateway.amazonaws.com'),
}

let host: RunningHost
beforeAll(async () => {
  const site = join(folder.path, 'site')
  mkdirSync(join(site, 'assets'), { recursive: true })
  writeFileSync(join(site, 'index.html'), 'portal')
  writeFileSync(join(site, 'console.html'), 'console')
  writeFileSync(join(site, 'assets/app-4f2a.js'), 'code')
  writeFileSync(join(site, 'assets/long-4f2a.js'), 'code '.repeat(1_000))
  writeFileSync(join(site, 'assets/font-4f2a.woff2'), 'font '.repeat(1_000))
  writeFileSync(join(folder.path, 'private.txt'), 'private')
  const handlers = { mirror: MIRROR, answers: ANSWERS, thrower: THROWER }
  host = await startSmallHost({ folder: folder.path, resources, handlers })
})
afterAll(async () => {
  await host.close()
  folder.remove()
})

/** The event of a request, as the function saw it. */
interface SeenEvent {
  readonly routeKey: string
  readonly rawPath: string
  readonly rawQueryString: string
  readonly headers: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
  readonly queryStringParameters?: Readonly<Record<string, string>>
  readonly pathParameters?: Readonly<Record<string, string>>
  readonly body?: string
  readonly isBase64Encoded: boolean
  readonly requestContext: { readonly requestId: string; readonly http: Readonly<Record<string, string>> }
}
const seen = async (path: string, init?: RequestInit): Promise<SeenEvent> =>
  (await (await fetch(`${host.url}${path}`, init)).json()) as SeenEvent

/** The status of a path and headers sent exactly as they are written, which `fetch` would tidy up. */
const statusOf = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(host.url)
    request({ hostname, port, path, headers, method }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })

describe('the API', () => {
  it.each([
    ['GET', '/api/tickets/stats', 'GET /api/tickets/stats', undefined],
    ['GET', '/api/tickets/7', 'GET /api/tickets/{id}', { id: '7' }],
    ['GET', '/api/tickets/7/', 'GET /api/tickets/{id}', { id: '7' }],
    ['GET', '/api/tickets/a%2Fb', 'GET /api/tickets/{id}', { id: 'a/b' }],
    ['DELETE', '/api/tickets/7/x/y', 'ANY /api/tickets/{id}/{proxy+}', { id: '7', proxy: 'x/y' }],
    ['DELETE', '/api/tickets/7', '$default', undefined],
    ['GET', '/api/nowhere', '$default', undefined],
  ])('sends %s %s to %s', async (method, path, routeKey, pathParameters) => {
    const event = await seen(path, { method })
    expect(event.routeKey).toBe(routeKey)
    expect(event.pathParameters).toEqual(pathParameters)
  })

  it('passes the request to the function in payload format 2.0', async () => {
    const headers = { cookie: 'a=1; b=2', 'user-agent': 'test' }
    const event = await seen('/api/tickets/stats?x=1&x=2&y=%20', { headers })
    expect(event).toMatchObject({
      rawPath: '/api/tickets/stats',
      rawQueryString: 'x=1&x=2&y=%20',
      queryStringParameters: { x: '1,2', y: ' ' },
      cookies: ['a=1', 'b=2'],
      requestContext: { http: { method: 'GET', path: '/api/tickets/stats', sourceIp: '127.0.0.1', userAgent: 'test' } },
    })
    expect(event.headers).not.toHaveProperty('cookie')
    expect(event.requestContext.requestId).not.toBe('')
  })

  it('sends a text as it is and anything else in base64', async () => {
    const headers = { 'content-type': 'application/json' }
    const text = await seen('/api/tickets', { method: 'POST', headers, body: '{"ü":1}' })
    expect(text).toMatchObject({ body: '{"ü":1}', isBase64Encoded: false })

    const bytes = new Uint8Array([0, 255])
    const binary = await seen('/api/tickets', { method: 'POST', headers: { 'content-type': 'image/png' }, body: bytes })
    expect(binary).toMatchObject({ body: 'AP8=', isBase64Encoded: true })
  })

  it("replaces what a client claims about its address and the front door's secret", async () => {
    const headers = { 'x-viewer-address': '6.6.6.6', 'x-origin-secret': 'guess' }
    const event = await seen('/api/tickets/stats', { headers })
    expect(event.headers['x-viewer-address']).toBe('127.0.0.1')
    expect(event.headers['x-origin-secret']).toMatch(/^\w{40}$/)
  })

  it.each([
    [{ statusCode: 201, headers: { 'X-One': '1' }, cookies: ['a=1', 'b=2'], body: 'done' }, 201, 'done'],
    [{ statusCode: 200, body: 'AP8=', isBase64Encoded: true }, 200, '\u0000\ufffd'],
    [{ statusCode: 204 }, 204, ''],
    [{ hello: 'world' }, 200, '{"hello":"world"}'],
    [{ statusCode: 'no' }, 500, '{"message":"Internal Server Error"}'],
  ])('answers with what the function returned: %j', async (answer, status, body) => {
    const response = await fetch(`${host.url}/api/answers?answer=${encodeURIComponent(JSON.stringify(answer))}`)
    expect(response.status).toBe(status)
    expect(await response.text()).toBe(body)
    expect(response.headers.getSetCookie()).toEqual('cookies' in answer ? answer.cookies : [])
  })

  it('reveals nothing of an exception', async () => {
    const response = await fetch(`${host.url}/api/thrower`)
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('{"message":"Internal Server Error"}')
  })

  it.each([64 * 1024 + 1, 10 * 1024 * 1024 + 1])(
    'refuses a body of %i bytes as a problem, as the edge does',
    async (bytes) => {
      const response = await fetch(`${host.url}/api/tickets`, { method: 'POST', body: Buffer.alloc(bytes, 'x') })

      expect(response.status).toBe(413)
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(await response.json()).toMatchObject({ status: 413, code: 'body_too_large' })
    },
  )

  it('refuses a body over 10 MB that does not say its length, as the gateway does', async () => {
    const body = new Blob([Buffer.alloc(10 * 1024 * 1024 + 1, 'x')]).stream()
    const chunked: RequestInit & { readonly duplex: 'half' } = { method: 'POST', body, duplex: 'half' }
    expect((await fetch(`${host.url}/api/tickets`, chunked)).status).toBe(413)
  })

  it.each(['/api/tickets/%ZZ', '/api/%', '/api/tickets/%ff'])(
    'refuses a path that cannot be decoded as a problem, as the edge does: %s',
    async (path) => {
      const response = await fetch(`${host.url}${path}`)

      expect(response.status).toBe(400)
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(await response.json()).toMatchObject({ status: 400, code: 'malformed_path' })
    },
  )
})

describe('the site', () => {
  it.each([
    ['/', 'portal'],
    ['/tickets/7', 'portal'],
    ['/console', 'console'],
    ['/console/', 'console'],
    ['/console/tickets/7', 'console'],
    ['/assets/app-4f2a.js', 'code'],
  ])('serves %s', async (path, content) => {
    const response = await fetch(`${host.url}${path}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(content)
  })

  it.each(['/missing.js', '/../private.txt', '/%2e%2e/private.txt', '/..%2fprivate.txt', '/%00.txt'])(
    'does not find %s',
    async (path) => expect(await statusOf(path)).toBe(404),
  )

  it('keeps hashed files for ever, and asks again for pages', async () => {
    const code = await fetch(`${host.url}/assets/app-4f2a.js`)
    expect(code.headers.get('cache-control')).toContain('immutable')
    const page = await fetch(`${host.url}/`)
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const again = await fetch(`${host.url}/`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it.each([
    ['/assets/long-4f2a.js', 'gzip', 'gzip', 'code '.repeat(1_000)],
    ['/assets/long-4f2a.js', 'identity', null, 'code '.repeat(1_000)],
    ['/assets/app-4f2a.js', 'gzip', null, 'code'],
    ['/assets/font-4f2a.woff2', 'gzip', null, 'font '.repeat(1_000)],
  ])('compresses as the edge does: %s for a browser that takes %s', async (path, accepted, encoding, content) => {
    const response = await fetch(`${host.url}${path}`, { headers: { 'accept-encoding': accepted } })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    expect(await response.text()).toBe(content)
  })

  it("sends the distribution's security headers, but no HSTS over plain http", async () => {
    const { headers } = await fetch(`${host.url}/`)
    expect(headers.get('content-security-policy')).toBe(POLICY)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('takes no other method than GET and HEAD', async () => {
    expect((await fetch(`${host.url}/`, { method: 'POST' })).status).toBe(405)
    expect((await fetch(`${host.url}/`, { method: 'HEAD' })).status).toBe(200)
  })
})

describe('a page of somebody else', () => {
  it.each(['evil.example', 'evil.example:4000', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])(
    'reads nothing here though its name %s was led to this machine',
    async (name) => {
      expect(await statusOf('/_local/mailbox', { host: name })).toBe(421)
      expect(await statusOf('/', { host: name })).toBe(421)
    },
  )

  it('changes nothing for operators', async () => {
    const { host: own, origin } = new URL(host.url)
    const levers = (from: string) => statusOf('/_local/model', { host: own, origin: from }, 'POST')

    expect(await levers('http://evil.example')).toBe(403)
    expect(await levers('null')).toBe(403)
    expect(await levers(origin)).toBe(422)
  })
})

it.each(['localhost:4000', 'LOCALHOST', 'plimsoll.localhost', '[::1]:4000', '127.0.0.1'])(
  'answers this machine under its name %s',
  async (name) => expect(await statusOf('/_local/mailbox', { host: name })).toBe(200),
)
