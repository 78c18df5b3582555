import { useEffect, useState } from 'react'
import { useLiveState } from './use-live.tsx'

/** A shorter loss of connection is not worth mentioning. */
const PATIENCE_MS = 2_000

/** True once the socket has been offline for longer than that. */
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
