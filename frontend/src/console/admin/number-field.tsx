import type { ComponentProps, ReactNode } from 'react'
import { Field } from '../../design/field.tsx'
import type { FieldErrors } from '../../design/use-field-errors.ts'

/** Shares, minutes and hours: any number from 0 on. */
export const fromZero = { min: 0, step: 'any' } as const

/** A number that has to be given, with what the host says of it. */
export const NumberField = ({ name, label, hint, errorOf, ...number }: NumberFieldProps) => (
  <Field label={label} hint={hint} error={errorOf(name)}>
    {(control) => <input {...control} {...number} name={name} type="number" required />}
  </Field>
)

interface NumberFieldProps
  extends Pick<ComponentProps<'input'>, 'min' | 'max' | 'step' | 'value' | 'defaultValue' | 'onChange'> {
  /** Path of the number in what is sent. */
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  readonly errorOf: FieldErrors
}
