import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ACCOUNT, type AwsCall, AwsError, type AwsService, type NeededRight, REGION } from './aws-service.ts'
import { findPrivateFile, writePrivateFile } from './private-file.ts'

/** `GenerateSecretString` of the template. */
export interface SecretRecipe {
  readonly PasswordLength?: number
  readonly ExcludeCharacters?: string
  readonly ExcludeLowercase?: boolean
  readonly ExcludeUppercase?: boolean
  readonly ExcludeNumbers?: boolean
  readonly ExcludePunctuation?: boolean
  readonly IncludeSpace?: boolean
  readonly RequireEachIncludedType?: boolean
  readonly SecretStringTemplate?: string
  readonly GenerateStringKey?: string
}

export interface Secret {
  /** What `Ref` of the secret resolves to. */
  readonly arn: string
  readonly name: string
  readonly recipe: SecretRecipe
}

export interface SecretsOptions {
  readonly dataDir: string
  readonly secrets: readonly Secret[]
}

/** Secrets Manager (`secretsmanager`). */
export interface Secrets extends AwsService {
  /**
   * The value, for the host's own parts such as the front door.
   *
   * @param secretId ARN or name
   * @throws AwsError ResourceNotFoundException
   */
  value(secretId: string): string
}

/** A value as stored, under its secret's name. */
interface KeptValue {
  readonly value: string
  readonly versionId: string
  /** Seconds since the epoch, as on the wire. */
  readonly createdAt: number
}

const OPERATIONS: readonly string[] = ['GetSecretValue', 'DescribeSecret']
/** Secrets Manager's own default. */
const USUAL_LENGTH = 32
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz'
const NUMBERS = '0123456789'
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

const pick = (characters: string): string => characters.charAt(randomInt(characters.length))

/**
 * A random string made by the recipe; if that has a template, the template with the string added under its key.
 *
 * @throws Error if the recipe leaves no character to choose from
 */
export const generateSecret = (recipe: SecretRecipe): string => {
  const excluded = new Set(recipe.ExcludeCharacters ?? '')
  const types = [
    recipe.ExcludeLowercase ? '' : LOWERCASE,
    recipe.ExcludeUppercase ? '' : LOWERCASE.toUpperCase(),
    recipe.ExcludeNumbers ? '' : NUMBERS,
    recipe.ExcludePunctuation ? '' : PUNCTUATION,
    recipe.IncludeSpace ? ' ' : '',
  ]
    .map((characters) => [...characters].filter((character) => !excluded.has(character)).join(''))
    .filter((characters) => characters !== '')
  if (types.length === 0) throw new Error('GenerateSecretString excludes every character')

  const length = recipe.PasswordLength ?? USUAL_LENGTH
  const mustShowAll = recipe.RequireEachIncludedType ?? true
  const draw = (): string => Array.from({ length }, () => pick(types.join(''))).join('')
  const isGood = (text: string): boolean =>
    !mustShowAll || types.every((characters) => [...characters].some((character) => text.includes(character)))
  if (mustShowAll && length < types.length) throw new Error('PasswordLength is too short for each included type')
  let secret = draw()
  while (!isGood(secret)) secret = draw()
  if (recipe.SecretStringTemplate === undefined || recipe.GenerateStringKey === undefined) return secret
  return JSON.stringify({ ...JSON.parse(recipe.SecretStringTemplate), [recipe.GenerateStringKey]: secret })
}

/** The values of this data directory; those of secrets new in the template are generated, existing ones stay. */
const openValues = ({ dataDir, secrets }: SecretsOptions): Readonly<Record<string, KeptValue>> => {
  const file = join(dataDir, 'secrets.json')
  const kept: Record<string, KeptValue> = JSON.parse(findPrivateFile(file) ?? '{}')
  const missing = secrets.filter(({ name }) => !kept[name])
  for (const { name, recipe } of missing) {
    kept[name] = { value: generateSecret(recipe), versionId: randomUUID(), createdAt: Date.now() / 1000 }
  }
  if (missing.length > 0) writePrivateFile(file, JSON.stringify(kept, null, 2))
  return kept
}

const secretIdIn = (call: AwsCall): string => {
  if (!OPERATIONS.includes(call.operation)) {
    throw new AwsError(400, 'UnknownOperationException', `local secrets do not emulate ${call.operation}`)
  }
  const { SecretId, VersionId, VersionStage } = JSON.parse(call.body.toString('utf8') || '{}')
  if (VersionStage === 'AWSPREVIOUS') {
    throw new AwsError(400, 'ResourceNotFoundException', 'the secret was never renewed, so nothing is AWSPREVIOUS')
  }
  if (VersionId !== undefined || (VersionStage ?? 'AWSCURRENT') !== 'AWSCURRENT') {
    throw new AwsError(400, 'InvalidRequestException', 'local secrets have one version, AWSCURRENT')
  }
  if (typeof SecretId !== 'string' || SecretId === '') {
    throw new AwsError(400, 'InvalidParameterException', 'SecretId is missing')
  }
  return SecretId
}

export const startSecrets = async (options: SecretsOptions): Promise<Secrets> => {
  const values = openValues(options)
  const find = (secretId: string) => options.secrets.find(({ arn, name }) => arn === secretId || name === secretId)

  const get = (secretId: string): Secret & KeptValue => {
    const secret = find(secretId)
    const kept = secret && values[secret.name]
    if (secret && kept) return { ...secret, ...kept }
    throw new AwsError(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  }

  return {
    /** An unknown name is checked as the ARN that it would have, so that a refusal does not reveal what exists. */
    rights: (call): readonly NeededRight[] => {
      const secretId = secretIdIn(call)
      const named = secretId.startsWith('arn:')
        ? secretId
        : `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${secretId}`
      return [{ action: `secretsmanager:${call.operation}`, resource: find(secretId)?.arn ?? named }]
    },

    answer: async (call) => {
      const { arn, name, value, versionId, createdAt } = get(secretIdIn(call))
      const answer =
        call.operation === 'GetSecretValue'
          ? {
              ARN: arn,
              Name: name,
              VersionId: versionId,
              SecretString: value,
              VersionStages: ['AWSCURRENT'],
              CreatedDate: createdAt,
            }
          : { ARN: arn, Name: name, CreatedDate: createdAt, VersionIdsToStages: { [versionId]: ['AWSCURRENT'] } }
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(answer) }
    },

    value: (secretId) => get(secretId).value,

    close: async () => {},
  }
}
