import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { setting } from './env.ts'

const client = new SecretsManagerClient({})
/** A rotated secret is known after this time at the latest. */
const LIFETIME_MILLISECONDS = 5 * 60_000

const kept = new Map<string, { readonly value: Promise<string>; readonly until: number }>()

const fetchSecret = async (arn: string): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
  if (!SecretString) throw new Error(`the secret ${arn} has no text`)
  return SecretString
}

/** A secret's text by the setting that holds its ARN; asked for once in five minutes. */
export const secret = (settingName: 'ORIGIN_SECRET_ARN' | 'TRACKING_SECRET_ARN'): Promise<string> => {
  const arn = setting(settingName)
  const known = kept.get(arn)
  if (known && known.until > Date.now()) return known.value
  const value = fetchSecret(arn)
  kept.set(arn, { value, until: Date.now() + LIFETIME_MILLISECONDS })
  // A failed call is not worth remembering: the next caller asks again.
  value.catch(() => kept.delete(arn))
  return value
}
