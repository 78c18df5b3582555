import { createContext, useContext } from 'react'
import { checkPerson } from './session.ts'

/** Id of the person whom this page is for; undefined for a guest. */
export const PersonContext = createContext<string | undefined>(undefined)

/**
 * For requests that are sent with a delay: when their turn comes, or after another request. When somebody signs in in
 * another tab, the browser holds their session before this page is notified, and nothing may be sent in their name.
 *
 * @returns throws a refusal once this page's person is no longer signed in; on a guest's page, once somebody is
 */
export const usePersonCheck = (): (() => void) => {
  const id = useContext(PersonContext)
  return () => checkPerson(id)
}
