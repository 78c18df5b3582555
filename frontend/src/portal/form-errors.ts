import type { RefObject } from 'react'
import { ProblemError } from '../api/problem.ts'

/** What the host refused, by the path of the field. */
export const errorsOf = (error: unknown): Readonly<Record<string, string>> =>
  error instanceof ProblemError ? Object.fromEntries(error.errors.map(({ path, message }) => [path, message])) : {}

/** After the errors are on screen, takes the person to the first of them. */
export const focusFirstInvalid = (form: RefObject<HTMLFormElement | null>): void => {
  requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
