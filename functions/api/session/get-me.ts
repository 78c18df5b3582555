import { assertNotErased, userOf } from '../../domain/people.ts'
import { route } from '../../platform/http.ts'
import { signedIn } from '../../platform/ticket-access.ts'
import { getUser } from '../../stores/people.ts'

/** Who the caller is now. */
export const getMe = route('getMe', async ({ caller }) => {
  const user = await getUser(signedIn(caller).id)
  assertNotErased(user)
  return { user: userOf(user) }
})
