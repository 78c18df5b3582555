import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Role } from '../../../../functions/contracts/people.ts'
import { screensFor } from '../screens.ts'

/** Delay after the first rendering, for browsers without `requestIdleCallback`. */
const SETTLED_MS = 3_000

/** Loads the code of all of a role's screens while idle, so that they still open if the host goes down later. */
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
