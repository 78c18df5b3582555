import { createContext, useContext } from 'react'
import { checkPerson } from './session.ts'

/** Whom this page is for; undefined for a guest. */
export const PersonContext = createContext<string | undefined>(undefined)

/**
 * For whatever goes out later than it was asked for: when its turn comes, or after another request. Whoever signs in in
 * another tab is known to the browser before this page hears of it, and nothing may go out in their name.
 *
 * @returns throws a refusal once whoever this page is for is no longer signed in; on a guest's page, once somebody is
 */
export const usePersonCheck = (): (() => void) => {
  const id = useContext(PersonContext)
  return () => checkPerson(id)
}
