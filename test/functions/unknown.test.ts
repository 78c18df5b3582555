import { describe, expect, it } from 'vitest'
import { callApi } from '../support/call-api.ts'

const { handler } = await import('../../functions/api/unknown.ts')

/** A call whose path has no route, as `$default` receives it. */
const callPath = (method: string, path: string, headers: Record<string, string> = {}) =>
  callApi(
    (event: { requestContext: { http: object } }, context: unknown) =>
      (handler as unknown as (event: unknown, context: unknown) => unknown)(
        {
          ...event,
          routeKey: '$default',
          rawPath: path,
          requestContext: { ...event.requestContext, http: { ...event.requestContext.http, method, path } },
        },
        context,
      ),
    { route: 'getHealth', headers },
  )

describe('unknown routes', () => {
  it.each(['/api/tickts', '/api', '/api/tickets/1/2/3', '/api/healthx', '/api/openapixjson'])(
    'answers %s with 404 as a problem',
    async (path) => {
      const { status, headers, body } = await callPath('GET', path)

      expect(status).toBe(404)
      expect(headers['content-type']).toContain('application/problem+json')
      expect(body).toMatchObject({ status: 404, code: 'route_unknown', request_id: 'the-request' })
    },
  )

  it.each([
    ['DELETE', '/api/health', ['GET']],
    ['PUT', '/api/tickets', ['GET', 'POST']],
    ['PUT', '/api/tickets/01K5A0000000000000000000AA', ['GET', 'PATCH']],
    ['GET', '/api/auth/login', ['POST']],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allowed) => {
    const { status, headers, body } = await callPath(method, path)

    expect(status).toBe(405)
    expect(String(headers.allow).split(', ').toSorted()).toEqual(allowed)
    expect(body).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })

  it('keeps its mouth shut to who does not come by the front door', async () => {
    const { status, body } = await callPath('GET', '/api/nothing', { 'x-origin-secret': 'guessed' })

    expect(status).toBe(403)
    expect(body).toMatchObject({ code: 'wrong_door' })
  })
})
