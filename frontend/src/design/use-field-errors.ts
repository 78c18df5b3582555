import { type RefObject, useEffect } from 'react'
import { useWords } from '../text/use-words.ts'
import { focusFirstInvalid, refusedFields } from './form-errors.ts'

/**
 * Looks up messages for fields that the host refused, and moves the focus to the first such field.
 *
 * @returns the message for a path in the body, if that field or anything within it was refused
 */
export const useFieldErrors = (error: unknown, form: RefObject<HTMLFormElement | null>) => {
  const refused = Object.entries(refusedFields(error, useWords()))
  useEffect(() => {
    if (error) focusFirstInvalid(form)
  }, [error, form])
  return (name: string): string | undefined =>
    refused.find(([path]) => path === name || path.startsWith(`${name}.`))?.[1]
}

export type FieldErrors = ReturnType<typeof useFieldErrors>
