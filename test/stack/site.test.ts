import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { API_REQUEST, SITE_REQUEST } from '../../lib/aws/edge-functions.ts'
import { type OwnTemplate, synthesiseOwnTemplate } from '../support/own-template.ts'

interface EdgeRequest {
  uri: string
  headers: Record<string, { value: string }>
}

/** Runs a CloudFront function as the edge would. */
const atEdge = (code: string, uri: string, headers: EdgeRequest['headers'] = {}): EdgeRequest =>
  runInNewContext(`${code}; handler(event)`, {
    event: { request: { uri, headers }, viewer: { ip: '203.0.113.7' } },
  })

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
