import { useEffect, useState } from 'react'

const PAUSE_MS = 200

/** The text as it was when typing last paused, so that the host is not asked at every keystroke. */
export const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
