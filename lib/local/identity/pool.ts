import { type JsonRecord, recordOf } from '../json-record.ts'

/** A user pool as the template declares it, reduced to what the identity service acts on. */
export interface UserPool {
  readonly poolId: string
  readonly clients: readonly PoolClient[]
  readonly groups: readonly string[]
  readonly passwordPolicy: PasswordPolicy
  /** Names of the pool's own attributes, with their prefix, such as `custom:department_id`. */
  readonly customAttributes: readonly string[]
  readonly triggers: PoolTriggers
  /** Whether a code is mailed at sign-up (`AutoVerifiedAttributes: [email]`). */
  readonly mailsCodeAtSignUp: boolean
  /** Whether people may sign themselves up (`AllowAdminCreateUserOnly: false`). */
  readonly allowsSignUp: boolean
  /** Mail with a code; `{####}` in the text stands for the code. */
  readonly codeMail: { readonly subject: string; readonly text: string }
}

export interface PoolClient {
  readonly clientId: string
  /** Such as `ALLOW_USER_PASSWORD_AUTH`; a flow that is not listed is refused. */
  readonly authFlows: readonly string[]
  readonly accessTokenSeconds: number
  readonly idTokenSeconds: number
  readonly refreshTokenSeconds: number
  /** Whether unknown users get the same answer as wrong passwords (`PreventUserExistenceErrors: ENABLED`). */
  readonly hidesUnknownUsers: boolean
}

export interface PasswordPolicy {
  readonly minimumLength: number
  readonly requireLowercase: boolean
  readonly requireUppercase: boolean
  readonly requireNumbers: boolean
  readonly requireSymbols: boolean
}

/** Logical ids of the functions that the pool calls. */
interface PoolTriggers {
  /** Called with version 2 of its event. */
  readonly preTokenGeneration?: string
  readonly postConfirmation?: string
}

/** Properties of `AWS::Cognito::UserPool` that are acted on, checked, or have no effect on one machine. */
const POOL_PROPERTIES = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'DeletionProtection',
  'EmailConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'LambdaConfig',
  'MfaConfiguration',
  'Policies',
  'Schema',
  'SmsVerificationMessage',
  'UserPoolAddOns',
  'UserPoolName',
  'UserPoolTags',
  'UserPoolTier',
  'UsernameAttributes',
  'UsernameConfiguration',
  'VerificationMessageTemplate',
]
/**
 * Accepted properties of `AWS::Cognito::UserPoolClient`; OAuth settings concern the hosted pages, which are not served.
 */
const CLIENT_PROPERTIES = [
  'AccessTokenValidity',
  'AllowedOAuthFlows',
  'AllowedOAuthFlowsUserPoolClient',
  'AllowedOAuthScopes',
  'AuthSessionValidity',
  'CallbackURLs',
  'ClientName',
  'EnableTokenRevocation',
  'ExplicitAuthFlows',
  'GenerateSecret',
  'IdTokenValidity',
  'LogoutURLs',
  'PreventUserExistenceErrors',
  'ReadAttributes',
  'RefreshTokenValidity',
  'SupportedIdentityProviders',
  'TokenValidityUnits',
  'UserPoolId',
  'WriteAttributes',
]
const TRIGGERS = ['PostConfirmation', 'PreTokenGeneration', 'PreTokenGenerationConfig']
const AUTH_FLOWS = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']
/** OpenID Connect's attributes, which every pool has. */
export const STANDARD_ATTRIBUTES: readonly string[] = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'website',
  'zoneinfo',
]
const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }

const onlyKnown = (what: string, given: readonly string[], known: readonly string[]): void => {
  const unknown = given.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`${what} is not emulated: ${unknown.join(', ')}`)
}

const propertiesIn = (properties: JsonRecord, name: string): JsonRecord => recordOf(properties[name])

const textIn = (properties: JsonRecord, name: string): string | undefined => {
  const value = properties[name]
  return typeof value === 'string' ? value : undefined
}

const listIn = (properties: JsonRecord, name: string): readonly unknown[] => {
  const value = properties[name]
  return Array.isArray(value) ? value : []
}

/** The logical id at the end of a function's ARN; a bare logical id stays. */
const functionIdOf = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1)

const triggersOf = (pool: JsonRecord): PoolTriggers => {
  const config = propertiesIn(pool, 'LambdaConfig')
  onlyKnown('trigger of the user pool', Object.keys(config), TRIGGERS)
  const preToken = propertiesIn(config, 'PreTokenGenerationConfig')
  if ((preToken.LambdaVersion ?? 'V2_0') !== 'V2_0' || (config.PreTokenGeneration && !preToken.LambdaArn)) {
    throw new Error('of the PreTokenGeneration trigger only version V2_0 is emulated')
  }
  const preTokenGeneration = textIn(preToken, 'LambdaArn')
  const postConfirmation = textIn(config, 'PostConfirmation')
  return {
    ...(preTokenGeneration && { preTokenGeneration: functionIdOf(preTokenGeneration) }),
    ...(postConfirmation && { postConfirmation: functionIdOf(postConfirmation) }),
  }
}

/** Cognito's own defaults where the template is silent. */
const passwordPolicyOf = (pool: JsonRecord): PasswordPolicy => {
  const policy = propertiesIn(propertiesIn(pool, 'Policies'), 'PasswordPolicy')
  return {
    minimumLength: Number(policy.MinimumLength ?? 8),
    requireLowercase: policy.RequireLowercase === true,
    requireUppercase: policy.RequireUppercase === true,
    requireNumbers: policy.RequireNumbers === true,
    requireSymbols: policy.RequireSymbols === true,
  }
}

/** Seconds that a token lives: the template's number in the template's unit, else Cognito's default. */
const validityOf = (client: JsonRecord, token: 'AccessToken' | 'IdToken' | 'RefreshToken'): number => {
  const standard = token === 'RefreshToken' ? { length: 30, unit: 'days' } : { length: 1, unit: 'hours' }
  const unit = textIn(propertiesIn(client, 'TokenValidityUnits'), token) ?? standard.unit
  return Number(client[`${token}Validity`] ?? standard.length) * (SECONDS[unit] ?? Number.NaN)
}

const clientOf = (clientId: string, client: JsonRecord): PoolClient => {
  onlyKnown('property of a user pool client', Object.keys(client), CLIENT_PROPERTIES)
  if (client.GenerateSecret === true) throw new Error('a user pool client with a secret is not emulated')
  const authFlows = listIn(client, 'ExplicitAuthFlows').map(String)
  onlyKnown('authentication flow', authFlows, AUTH_FLOWS)
  return {
    clientId,
    authFlows,
    accessTokenSeconds: validityOf(client, 'AccessToken'),
    idTokenSeconds: validityOf(client, 'IdToken'),
    refreshTokenSeconds: validityOf(client, 'RefreshToken'),
    hidesUnknownUsers: client.PreventUserExistenceErrors === 'ENABLED',
  }
}

const customAttributesOf = (pool: JsonRecord): readonly string[] =>
  listIn(pool, 'Schema')
    .map((attribute) => textIn(recordOf(attribute), 'Name') ?? '')
    .filter((name) => name !== '' && !STANDARD_ATTRIBUTES.includes(name))
    .map((name) => `custom:${name}`)

/**
 * Reads a pool from the resolved properties of its `AWS::Cognito::UserPool`, its clients and its groups.
 *
 * @throws Error naming the property, if the template asks for something that is not emulated
 */
export const readUserPool = (declared: {
  readonly poolId: string
  readonly pool: JsonRecord
  readonly clients: readonly { readonly clientId: string; readonly client: JsonRecord }[]
  readonly groups: readonly JsonRecord[]
}): UserPool => {
  const { poolId, pool } = declared
  onlyKnown('property of the user pool', Object.keys(pool), POOL_PROPERTIES)
  if (String(listIn(pool, 'UsernameAttributes')) !== 'email')
    throw new Error('only user names that are e-mail addresses are emulated')
  if ((pool.MfaConfiguration ?? 'OFF') !== 'OFF') throw new Error('MfaConfiguration is not emulated')
  const message = propertiesIn(pool, 'VerificationMessageTemplate')
  return {
    poolId,
    clients: declared.clients.map(({ clientId, client }) => clientOf(clientId, client)),
    groups: declared.groups.map((group) => textIn(group, 'GroupName') ?? ''),
    passwordPolicy: passwordPolicyOf(pool),
    customAttributes: customAttributesOf(pool),
    triggers: triggersOf(pool),
    mailsCodeAtSignUp: listIn(pool, 'AutoVerifiedAttributes').includes('email'),
    allowsSignUp: propertiesIn(pool, 'AdminCreateUserConfig').AllowAdminCreateUserOnly !== true,
    codeMail: {
      subject: textIn(message, 'EmailSubject') ?? 'Your verification code',
      text: textIn(message, 'EmailMessage') ?? 'Your confirmation code is {####}',
    },
  }
}
