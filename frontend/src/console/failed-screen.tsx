import type { ErrorComponentProps } from '@tanstack/react-router'
import { FailureNotice } from '../design/notice.tsx'
import { useWords } from '../text/use-words.ts'
import { Screen } from './screen.tsx'

/**
 * A screen that could not be shown at all, such as one whose program did not arrive; the rest of the page stays. A
 * browser may remember that a program was missing, so trying again begins with the page; drafts survive that.
 */
export const FailedScreen = ({ error }: ErrorComponentProps) => {
  const { problem } = useWords()
  return (
    <Screen title={problem.title}>
      <FailureNotice error={error} onRetry={() => window.location.reload()} />
    </Screen>
  )
}
