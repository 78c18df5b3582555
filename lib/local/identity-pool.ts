/** A user pool as the template declares it, reduced to what the identity service acts on. */
export interface UserPool {
  readonly poolId: string
  readonly clients: readonly PoolClient[]
  readonly groups: readonly string[]
  readonly passwordPolicy: PasswordPolicy
  /** Names of the pool's own attributes, with their prefix, such as `custom:department_id`. */
  readonly customAttributes: readonly string[]
  readonly triggers: PoolTriggers
}

export interface PoolClient {
  readonly clientId: string
  /** Such as `ALLOW_USER_PASSWORD_AUTH`; a flow that is not listed is refused. */
  readonly authFlows: readonly string[]
  readonly accessTokenSeconds: number
  readonly idTokenSeconds: number
  readonly refreshTokenSeconds: number
  /** Unknown users are answered like wrong passwords (`PreventUserExistenceErrors: ENABLED`). */
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
export interface PoolTriggers {
  readonly preTokenGeneration?: { readonly functionId: string; readonly version: 'V1_0' | 'V2_0' }
  readonly postConfirmation?: string
}

/** Properties of a template's resource, every intrinsic function already resolved. */
export type ResolvedProperties = Readonly<Record<string, unknown>>

/**
 * Reads a pool from the resolved properties of its `AWS::Cognito::UserPool`, its clients and its groups.
 *
 * @throws Error naming the property, if the template asks for something that is not emulated
 */
export const readUserPool = (_declared: {
  readonly poolId: string
  readonly pool: ResolvedProperties
  readonly clients: readonly { readonly clientId: string; readonly client: ResolvedProperties }[]
  readonly groups: readonly ResolvedProperties[]
}): UserPool => {
  throw new Error('under construction')
}
