import { statSync } from 'node:fs'
import { join } from 'node:path'
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateSecret, type Secret, type Secrets, startSecrets } from '../../lib/local/secrets.ts'
import { newDataDir, type OneService, removeDataDir, serve } from './one-service.ts'

const aSecret = (name: string): Secret => ({
  arn: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-abcdef`,
  name,
  recipe: { PasswordLength: 40, ExcludePunctuation: true },
})
const origin = aSecret('OriginSecret')
const tracking = aSecret('TrackingSecret')

let dataDir: string
let secrets: Secrets
let service: OneService
let client: SecretsManagerClient

const open = async (declared: readonly Secret[]) => {
  secrets = await startSecrets({ dataDir, secrets: declared })
  service = await serve('secretsmanager', secrets)
  client = new SecretsManagerClient(service.client)
}

beforeEach(async () => {
  dataDir = newDataDir()
  await open([origin])
})

afterEach(async () => {
  await service.close()
  removeDataDir(dataDir)
})

const read = async (SecretId: string) => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString

describe('a secret', () => {
  it('has one value, by ARN and by name, with a right on its ARN', async () => {
    const value = await read(origin.arn)
    expect(value).toMatch(/^[A-Za-z0-9]{40}$/)
    expect(await read(origin.name)).toBe(value)
    expect(secrets.value(origin.arn)).toBe(value)
    expect(service.rights).toEqual(
      [1, 2].map(() => ({ action: 'secretsmanager:GetSecretValue', resource: origin.arn })),
    )
  })

  it('keeps its value over a restart, and one that is new in the template gets its own', async () => {
    const value = await read(origin.arn)
    await service.close()
    await open([origin, tracking])
    expect(await read(origin.arn)).toBe(value)
    expect(await read(tracking.arn)).toMatch(/^[A-Za-z0-9]{40}$/)
    expect(await read(tracking.arn)).not.toBe(value)
  })

  it('is kept where only its owner may read', () => {
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('is described without its value', async () => {
    const description = await client.send(new DescribeSecretCommand({ SecretId: origin.name }))
    expect(description).toMatchObject({ ARN: origin.arn, Name: origin.name })
    expect(JSON.stringify(description)).not.toContain(secrets.value(origin.arn))
  })

  it('that the template lacks is not found, and other operations are refused', async () => {
    for (const [version, name] of [
      [{ VersionStage: 'AWSPREVIOUS' }, 'ResourceNotFoundException'],
      [{ VersionId: '0'.repeat(32) }, 'InvalidRequestException'],
    ] as const) {
      const command = new GetSecretValueCommand({ SecretId: origin.arn, ...version })
      await expect(client.send(command)).rejects.toMatchObject({ name })
    }
    await expect(read('Other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    const put = new PutSecretValueCommand({ SecretId: origin.arn, SecretString: 'x' })
    await expect(client.send(put)).rejects.toMatchObject({ name: 'UnknownOperationException' })
  })
})

describe('a generated string', () => {
  it('is 32 characters with each kind in it unless told otherwise', () => {
    for (let draw = 0; draw < 100; draw++) {
      const secret = generateSecret({})
      expect(secret).toHaveLength(32)
      for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/]) expect(secret).toMatch(kind)
    }
  })

  it('has none of the characters that are excluded', () => {
    const recipe = {
      ExcludeUppercase: true,
      ExcludePunctuation: true,
      ExcludeCharacters: 'abc123',
      PasswordLength: 500,
    }
    expect(generateSecret(recipe)).toMatch(/^[d-z04-9]{500}$/)
  })

  it('fills a template under its key', () => {
    const recipe = { SecretStringTemplate: '{"user":"ann"}', GenerateStringKey: 'password', PasswordLength: 12 }
    expect(JSON.parse(generateSecret(recipe))).toEqual({ user: 'ann', password: expect.stringMatching(/^.{12}$/) })
  })

  it('is refused where nothing is left to choose from', () => {
    const nothing = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true }
    expect(() => generateSecret(nothing)).toThrow('excludes every character')
    expect(() => generateSecret({ PasswordLength: 3 })).toThrow('too short')
  })
})
