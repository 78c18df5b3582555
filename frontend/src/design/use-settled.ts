import { useEffect, useState } from 'react'

const PAUSE_MS = 200

/** A text once its typing has paused, so that the host is not asked at every key. */
export const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
