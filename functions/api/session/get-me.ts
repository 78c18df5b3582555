import { RefusedError } from '../../domain/errors.ts'
import { userOf } from '../../domain/people.ts'
import { route } from '../../platform/http.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { getUser } from '../../stores/people.ts'

/** Who the caller is now; a token that outlives an erased account speaks for nobody. */
export const getMe = route('getMe', async ({ caller }) => {
  const user = await getUser(signedIn(caller).id)
  if (user.erased_at !== null) {
    throw new RefusedError('unauthenticated', 'token_invalid', 'the token is invalid or has expired')
  }
  return { user: userOf(user) }
})
