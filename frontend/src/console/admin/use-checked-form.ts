import { useRef, useState } from 'react'
import { focusFirstInvalid } from '../../design/form-errors.ts'
import { useFieldErrors } from '../../design/use-field-errors.ts'
import { useWords } from '../../text/use-words.ts'

const isControl = (element: Element): element is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement

/**
 * A form that shows faults against its own rules (required fields and ranges) like the host's: under the field, in the
 * language of the page. It must be `noValidate`, or the browser would show its own bubbles first.
 *
 * @param error the host's error for the last request
 * @returns `check` returns false if there is a fault, and moves the focus to the first one
 */
export const useCheckedForm = (error: unknown) => {
  const words = useWords()
  const form = useRef<HTMLFormElement>(null)
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map())
  const refusalOf = useFieldErrors(error, form)

  const check = (): boolean => {
    const wrong = [...(form.current?.elements ?? [])].filter(isControl).filter(({ validity }) => !validity.valid)
    setFaults(
      new Map(wrong.map(({ name, validity }) => [name, validity.valueMissing ? words.required : words.notTaken])),
    )
    if (wrong.length > 0) focusFirstInvalid(form)
    return wrong.length === 0
  }
  return { form, check, errorOf: (name: string) => faults.get(name) ?? refusalOf(name) }
}
