import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { MINUTE_MS } from '../domain/time.ts'
import { setting } from './env.ts'
import { remembering } from './remembering.ts'

const client = new SecretsManagerClient({})
/** A rotated secret is known after this time at the latest. */
const LIFETIME_MS = 5 * MINUTE_MS

/** A secret's current value, and the one before its last rotation. */
type Stage = 'AWSCURRENT' | 'AWSPREVIOUS'
export type SecretSetting = 'ORIGIN_SECRET_ARN' | 'TRACKING_SECRET_ARN'

const fetchSecret = async (arn: string, stage: Stage): Promise<string | undefined> => {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: stage }))
    return SecretString
  } catch (error) {
    // A secret that was never rotated has no previous value.
    if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

/** By the secret's ARN. */
const values = {
  AWSCURRENT: remembering(LIFETIME_MS, (arn: string) => fetchSecret(arn, 'AWSCURRENT')),
  AWSPREVIOUS: remembering(LIFETIME_MS, (arn: string) => fetchSecret(arn, 'AWSPREVIOUS')),
} as const satisfies Record<Stage, unknown>

const secretAt = async (settingName: SecretSetting, stage: Stage): Promise<string | undefined> =>
  values[stage].get(setting(settingName))

/**
 * A secret's text, by the setting that holds its ARN; fetched at most once in five minutes.
 *
 * @throws Error if the secret has no text, or the setting is missing; the SDK's error if the secret cannot be read
 */
export const secret = async (settingName: SecretSetting): Promise<string> => {
  const value = await secretAt(settingName, 'AWSCURRENT')
  if (!value) throw new Error(`the secret of ${settingName} has no text`)
  return value
}

/**
 * Whether something was made with the secret or with its previous value, so that what was sent before a rotation stays
 * valid.
 *
 * @param isMadeWith must take the same time for every wrong value
 * @throws as `secret`
 */
export const isOfSecret = async (
  settingName: SecretSetting,
  isMadeWith: (value: string) => boolean,
): Promise<boolean> => {
  if (isMadeWith(await secret(settingName))) return true
  const before = await secretAt(settingName, 'AWSPREVIOUS')
  return before !== undefined && isMadeWith(before)
}
