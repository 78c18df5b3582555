import { assertNotErased, userOf } from '../../domain/people.ts'
import { getUser } from '../../stores/people.ts'
import { route } from '../pipeline/http.ts'
import { signedIn } from '../pipeline/ticket-access.ts'

/** The caller's user as it is now. */
export const getMe = route('getMe', async ({ caller }) => {
  const user = await getUser(signedIn(caller).id)
  assertNotErased(user)
  return { user: userOf(user) }
})
