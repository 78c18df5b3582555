import type { User } from '../../contracts/people.ts'
import { userOf } from '../../domain/people.ts'
import type { Tokens } from '../../platform/accounts.ts'
import { callerOf } from '../../platform/identity.ts'
import { getUser } from '../../stores/people.ts'

/**
 * A session for a client: its new tokens, and its user.
 *
 * @throws RefusedError `unauthenticated` for an account without a user
 */
export const sessionOf = async ({
  access_token,
  id_token,
  expires_in,
}: Tokens): Promise<Omit<Tokens, 'refresh_token'> & { readonly user: User }> => {
  const { id } = await callerOf(access_token)
  return { access_token, id_token, expires_in, user: userOf(await getUser(id)) }
}
