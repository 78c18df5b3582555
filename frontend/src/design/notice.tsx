import type { ReactNode } from 'react'
import { ProblemError } from '../api/problem.ts'
import { messageOf, useWords } from '../text/use-words.ts'
import { Button } from './button.tsx'
import styles from './notice.module.css'

/** Says what failed, with a button to try again; what was on screen stays beside it. */
export const FailureNotice = ({ error, title, onRetry, children }: FailureNoticeProps) => {
  const words = useWords()
  const reference = error instanceof ProblemError && error.status >= 500 ? error.request_id : ''
  return (
    <div className={styles.notice} data-kind="failure" role="alert">
      <div className={styles.words}>
        {title && <p className={styles.title}>{title}</p>}
        <p>{messageOf(error, words)}</p>
        {reference && <p className={styles.small}>{words.problem.reference(reference)}</p>}
      </div>
      {onRetry && <Button onClick={onRetry}>{words.retry}</Button>}
      {children}
    </div>
  )
}

interface FailureNoticeProps {
  readonly error: unknown
  readonly title?: string
  readonly onRetry?: () => void
  /** Further actions, beside trying again. */
  readonly children?: ReactNode
}

/** A quiet sentence that belongs to what is around it. */
export const Notice = ({ kind = 'info', children }: NoticeProps) => (
  <div className={styles.notice} data-kind={kind} role="status">
    <div className={styles.words}>{children}</div>
  </div>
)

interface NoticeProps {
  readonly kind?: 'info' | 'ok' | 'warn'
  readonly children: ReactNode
}

/** Says that there is nothing to show, and what to do about it. */
export const EmptyState = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={styles.empty}>
    <p className={styles.title}>{title}</p>
    {children}
  </div>
)
