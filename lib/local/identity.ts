import type { AwsAnswer, AwsService } from './aws-service.ts'
import type { UserPool } from './identity-pool.ts'

export interface IdentityOptions {
  readonly dataDir: string
  readonly pools: readonly UserPool[]
  /** Origin of the AWS port, such as `http://127.0.0.1:4566`; asked at each use, as port 0 is known only once it listens. */
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
  /** Makes confirmed users, all passwords hashed at once; who exists already stays. Resolves with `email` → `sub`. */
  seedUsers(poolId: string, users: readonly SeedUser[]): Promise<ReadonlyMap<string, string>>
}

export const startIdentity = async (_options: IdentityOptions): Promise<Identity> => {
  throw new Error('under construction')
}
