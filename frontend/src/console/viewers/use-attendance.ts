import { useCallback, useContext, useEffect, useRef } from 'react'
import { useLive, useLiveState } from '../../api/use-live.tsx'
import { ViewersContext } from './viewers.ts'

/** `typing` is sent at most this often. */
const TYPING_EVERY_MS = 3_000
/** Somebody who has not written for this long has stopped. */
const TYPING_ENDS_MS = 8_000
/** What somebody is doing is reported this often while it does not change. */
const REPORT_EVERY_MS = 30_000

/**
 * Tells the other viewers of a ticket that this person has it open, and whether on screen.
 *
 * @returns to be called when they write
 */
export const useAttendance = (ticket_id: string): (() => void) => {
  const live = useLive()
  const isOnline = useLiveState() === 'online'
  const { attend } = useContext(ViewersContext)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wroteAt = useRef(0)

  const reportIn = useCallback((pause: number, report: () => void) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(report, pause)
  }, [])
  const report = useCallback(() => {
    live?.say({ action: document.hidden ? 'elsewhere' : 'viewing', ticket_id })
    reportIn(REPORT_EVERY_MS, report)
  }, [live, ticket_id, reportIn])

  useEffect(() => attend(ticket_id), [attend, ticket_id])
  useEffect(() => {
    if (!isOnline) return
    report()
    document.addEventListener('visibilitychange', report)
    return () => {
      clearTimeout(timer.current)
      document.removeEventListener('visibilitychange', report)
    }
  }, [isOnline, report])

  return () => {
    const now = Date.now()
    if (!isOnline || now - wroteAt.current < TYPING_EVERY_MS) return
    wroteAt.current = now
    live?.say({ action: 'typing', ticket_id })
    reportIn(TYPING_ENDS_MS, report)
  }
}
