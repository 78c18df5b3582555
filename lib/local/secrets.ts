import type { AwsService } from './aws-service.ts'

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

export const startSecrets = async (_options: SecretsOptions): Promise<Secrets> => {
  throw new Error('under construction')
}
