import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../functions/contracts/problem.ts'
import { API_REQUEST, SITE_REQUEST } from '../../lib/aws/edge-functions.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'

interface EdgeRequest {
  uri: string
  headers: Record<string, { value: string }>
}

/** What a CloudFront function answers itself instead of handing the request on. */
interface EdgeAnswer {
  statusCode: number
  headers: Record<string, { value: string }>
  body: string
}

/** Runs a CloudFront function as the edge would. */
const runAtEdge = (code: string, uri: string, headers: EdgeRequest['headers']): unknown =>
  runInNewContext(`${code}; handler(event)`, {
    event: { request: { uri, headers }, viewer: { ip: '203.0.113.7' }, context: { requestId: 'the-request' } },
  })

const atEdge = (code: string, uri: string, headers: EdgeRequest['headers'] = {}): EdgeRequest =>
  runAtEdge(code, uri, headers) as EdgeRequest

describe('before the API', () => {
  it('one trailing slash is dropped, the root’s excepted', () => {
    expect(atEdge(API_REQUEST, '/api/tickets/').uri).toBe('/api/tickets')
    expect(atEdge(API_REQUEST, '/api/tickets//').uri).toBe('/api/tickets/')
    expect(atEdge(API_REQUEST, '/api/tickets').uri).toBe('/api/tickets')
    expect(atEdge(API_REQUEST, '/').uri).toBe('/')
  })

  it('the viewer’s address is the edge’s word, whatever the client claims', () => {
    const { headers } = atEdge(API_REQUEST, '/api/tickets', { 'x-viewer-address': { value: '198.51.100.1' } })
    expect(headers['x-viewer-address']).toEqual({ value: '203.0.113.7' })
  })

  it.each(['/api/agents/%', '/api/tickets/%zz', '/api/tickets/%ff'])(
    'a path that cannot be decoded is refused as a problem: %s',
    (uri) => {
      const answer = runAtEdge(API_REQUEST, uri, {}) as EdgeAnswer

      expect(answer.statusCode).toBe(400)
      expect(answer.headers['content-type']?.value).toMatch(/^application\/problem\+json/)
      expect(Problem.parse(JSON.parse(answer.body))).toMatchObject({
        code: 'malformed_path',
        request_id: 'the-request',
      })
    },
  )

  it('a body that says it is larger than any may be is refused as a problem, before the gateway does in its words', () => {
    const sending = (bytes: string) => runAtEdge(API_REQUEST, '/api/tickets', { 'content-length': { value: bytes } })
    const answer = sending('65537') as EdgeAnswer

    expect(answer.statusCode).toBe(413)
    expect(answer.headers['content-type']?.value).toMatch(/^application\/problem\+json/)
    expect(Problem.parse(JSON.parse(answer.body))).toMatchObject({ status: 413, code: 'body_too_large' })
    expect(sending('65536')).toHaveProperty('uri', '/api/tickets')
  })

  it('a path that can be decoded goes on as it came', () => {
    expect(atEdge(API_REQUEST, '/api/tickets/%E2%82%AC').uri).toBe('/api/tickets/%E2%82%AC')
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
    expect(atEdge(SITE_REQUEST, asked).uri).toBe(page)
  })
})

describe('the distribution', () => {
  let own: OwnTemplate
  beforeAll(() => {
    own = synthesiseOwnTemplate()
  })

  it('sends the origin secret to both APIs, and its text is in no template', () => {
    const distribution = JSON.stringify(own.of('AWS::CloudFront::Distribution'))
    expect(distribution.match(/x-origin-secret/g)).toHaveLength(2)
    expect(distribution).toContain('{{resolve:secretsmanager:')
  })

  it('lets pages load our own things alone', () => {
    const policy = JSON.stringify(own.of('AWS::CloudFront::ResponseHeadersPolicy'))
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
  })
})
