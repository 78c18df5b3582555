import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './triage-panel.module.css'

/** A second word before a suggestion is gone for good, and room for what colleagues are told of it. */
export const RejectTriage = ({ isRejecting, onReject, onCancel }: RejectTriageProps) => {
  const words = useWords()
  const { triage: text } = useDeskText()
  const reason = useRef<HTMLInputElement>(null)
  useEffect(() => {
    reason.current?.focus()
    // With its buttons, which come after the field.
    reason.current?.form?.scrollIntoView({ block: 'nearest' })
  }, [])
  const reject = (event: FormEvent) => {
    event.preventDefault()
    if (!isRejecting) onReject(reason.current?.value.trim() ?? '')
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isRejecting) return
    // It leaves neither the field nor the ticket.
    event.preventDefault()
    onCancel()
  }
  return (
    <form className={styles.edit} onSubmit={reject} onKeyDown={onKey}>
      <div className={styles.whole}>
        <Field label={text.reason} hint={text.finally}>
          {(control) => <input {...control} ref={reason} maxLength={1_000} dir="auto" />}
        </Field>
      </div>
      <Button kind="danger" type="submit" busy={isRejecting && words.saving}>
        {text.reject}
      </Button>
      <Button kind="plain" disabled={isRejecting} onClick={onCancel}>
        {words.cancel}
      </Button>
    </form>
  )
}

interface RejectTriageProps {
  /** Whether it is on its way: it can neither be asked for again nor given up any more. */
  readonly isRejecting: boolean
  /** Takes the reason; empty where none was given. */
  readonly onReject: (reason: string) => void
  readonly onCancel: () => void
}
