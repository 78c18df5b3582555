import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import '../support/function-environment.ts'
import { countAddress } from '../../functions/api/pipeline/rate-limit.ts'
import { dynamo, resetDynamo } from '../support/dynamo.ts'

const inAMinute = () => Date.now() / 1_000 + 60

beforeEach(() => {
  resetDynamo()
  vi.stubEnv('RATE_LIMIT', '500')
  dynamo.on(GetCommand, { TableName: 'AgentLoad' }).resolves({})
  return () => vi.unstubAllEnvs()
})

const counted = (hits: number) => dynamo.on(UpdateCommand).resolves({ Attributes: { hits, ends_at: inAMinute() } })

describe('an address', () => {
  it('may send 500 requests in its window, and is told how many are left', async () => {
    counted(500)

    expect(await countAddress('192.0.2.1')).toMatchObject({ 'ratelimit-limit': '500', 'ratelimit-remaining': '0' })
  })

  it('is refused the 501st time, with the time to wait', async () => {
    counted(501)

    await expect(countAddress('192.0.2.1')).rejects.toMatchObject({
      refusal: 'limited',
      headers: { 'retry-after': expect.stringMatching(/^(59|60)$/) },
    })
  })

  it('is counted by one write', async () => {
    counted(1)
    await countAddress('192.0.2.1')

    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(1)
  })

  it('starts a new window when the old one has ended, even if another request starts it first', async () => {
    const ended = new ConditionalCheckFailedException({ message: 'ended', $metadata: {} })
    dynamo
      .on(UpdateCommand)
      .rejectsOnce(ended)
      .rejectsOnce(ended)
      .resolves({ Attributes: { hits: 2, ends_at: inAMinute() } })

    expect(await countAddress('192.0.2.1')).toMatchObject({ 'ratelimit-remaining': '498' })
  })

  it('has the limit that admins set', async () => {
    vi.resetModules()
    const fresh = await import('../../functions/api/pipeline/rate-limit.ts')
    dynamo.on(GetCommand, { TableName: 'AgentLoad' }).resolves({ Item: { rate_limit: 3, version: 1 } })
    counted(4)

    await expect(fresh.countAddress('192.0.2.1')).rejects.toMatchObject({ refusal: 'limited' })
  })

  it('is not counted at all where the limit is 0', async () => {
    vi.stubEnv('RATE_LIMIT', '0')

    expect(await countAddress('192.0.2.1')).toEqual({})
    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(0)
  })
})

it('lets a signed-in user send ten times as many requests, without a write', async () => {
  vi.stubEnv('RATE_LIMIT', '5')
  vi.resetModules()
  const fresh = await import('../../functions/api/pipeline/rate-limit.ts')
  for (let request = 0; request < 50; request += 1) await fresh.countUser('lena')

  await expect(fresh.countUser('lena')).rejects.toMatchObject({ refusal: 'limited' })
  expect(await fresh.countUser('tom')).toMatchObject({ 'ratelimit-limit': '50', 'ratelimit-remaining': '49' })
  expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(0)
})

it('reads the limit of signed-in users once in ten seconds, even for a single user', async () => {
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['Date'] })
  const fresh = await import('../../functions/api/pipeline/rate-limit.ts')
  dynamo.resetHistory()
  for (let second = 0; second < 10; second += 1) {
    await fresh.countUser('lena')
    vi.advanceTimersByTime(1_000)
  }
  expect(dynamo.commandCalls(GetCommand)).toHaveLength(1)
  await fresh.countUser('lena')
  expect(dynamo.commandCalls(GetCommand)).toHaveLength(2)
  vi.useRealTimers()
})
