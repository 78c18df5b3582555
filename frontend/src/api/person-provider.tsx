import { QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { newQueryClient } from './queries.ts'
import { checkPerson, useSession } from './session.ts'

/**
 * Gives each person a page and a cache of their own. Whoever signs in or out, here or in another tab, or whose session
 * ends, leaves nothing on screen or at hand for whoever comes next; answers still on their way go to the cache left,
 * and changes that wait for their turn or for a network are dropped, since they would go out in the name of the next one.
 */
export const PersonProvider = ({ children }: { readonly children: ReactNode }) => {
  const id = useSession()?.user.id
  return (
    <PersonContext value={id}>
      <OwnCache key={id}>{children}</OwnCache>
    </PersonContext>
  )
}

const PersonContext = createContext<string | undefined>(undefined)

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

const OwnCache = ({ children }: { readonly children: ReactNode }) => {
  const [client] = useState(newQueryClient)
  // Of what is read nothing is done after its page is gone; it is left alone, so that an effect run twice takes nothing away.
  useEffect(() => () => client.getMutationCache().clear(), [client])
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
