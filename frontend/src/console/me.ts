import { createContext, useContext } from 'react'
import type { User } from '../../../functions/contracts/people.ts'

/** Whom this page is for. The browser may hold another session, or none, before this page is notified. */
export const MeContext = createContext<User | null>(null)

/** The signed-in person. Only for screens behind the sign-in. */
export const useMe = (): User => {
  const me = useContext(MeContext)
  if (!me) throw new Error('this screen needs somebody who is signed in')
  return me
}
