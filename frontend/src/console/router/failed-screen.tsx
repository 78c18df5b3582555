import type { ErrorComponentProps } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { Screen } from '../screen.tsx'
import { hostAnswers } from './late-screen.tsx'

/**
 * Replaces a screen that could not be shown, such as one whose code failed to load; the rest of the page stays. A
 * browser may remember that code failed to load, so trying again reloads the page, once the host answers; drafts
 * survive that.
 */
export const FailedScreen = ({ error }: ErrorComponentProps) => {
  const { problem, retry } = useWords()
  const { live } = useDeskText()
  const [asking, setAsking] = useState(false)
  const tryAgain = async () => {
    setAsking(true)
    if (await hostAnswers()) window.location.reload()
    else setAsking(false)
  }
  return (
    <Screen title={problem.title}>
      <FailureNotice error={error}>
        <Button busy={asking && live.trying} onClick={() => void tryAgain()}>
          {retry}
        </Button>
      </FailureNotice>
    </Screen>
  )
}
