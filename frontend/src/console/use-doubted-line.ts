import { useIsFetching, useIsMutating } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from '../api/use-live.tsx'

/** An answer that takes this long is a reason to ask whether anybody is there. */
const DOUBT_MS = 3_000

/** Puts the live line to the test while answers do not come: what hinders them may have broken it, too, without a word. */
export const useDoubtedLine = (): void => {
  const live = useLive()
  const isWaiting = useIsFetching() + useIsMutating() > 0
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => live?.ping(), DOUBT_MS)
    return () => clearTimeout(timer)
  }, [isWaiting, live])
}
