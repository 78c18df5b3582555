import { randomUUID } from 'node:crypto'
import { ACCOUNT, type AwsAnswer, type AwsCall, type AwsService, type NeededRight, REGION } from './aws-service.ts'
import { accountOperations } from './identity/accounts.ts'
import { adminOperations } from './identity/admin.ts'
import { type Directory, notEmulated } from './identity/directory.ts'
import { hashPassword } from './identity/passwords.ts'
import type { UserPool } from './identity/pool.ts'
import { membersOf, requiredText } from './identity/request.ts'
import { sessionOperations } from './identity/sessions.ts'
import { IdentityStore } from './identity/store.ts'
import { openTokenSigner } from './identity/tokens.ts'

export interface IdentityOptions {
  readonly dataDir: string
  readonly pools: readonly UserPool[]
  /**
   * Origin of the AWS port, such as `http://127.0.0.1:4566`; called at each use, as a free port is known only once it
   * is open.
   */
  readonly awsUrl: () => string
  /** Calls a trigger's function with its event and resolves with what the function returned. */
  readonly invoke: (functionId: string, event: unknown) => Promise<unknown>
  /** Takes the mail with a code. */
  readonly deliver: (mail: { readonly to: string; readonly subject: string; readonly text: string }) => void
  readonly now: () => Date
}

export interface SeedUser {
  readonly email: string
  readonly password: string
  /** Further attributes, such as `name`. */
  readonly attributes: Readonly<Record<string, string>>
  readonly groups: readonly string[]
}

/** Cognito user pools (`cognito-idp`). */
export interface Identity extends AwsService {
  /** The pool's discovery document or key set; undefined if the path is neither. */
  publicDocument(path: string): AwsAnswer | undefined
  /** Makes confirmed users, hashing all passwords in parallel; existing users stay. Resolves with `email` → `sub`. */
  seedUsers(poolId: string, users: readonly SeedUser[]): Promise<ReadonlyMap<string, string>>
}

/** Operations that browsers may call, unsigned; all others need a right on their pool. */
const PUBLIC_OPERATIONS = new Set([
  'SignUp',
  'ConfirmSignUp',
  'InitiateAuth',
  'RevokeToken',
  'GlobalSignOut',
  'GetUser',
  'ForgotPassword',
  'ConfirmForgotPassword',
])

const discoveryDocument = (issuer: string): object => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ['RS256'],
  subject_types_supported: ['public'],
  response_types_supported: ['code', 'token'],
  scopes_supported: ['openid', 'email', 'profile'],
})

const json = (document: object): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(document),
})

const seed = async ({ store, now }: Directory, poolId: string, users: readonly SeedUser[]) => {
  const newcomers = users.filter(({ email }) => !store.findUser(poolId, email))
  const hashes = await Promise.all(newcomers.map(({ password }) => hashPassword(password)))
  const at = now().getTime()
  newcomers.forEach(({ email, attributes, groups }, index) => {
    const sub = randomUUID()
    store.addUser(poolId, {
      sub,
      email: email.toLowerCase(),
      passwordHash: hashes[index],
      status: 'CONFIRMED',
      enabled: true,
      attributes: { ...attributes, email_verified: 'true' },
      createdAt: at,
      updatedAt: at,
    })
    for (const group of groups) store.addToGroup(poolId, sub, group)
  })
  return new Map(users.map(({ email }) => [email, store.findUser(poolId, email)?.sub ?? '']))
}

export const startIdentity = async (options: IdentityOptions): Promise<Identity> => {
  const { pools, invoke, deliver, now } = options
  const signer = await openTokenSigner(options.dataDir)
  const store = new IdentityStore(options.dataDir)
  store.forgetExpiredSessions(now().getTime())
  const issuerOf = ({ poolId }: UserPool) => `${options.awsUrl()}/${poolId}`
  const directory: Directory = { pools, store, signer, issuerOf, invoke, deliver, now }
  const operations = new Map(
    Object.entries({ ...accountOperations(directory), ...sessionOperations(directory), ...adminOperations(directory) }),
  )

  const operationOf = (call: AwsCall) => {
    const operation = operations.get(call.operation)
    if (!operation) throw notEmulated(`the operation ${call.operation}`)
    return operation
  }

  return {
    rights: (call): readonly NeededRight[] => {
      operationOf(call)
      if (PUBLIC_OPERATIONS.has(call.operation)) return []
      const poolId = requiredText(membersOf(call.body), 'UserPoolId')
      const resource = `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${poolId}`
      return [{ action: `cognito-idp:${call.operation}`, resource }]
    },

    answer: async (call) => {
      const answer = await operationOf(call)(membersOf(call.body))
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(answer) }
    },

    publicDocument: (path) => {
      const [, poolId, document] = /^\/([^/]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(path) ?? []
      const pool = pools.find((candidate) => candidate.poolId === poolId)
      if (!pool) return undefined
      return json(document === 'jwks.json' ? signer.keySet : discoveryDocument(issuerOf(pool)))
    },

    seedUsers: (poolId, users) => seed(directory, poolId, users),

    close: async () => store.close(),
  }
}
