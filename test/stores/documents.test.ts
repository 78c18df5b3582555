import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'

/** Errors that the database answers to the next writes, in order; after them it accepts every write. */
const refusals: string[] = []
let asked = 0
const database = createServer((_request, response) => {
  asked += 1
  const refusal = refusals.shift()
  response.writeHead(refusal ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' })
  response.end(JSON.stringify(refusal ? { __type: `com.amazonaws.dynamodb.v20120810#${refusal}` } : {}))
})
await new Promise<void>((listening) => database.listen(0, '127.0.0.1', listening))
vi.stubEnv('AWS_REGION', 'us-east-1')
vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(database.address() as AddressInfo).port}`)
vi.mock('../../functions/platform/pause.ts', () => ({ pause: async () => {} }))
const { documents } = await import('../../functions/stores/documents.ts')

afterAll(() => {
  vi.unstubAllEnvs()
  database.closeAllConnections()
  database.close()
})
beforeEach(() => {
  refusals.length = 0
  asked = 0
})

const write = () =>
  documents.send(
    new UpdateCommand({ TableName: 'AgentLoad', Key: { pk: 'a', sk: 'b' }, UpdateExpression: 'SET x = y' }),
  )
const clashes = (times: number) => Array.from({ length: times }, () => 'TransactionConflictException')

it('leaves out the log of calls, which copies every answer, and nothing else of the SDK', () => {
  const all = new DynamoDBClient({ region: 'us-east-1' }).middlewareStack.identify()
  const isLog = (name: string) => name.startsWith('loggerMiddleware')

  expect(all.filter(isLog)).toHaveLength(1)
  const own = documents.middlewareStack.identify()
  expect(own.filter((name) => !name.startsWith('tryClashesAgain'))).toEqual(all.filter((name) => !isLog(name)))
})

it('retries a single write that conflicted with a transaction', async () => {
  refusals.push(...clashes(5))
  await write()

  expect(asked).toBe(6)
})

it('reports that it is busy when the conflict does not end', async () => {
  refusals.push(...clashes(100))
  await expect(write()).rejects.toMatchObject({ refusal: 'unavailable', code: 'busy' })
})

it('does not retry a write whose condition does not hold', async () => {
  refusals.push('ConditionalCheckFailedException')
  await expect(write()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' })

  expect(asked).toBe(1)
})
