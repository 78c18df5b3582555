import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { setting } from './env.ts'

const client = new SecretsManagerClient({})
/** A rotated secret is known after this time at the latest. */
const LIFETIME_MS = 5 * 60_000

/** A secret's value now, and the one that it had before it was last renewed. */
type Stage = 'AWSCURRENT' | 'AWSPREVIOUS'
export type SecretSetting = 'ORIGIN_SECRET_ARN' | 'TRACKING_SECRET_ARN'

const kept = new Map<string, { readonly value: Promise<string | undefined>; readonly until: number }>()

const fetchSecret = async (arn: string, stage: Stage): Promise<string | undefined> => {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: stage }))
    return SecretString
  } catch (error) {
    // What was never renewed has no value before.
    if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

const secretAt = (settingName: SecretSetting, stage: Stage): Promise<string | undefined> => {
  const arn = setting(settingName)
  const key = `${arn} ${stage}`
  const known = kept.get(key)
  if (known && known.until > Date.now()) return known.value
  const value = fetchSecret(arn, stage)
  kept.set(key, { value, until: Date.now() + LIFETIME_MS })
  // A failed call is not worth remembering: the next caller asks again.
  value.catch(() => kept.delete(key))
  return value
}

/**
 * A secret's text by the setting that holds its ARN; asked for once in five minutes.
 *
 * @throws Error if the secret has no text, or the setting is missing; the SDK's error if the secret cannot be read
 */
export const secret = async (settingName: SecretSetting): Promise<string> => {
  const value = await secretAt(settingName, 'AWSCURRENT')
  if (!value) throw new Error(`the secret of ${settingName} has no text`)
  return value
}

/**
 * Whether something was made with the secret, or with the one before: what is under way or was mailed while a secret is
 * renewed stays good.
 *
 * @param isMadeWith compares in the same time for everything that is wrong
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
