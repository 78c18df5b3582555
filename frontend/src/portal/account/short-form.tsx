import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { focusFirstInvalid } from '../../design/form-errors.ts'
import { FailureNotice } from '../../design/notice.tsx'
import { useFieldErrors } from '../../design/use-field-errors.ts'
import { useWords } from '../../text/use-words.ts'
import styles from '../form.module.css'

/** A short form of one-line fields; empty fields are refused here, everything else is checked by the host. */
export const ShortForm = ({ fields, action, busy, error, onSend, children }: ShortFormProps) => {
  const words = useWords()
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({})
  const form = useRef<HTMLFormElement>(null)
  const refused = useFieldErrors(error, form)

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy !== false) return
    const values: Record<string, string> = {}
    const found: Record<string, string> = {}
    const data = new FormData(event.currentTarget)
    for (const { name, check } of fields) {
      const value = String(data.get(name) ?? '')
      values[name] = value
      const complaint = value.trim() === '' ? words.required : check?.(value)
      if (complaint) found[name] = complaint
    }
    setWrong(found)
    if (Object.keys(found).length === 0) onSend(values)
    else focusFirstInvalid(form)
  }
  return (
    <form className={styles.form} ref={form} onSubmit={send} noValidate>
      {fields.map(({ name, label, hint, type = 'text', autoComplete, initial }) => (
        <Field key={name} label={label} hint={hint} error={wrong[name] ?? refused(name)}>
          {(control) => (
            <input
              {...control}
              name={name}
              type={type}
              autoComplete={autoComplete}
              defaultValue={initial}
              maxLength={254}
              required
            />
          )}
        </Field>
      ))}
      {error !== null && error !== undefined && <FailureNotice error={error} />}
      <div className={styles.actions}>
        <Button kind="primary" type="submit" busy={busy}>
          {action}
        </Button>
        {children}
      </div>
    </form>
  )
}

export interface ShortField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'email' | 'password'
  readonly autoComplete: string
  readonly initial?: string
  /** Returns the fault of a value that is not empty, if it has one. */
  readonly check?: (value: string) => string | undefined
}

interface ShortFormProps {
  readonly fields: readonly ShortField[]
  readonly action: string
  readonly busy: string | false
  readonly error?: unknown
  readonly onSend: (values: Readonly<Record<string, string>>) => void
  readonly children?: ReactNode
}
