import type { User } from '../../../functions/contracts/people.ts'
import { useSession } from '../api/session.ts'

/** The signed-in person. Only for screens behind the sign-in. */
export const useMe = (): User => {
  const session = useSession()
  if (!session) throw new Error('this screen needs somebody who is signed in')
  return session.user
}
