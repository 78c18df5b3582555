import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { newQueryClient } from './queries.ts'
import { useSession } from './session.ts'
import { PersonContext } from './use-person-check.ts'

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

const OwnCache = ({ children }: { readonly children: ReactNode }) => {
  const [client] = useState(newQueryClient)
  // Of what is read nothing is done after its page is gone; it is left alone, so that an effect run twice takes nothing away.
  useEffect(() => () => client.getMutationCache().clear(), [client])
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
