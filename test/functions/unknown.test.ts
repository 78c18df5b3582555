import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { callApi } from '../support/call-api.ts'
import { dynamo, resetDynamo } from '../support/dynamo.ts'

const { handler } = await import('../../functions/api/unknown.ts')

/** A call whose path has no route, as `$default` receives it. */
const callPath = (method: string, path: string) =>
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
    { route: 'getHealth' },
  )

beforeEach(() => {
  resetDynamo()
  return () => vi.unstubAllEnvs()
})

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

  it('counts towards the rate limit, and tells the caller how many requests are left', async () => {
    vi.stubEnv('RATE_LIMIT', '500')
    dynamo.on(GetCommand, { TableName: 'AgentLoad' }).resolves({})
    dynamo.on(UpdateCommand).resolves({ Attributes: { hits: 500, ends_at: Date.now() / 1_000 + 60 } })
    const { status, headers } = await callPath('GET', '/api/nothing')
    expect(status).toBe(404)
    expect(headers).toMatchObject({ 'ratelimit-limit': '500', 'ratelimit-remaining': '0' })

    dynamo.on(UpdateCommand).resolves({ Attributes: { hits: 501, ends_at: Date.now() / 1_000 + 60 } })
    expect((await callPath('DELETE', '/api/health')).status).toBe(429)
  })
})
