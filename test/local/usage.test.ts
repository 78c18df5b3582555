import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningHost } from '../../lib/local/host.ts'
import { startSmallHost, temporaryFolder } from './small-host.ts'
import { httpApi, permission, smallFunction } from './small-template.ts'

/** Answers with the status that it is asked for, as the error middleware does; `crash` throws. */
const ANSWER = `
  exports.handler = async ({ pathParameters: { status } }) => {
    if (status === 'crash') throw new Error('a bug outside of the middleware')
    return { statusCode: Number(status) }
  }`

const of = (namespace: string, name: string, dimension: string, value: unknown) => [
  namespace,
  name,
  dimension,
  value,
  { label: name, stat: 'Sum', period: 300 },
]

const metrics = [
  of('AWS/ApiGateway', '5xx', 'ApiId', 'HttpApi'),
  of('AWS/ApiGateway', '4xx', 'ApiId', 'HttpApi'),
  of('AWS/ApiGateway', 'Count', 'ApiId', 'HttpApi'),
  of('AWS/Lambda', 'Errors', 'FunctionName', 'Answers'),
]

const folder = temporaryFolder()
let host: RunningHost
beforeAll(async () => {
  host = await startSmallHost({
    folder: folder.path,
    resources: {
      ...smallFunction({ id: 'Answers' }),
      ...httpApi({ 'GET /api/{status}': 'Answers' }),
      ...permission('Answers', 'apigateway.amazonaws.com'),
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardBody: JSON.stringify({
            widgets: [{ type: 'metric', width: 8, properties: { title: 'API', metrics } }],
          }),
        },
      },
    },
    handlers: { answers: ANSWER },
  })
})
afterAll(async () => {
  await host.close()
  folder.remove()
})

/** The latest value of a metric on the dashboard. */
const shown = async (name: string): Promise<string | undefined> => {
  const page = await (await fetch(`${host.url}/_local/dashboard`)).text()
  return new RegExp(`<span>${name}</span><b>([^<]+)</b>`).exec(page)?.[1]
}

it('counts a 500 that a function answers at the gateway alone: for Lambda that call succeeded', async () => {
  for (const status of ['200', '404', '500', '503']) {
    expect((await fetch(`${host.url}/api/${status}`)).status).toBe(Number(status))
  }
  expect([await shown('5xx'), await shown('4xx'), await shown('Count')]).toEqual(['2', '1', '4'])
  expect((await shown('Errors')) ?? '0').toBe('0')

  expect((await fetch(`${host.url}/api/crash`)).status).toBe(500)
  expect([await shown('5xx'), await shown('Errors')]).toEqual(['3', '1'])
})
