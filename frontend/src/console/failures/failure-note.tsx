import type { ReactNode } from 'react'
import { mayPassLater } from '../../api/problem.ts'
import { Button, onFirstClick } from '../../design/button.tsx'
import { useHandingOn } from '../../design/hand-on.ts'
import { FailureNotice } from '../../design/notice.tsx'
import { useWords } from '../../text/use-words.ts'
import styles from './failure-lines.module.css'
import { type ReportedFailure, useFailures } from './failures.ts'

/** A failure, with a button to try again if that may help, and one to dismiss it. */
export const FailureNote = ({ failure, title, children }: FailureNoteProps) => {
  const words = useWords()
  const { settle } = useFailures()
  const { id, error, again } = failure
  return (
    <FailureNotice error={error} title={title ?? failure.title}>
      <div className={styles.actions} {...useHandingOn<HTMLDivElement>()}>
        {again && mayPassLater(error) && <Button onClick={onFirstClick(again)}>{words.retry}</Button>}
        {children}
        <Button kind="plain" onClick={onFirstClick(() => settle((one) => one.id === id))}>
          {words.close}
        </Button>
      </div>
    </FailureNotice>
  )
}

interface FailureNoteProps {
  readonly failure: ReportedFailure
  /** Replaces the failure's own title if that does not say enough. */
  readonly title?: string
  /** Further actions. */
  readonly children?: ReactNode
}
