import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { newQueryClient } from './queries.ts'
import { useSession } from './session.ts'
import { PersonContext } from './use-person-check.ts'

/**
 * Gives each person a page and a cache of their own. When somebody signs in or out, here or in another tab, or a
 * session ends, nothing of the previous person stays on screen or in the cache. Answers still under way go to the old
 * cache; changes that wait for their turn or for a network are dropped, since the next person's name would be on them.
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
  // Only changes are dropped: a late read does no harm, and an effect that runs twice must not clear pending reads.
  useEffect(() => () => client.getMutationCache().clear(), [client])
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
