import { useIsFetching, useIsMutating } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from '../../api/use-live.tsx'

/** An answer that takes this long is a reason to test the live line. */
const DOUBT_MS = 3_000

/** Tests the live line while answers are overdue: their cause may have broken the line, too, without closing it. */
export const useDoubtedLine = (): void => {
  const live = useLive()
  const isWaiting = useIsFetching() + useIsMutating() > 0
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => live?.ping(), DOUBT_MS)
    return () => clearTimeout(timer)
  }, [isWaiting, live])
}
