import type { RefObject } from 'react'
import { ProblemError } from '../api/problem.ts'
import type { Words } from '../text/words.en.ts'

/** What to say of each field that the host refused, by its path; the host's own words are for programmers. */
export const refusedFields = (error: unknown, words: Words): Readonly<Record<string, string>> => {
  if (!(error instanceof ProblemError)) return {}
  const complaint = (path: string) => (path.endsWith('email') ? words.notAnEmail : words.notTaken)
  return Object.fromEntries(error.errors.map(({ path }) => [path, complaint(path)]))
}

/** After the errors are on screen, takes the person to the first of them. */
export const focusFirstInvalid = (form: RefObject<HTMLFormElement | null>): void => {
  requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
