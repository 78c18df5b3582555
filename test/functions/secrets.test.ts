import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const secrets = mockClient(SecretsManagerClient)

const keeps = (VersionStage: string, SecretString: string) =>
  secrets.on(GetSecretValueCommand, { VersionStage }).resolves({ SecretString })

/** A fresh instance of the function, which has nothing cached. */
const start = async () => {
  vi.resetModules()
  return import('../../functions/platform/tracking.ts')
}

beforeEach(() => {
  secrets.reset()
  vi.stubEnv('TRACKING_SECRET_ARN', 'arn:tracking')
  keeps('AWSCURRENT', 'first')
  secrets
    .on(GetSecretValueCommand, { VersionStage: 'AWSPREVIOUS' })
    .rejects(new ResourceNotFoundException({ $metadata: {}, message: 'no such stage' }))
})

describe('a secret that is renewed', () => {
  const renewed = async () => {
    const { trackingToken } = await start()
    const old = await trackingToken('T1')
    keeps('AWSCURRENT', 'second')
    keeps('AWSPREVIOUS', 'first')
    return { old, ...(await start()) }
  }

  it('still accepts what was signed with the previous one, and signs with the new one', async () => {
    const { old, opensTicket, trackingToken } = await renewed()
    const fresh = await trackingToken('T1')
    expect(fresh).not.toBe(old)
    expect(await opensTicket(old, 'T1')).toBe(true)
    expect(await opensTicket(fresh, 'T1')).toBe(true)
    expect(await opensTicket(old, 'T2')).toBe(false)
  })

  it('leaves the front door open while CloudFront still shows the one before', async () => {
    vi.stubEnv('ORIGIN_SECRET_ARN', 'arn:origin')
    await renewed()
    const { isFromFrontDoor } = await import('../../functions/platform/origin-secret.ts')

    expect(await isFromFrontDoor('first')).toBe(true)
    expect(await isFromFrontDoor('second')).toBe(true)
    expect(await isFromFrontDoor('third')).toBe(false)
    expect(await isFromFrontDoor(undefined)).toBe(false)
  })

  it('refuses what was signed with the one before that', async () => {
    const { old } = await renewed()
    keeps('AWSCURRENT', 'third')
    keeps('AWSPREVIOUS', 'second')
    const { opensTicket } = await start()
    expect(await opensTicket(old, 'T1')).toBe(false)
  })
})

it('is read once in five minutes, also if it was never renewed', async () => {
  const { opensTicket } = await start()
  for (let times = 0; times < 5; times += 1) expect(await opensTicket('guessed', 'T1')).toBe(false)
  expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(2)
})

it('opens nothing while the secret cannot be read', async () => {
  secrets.on(GetSecretValueCommand).rejects(new Error('throttled'))
  const { opensTicket } = await start()
  await expect(opensTicket('guessed', 'T1')).rejects.toThrow('throttled')
})
