import { signUp, userOf } from '../../domain/people.ts'
import { emailTaken, openAccount } from '../../platform/accounts.ts'
import { newId } from '../../platform/ids.ts'
import { commitUser, findUserByEmail, takeEmail } from '../../stores/people.ts'
import { route } from '../pipeline/http.ts'

/**
 * Creates a customer: first the account that signs in, then the user; a signup that breaks off in between can be
 * repeated.
 */
export const signup = route('signup', async ({ body: { email, password, name } }) => {
  if (await findUserByEmail(email)) throw emailTaken()
  await openAccount(email, password)

  const change = signUp({ id: newId(), email, name }, { event_id: newId(), now: new Date() })
  const outcome = await commitUser(change, [takeEmail(email, change.user.id)])
  if (outcome !== 'written') throw emailTaken()
  return { user: userOf(change.user) }
})
