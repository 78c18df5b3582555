import { AwsError } from '../aws-service.ts'
import type { JsonRecord } from '../json-record.ts'
import { triggerEvent } from './claims.ts'
import { type PoolClient, STANDARD_ATTRIBUTES, type UserPool } from './pool.ts'
import { invalidParameter, requiredText } from './request.ts'
import type { StoredUser } from './rows.ts'
import type { IdentityStore } from './store.ts'
import type { TokenSigner } from './tokens.ts'

/** What every operation works with: the pools, their stored data, and the outside world. */
export interface Directory {
  readonly pools: readonly UserPool[]
  readonly store: IdentityStore
  readonly signer: TokenSigner
  readonly issuerOf: (pool: UserPool) => string
  readonly invoke: (functionId: string, event: unknown) => Promise<unknown>
  readonly deliver: (mail: { readonly to: string; readonly subject: string; readonly text: string }) => void
  readonly now: () => Date
}

/** An app client, and the pool that it belongs to. */
export interface Client {
  readonly pool: UserPool
  readonly client: PoolClient
}

/** One operation of the API: its request's members in, its answer's members out. */
export type Operation = (members: JsonRecord) => Promise<object>

export const notAuthorized = (message: string): AwsError => new AwsError(400, 'NotAuthorizedException', message)

export const userUnknown = (): AwsError => new AwsError(400, 'UserNotFoundException', 'User does not exist.')

export const notEmulated = (what: string): AwsError =>
  new AwsError(400, 'UnknownOperationException', `the local user pool does not emulate ${what}`)

/** @throws AwsError ResourceNotFoundException */
export const poolNamed = (directory: Directory, members: JsonRecord): UserPool => {
  const poolId = requiredText(members, 'UserPoolId')
  const pool = directory.pools.find((candidate) => candidate.poolId === poolId)
  if (!pool) throw new AwsError(400, 'ResourceNotFoundException', `User pool ${poolId} does not exist.`)
  return pool
}

/** @throws AwsError ResourceNotFoundException */
export const clientNamed = (directory: Directory, members: JsonRecord): Client => {
  const clientId = requiredText(members, 'ClientId')
  for (const pool of directory.pools) {
    const client = pool.clients.find((candidate) => candidate.clientId === clientId)
    if (client) return { pool, client }
  }
  throw new AwsError(400, 'ResourceNotFoundException', `User pool client ${clientId} does not exist.`)
}

/** @throws AwsError UserNotFoundException */
export const userNamed = (directory: Directory, pool: UserPool, members: JsonRecord): StoredUser => {
  const user = directory.store.findUser(pool.poolId, requiredText(members, 'Username'))
  if (!user) throw userUnknown()
  return user
}

/** The e-mail address of a new user, which is also the user name. */
export const newEmail = (members: JsonRecord): string => {
  const email = requiredText(members, 'Username').toLowerCase()
  if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(email)) throw invalidParameter('Username should be an email.')
  return email
}

/** The attributes without those that have a column of their own; a name that the pool lacks is refused. */
export const ownAttributes = (
  pool: UserPool,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  for (const name of Object.keys(given)) {
    if (!STANDARD_ATTRIBUTES.includes(name) && !pool.customAttributes.includes(name)) {
      throw invalidParameter(
        `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
      )
    }
  }
  const { email: _email, ...own } = given
  if ('sub' in own) throw invalidParameter('Cannot modify the non-mutable attribute sub')
  return own
}

/** Attributes as the API lists them. */
export const attributeList = (user: StoredUser): readonly { readonly Name: string; readonly Value: string }[] =>
  Object.entries({ ...user.attributes, email: user.email, sub: user.sub }).map(([Name, Value]) => ({ Name, Value }))

/**
 * Calls a trigger and waits for it.
 *
 * @throws AwsError UserLambdaValidationException with the function's own message, as a caller of the pool sees it
 */
export const callTrigger = async (
  directory: Directory,
  name: string,
  functionId: string,
  event: object,
): Promise<unknown> => {
  try {
    return await directory.invoke(functionId, event)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new AwsError(400, 'UserLambdaValidationException', `${name} failed with error ${message}.`)
  }
}

/** Calls the pool's function, if it has one, after a user was confirmed or got a new password. */
export const afterConfirmation = async (
  directory: Directory,
  pool: UserPool,
  user: StoredUser,
  cause: {
    readonly clientId: string
    readonly source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword'
  },
): Promise<void> => {
  const functionId = pool.triggers.postConfirmation
  if (!functionId) return
  const event = triggerEvent(pool, user, cause.clientId, {
    version: '1',
    source: cause.source,
    request: {},
    response: {},
  })
  await callTrigger(directory, 'PostConfirmation', functionId, event)
}
