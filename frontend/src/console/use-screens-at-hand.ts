import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Role } from '../../../functions/contracts/people.ts'
import { screensFor } from './screens.ts'

/** After the page itself has arrived, for browsers that do not tell when they have nothing to do. */
const SETTLED_MS = 3_000

/** Fetches the programs of all screens of a role while nothing else is to do: a host that goes away later takes none of them. */
export const useScreensAtHand = (role: Role): void => {
  const router = useRouter()
  useEffect(() => {
    const fetchAll = () => {
      for (const [, to] of screensFor(role)) void router.preloadRoute({ to })
    }
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(fetchAll, SETTLED_MS)
      return () => clearTimeout(timer)
    }
    const asked = requestIdleCallback(fetchAll)
    return () => cancelIdleCallback(asked)
  }, [router, role])
}
