import { useEffect, useState } from 'react'
import { useLiveState } from './use-live.tsx'

/** A blink without connection is nobody's business. */
const PATIENCE_MS = 2_000

/** True once the socket has been away for longer than a blink. */
export const useLongOffline = (): boolean => {
  const away = useLiveState() === 'offline'
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!away) {
      setLong(false)
      return
    }
    const timer = setTimeout(() => setLong(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [away])
  return long
}
