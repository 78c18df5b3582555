import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { FailureNotice } from '../design/notice.tsx'
import { useWords } from '../text/use-words.ts'
import { Screen } from './screen.tsx'

/** A screen that could not be shown at all, such as one whose program did not arrive; the rest of the page stays. */
export const FailedScreen = ({ error, reset }: ErrorComponentProps) => {
  const { problem } = useWords()
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Screen title={problem.title}>
      <FailureNotice error={error} onRetry={again} />
    </Screen>
  )
}
