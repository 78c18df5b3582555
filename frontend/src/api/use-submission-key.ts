import { useRef } from 'react'
import { type Attempt, submissionKey } from './submission.ts'

/** The idempotency key of what a form sends, kept while the form is mounted. */
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
