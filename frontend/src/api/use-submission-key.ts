import { useRef } from 'react'
import { type Attempt, submissionKey } from './submission.ts'

/** The idempotency key of what a form sends, for as long as the form is there. */
export const useSubmissionKey = () => {
  const last = useRef<Attempt | null>(null)
  return submissionKey({
    read: () => last.current,
    write: (attempt) => {
      last.current = attempt
    },
    forget: () => {
      last.current = null
    },
  })
}
