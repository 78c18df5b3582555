import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callApi } from '../support/call-api.ts'

const { handler } = await import('../../functions/api/meta.ts')

const documents = mockClient(DynamoDBDocumentClient)

beforeEach(() => {
  documents.reset()
  documents.rejects(new Error('not this operation'))
})
afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL
  delete process.env.DEMO_ACCOUNTS
})

describe('health, config and OpenAPI', () => {
  it('is healthy without asking a table, however often', async () => {
    process.env.RATE_LIMIT = '1'
    for (let call = 0; call < 3; call += 1) {
      const { status, body } = await callApi(handler, { route: 'getHealth' })
      expect(status).toBe(200)
      expect(body).toEqual({ status: 'ok', version: '0.0.0-test' })
    }
    process.env.RATE_LIMIT = '0'
    expect(documents.calls()).toHaveLength(0)
  })

  it('tells the site where the socket and, in the cloud, the dashboard are', async () => {
    const { status, body } = await callApi(handler, { route: 'getConfig' })

    expect(status).toBe(200)
    expect(body).toMatchObject({ region: 'us-east-1', socket_path: '/ws', demo: false })
    expect(body.dashboard_url).toMatch(/cloudwatch.*#dashboards\/dashboard\/plimsoll-staging$/)
  })

  it('includes demo accounts and the host’s own dashboard on a local host', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:4566'
    process.env.DEMO_ACCOUNTS = 'true'

    expect((await callApi(handler, { route: 'getConfig' })).body).toMatchObject({
      demo: true,
      dashboard_url: '/_local/dashboard',
    })
  })

  it('describes itself as OpenAPI', async () => {
    const { status, body } = await callApi(handler, { route: 'getOpenApi' })

    expect(status).toBe(200)
    expect(body).toMatchObject({ openapi: '3.1.0', info: { version: '0.0.0-test' } })
  })

  it.each(['getHealth', 'getConfig', 'getOpenApi'] as const)(
    'is answered even with an expired token: %s',
    async (route) => {
      expect((await callApi(handler, { route, headers: { authorization: 'Bearer x' } })).status).toBe(200)
    },
  )

  it('refuses unknown parameters', async () => {
    const { status, body } = await callApi(handler, { route: 'getHealth', query: { verbose: '1' } })

    expect(status).toBe(422)
    expect(body.errors?.[0]?.path).toBe('verbose')
  })
})
