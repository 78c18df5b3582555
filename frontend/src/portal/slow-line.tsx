import { useEffect, useState } from 'react'
import { Notice } from '../design/notice.tsx'
import { usePortalText } from '../text/use-portal-text.ts'

/** Sending is nearly always faster. */
const PATIENCE_MS = 8_000

/** To be rendered while something is being sent: says, once that takes long, that nothing is lost. */
export const SlowLine = () => {
  const { slow } = usePortalText()
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return isLate && <Notice>{slow}</Notice>
}
