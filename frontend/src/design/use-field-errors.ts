import { type RefObject, useEffect } from 'react'
import { useWords } from '../text/use-words.ts'
import { focusFirstInvalid, refusedFields } from './form-errors.ts'

/**
 * What to say of a field that the host refused, and takes the person to the first of them.
 *
 * @returns by the field's path in the body: it, or anything within it, was refused
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
