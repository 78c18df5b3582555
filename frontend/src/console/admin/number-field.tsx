import type { ComponentProps, ReactNode } from 'react'
import { Field } from '../../design/field.tsx'
import type { FieldErrors } from '../../design/use-field-errors.ts'

/** For shares, minutes and hours: any number from 0. */
export const fromZero = { min: 0, step: 'any' } as const

/** A required number, with the host's error. */
export const NumberField = ({ name, label, hint, errorOf, ...number }: NumberFieldProps) => (
  <Field label={label} hint={hint} error={errorOf(name)}>
    {(control) => <input {...control} {...number} name={name} type="number" required />}
  </Field>
)

interface NumberFieldProps
  extends Pick<ComponentProps<'input'>, 'min' | 'max' | 'step' | 'value' | 'defaultValue' | 'onChange'> {
  /** Path of the number in the request body. */
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  readonly errorOf: FieldErrors
}
