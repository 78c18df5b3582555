import { type Query, useIsFetching, useIsMutating, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useLive } from '../api/use-live.tsx'

/** An answer that takes this long is a reason to ask whether anybody is there. */
const DOUBT_MS = 3_000
/** Grey rows without a word are enough for this long. */
const PATIENCE_MS = 5_000

/** Whether something has gone on for `ms` without a pause. */
const useLasting = (isGoing: boolean, ms: number): boolean => {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!isGoing) return
    const timer = setTimeout(() => setLasting(true), ms)
    return () => {
      clearTimeout(timer)
      setLasting(false)
    }
  }, [isGoing, ms])
  return lasting
}

/** Nothing of it is on screen yet. */
const firstReadings = { predicate: ({ state }: Query) => state.data === undefined }

/**
 * Puts the live line to the test while answers do not come.
 *
 * @returns whether somebody has waited long for something to be shown at all, and how to ask for it anew
 */
export const useSlowHost = () => {
  const client = useQueryClient()
  const live = useLive()
  const underway = useIsFetching() + useIsMutating()
  const doubtful = useLasting(underway > 0, DOUBT_MS)
  const slow = useLasting(useIsFetching(firstReadings) > 0, PATIENCE_MS)
  useEffect(() => {
    if (doubtful) live?.ping()
  }, [doubtful, live])

  const askAgain = useCallback(async () => {
    // One that is on its way is not begun anew by itself.
    await client.cancelQueries(firstReadings)
    await client.refetchQueries({ type: 'active', ...firstReadings })
  }, [client])
  return { slow, askAgain }
}
