import { useParams } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Failure, FailuresContext, type ReportedFailure } from './failures.ts'

/** Keeps failures until their ticket has been viewed and left again, or they are dismissed or tried again. */
export const FailuresProvider = ({ children }: { readonly children: ReactNode }) => {
  const { ticketId } = useParams({ strict: false })
  const [all, setAll] = useState<readonly ReportedFailure[]>([])
  const count = useRef(0)
  const report = useCallback((failure: Failure) => {
    count.current += 1
    const { current: id } = count
    setAll((before) => [...before, { ...failure, id }])
  }, [])
  const settle = useCallback(
    (isSettled: (failure: ReportedFailure) => boolean) => setAll((before) => before.filter((one) => !isSettled(one))),
    [],
  )
  useEffect(() => () => setAll((before) => before.filter(({ ticket }) => ticket.id !== ticketId)), [ticketId])
  const failures = useMemo(() => ({ all, report, settle }), [all, report, settle])
  return <FailuresContext value={failures}>{children}</FailuresContext>
}
