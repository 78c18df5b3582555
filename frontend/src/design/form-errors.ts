import type { RefObject } from 'react'
import { ProblemError } from '../api/problem.ts'
import type { Words } from '../text/words.en.ts'

/** The message for each field that the host refused, by its path; the host's own messages are for programmers. */
export const refusedFields = (error: unknown, words: Words): Readonly<Record<string, string>> => {
  if (!(error instanceof ProblemError)) return {}
  const complaint = (path: string) => (path.endsWith('email') ? words.notAnEmail : words.notTaken)
  return Object.fromEntries(error.errors.map(({ path }) => [path, complaint(path)]))
}

/** Moves the focus to the first faulty field, once the errors are on screen. */
export const focusFirstInvalid = (form: RefObject<HTMLFormElement | null>): void => {
  requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
