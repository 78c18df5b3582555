import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../bin/demo/password.ts'
import { paths } from '../../functions/contracts/paths.ts'
import { figure, inParallel, sized } from '../support/proof.ts'
import { send } from '../support/raw-api.ts'
import { type ApiUser, eventually, startTestSystem, type TestSystem } from '../support/test-system.ts'
import { anyBadRequest, type BadRequest } from './any-bad-request.ts'

const REQUESTS = sized(1_000, 10_000)
const SEED = 20_261_121
/** In flight at once. */
const WIDTH = 8

let system: TestSystem
let admin: ApiUser
let authorization: string

beforeAll(async () => {
  system = await startTestSystem({ withDemo: false })
  admin = await system.signIn('admin')
  const session = await system.guest.call('login', { body: { email: 'admin@demo.example', password: DEMO_PASSWORD } })
  authorization = `Bearer ${session.body.access_token}`
  for (const title of ['First', 'Second']) {
    const body = { title, description: 'Here before.', requester: { name: 'Kim', email: 'kim@example.org' } }
    const { id } = (await admin.call('createTicket', { body })).body
    await eventually(
      async () => (await admin.call('getTicket', { params: { id } })).body,
      ({ queue_state }) => queue_state === 'waiting',
    )
    // If it kept waiting in a department without agents, schedules would write about an overload during the test.
    await admin.call('patchTicketStatus', { params: { id }, body: { status: 'resolved' } })
  }
  await system.quiet()
})
afterAll(() => system.stop())

/** Every durable row by its key: tickets, events, comments, people, departments, settings. */
const everythingStored = async (): Promise<ReadonlyMap<string, unknown>> => {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: system.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local-operator', secretAccessKey: 'local' },
    }),
  )
  const { TableNames = [] } = await client.send(new ListTablesCommand({}))
  const lasting = TableNames.filter((name) => /Tickets|AgentLoad/.test(name))
  expect(lasting).toHaveLength(2)
  const rows = new Map<string, unknown>()
  for (const TableName of lasting) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
      for (const item of Items) rows.set(`${TableName} ${item.pk} ${item.sk}`, item)
    }
  }
  return rows
}

/** What is unexpected about an answer to a bad request; undefined if nothing is. */
const complaintAbout = async (bad: BadRequest): Promise<string | undefined> => {
  const isSignedIn = bad.wrong !== 'token'
  const headers = { ...(isSignedIn && { authorization }), ...bad.headers }
  const { status, text, headers: answered } = await send(system.url, { ...bad, headers })
  const isProblem = answered.get('content-type')?.startsWith('application/problem+json')
  const isLeak = /\bat .+:\d+:\d+|node_modules|DynamoDB|arn:aws|ZodError/.test(text)
  const isRefused4xx = status >= 400 && status < 500
  if (isRefused4xx && (isProblem || bad.method === 'HEAD') && !isLeak) return undefined
  const sent = typeof bad.body === 'string' ? bad.body.slice(0, 200) : String(bad.body?.length)
  return `${status} for wrong ${bad.wrong}: ${bad.method} ${bad.target.slice(0, 200)} ${JSON.stringify(bad.headers).slice(0, 200)} ${sent} -> ${text.slice(0, 200)}`
}

it(`refuses ${REQUESTS} bad requests, stores nothing, and stays healthy`, async () => {
  const before = await everythingStored()
  const bad = fc.sample(anyBadRequest, { seed: SEED, numRuns: REQUESTS })
  const complaints = (await inParallel(bad, WIDTH, complaintAbout)).filter((complaint) => complaint !== undefined)

  expect(complaints.slice(0, 20)).toEqual([])
  expect(complaints).toHaveLength(0)
  await system.quiet()
  expect(await everythingStored()).toEqual(before)
  const health = await system.guest.call('getHealth')
  expect([health.status, health.body.status]).toEqual([200, 'ok'])
  expect(await system.local('denials')).toEqual([])
  figure(`bad requests: ${bad.length} over ${Object.keys(paths).length} routes, 0 answers 5xx, nothing stored, healthy`)
})
