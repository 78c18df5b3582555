import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import type { useDraft } from '../../api/drafts.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useKeys } from '../keyboard.ts'
import styles from './triage-panel.module.css'

/** Asks for confirmation before a suggestion is rejected for good, and for a reason for colleagues, kept as a draft. */
export const RejectTriage = ({ draft, takesFocus, isRejecting, onReject, onCancel }: RejectTriageProps) => {
  const words = useWords()
  const { triage: text } = useDeskText()
  const reason = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (!takesFocus) return
    reason.current?.focus()
    // Its buttons, which come after the field, are scrolled into view too.
    reason.current?.form?.scrollIntoView({ block: 'nearest' })
  }, [takesFocus])
  useKeys({ 'Shift+X': () => reason.current?.focus() })
  const reject = (event: FormEvent) => {
    event.preventDefault()
    if (!isRejecting) onReject(draft.text.trim())
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isRejecting) return
    // Escape must not also leave the field or the ticket.
    event.preventDefault()
    onCancel()
  }
  return (
    <form className={styles.edit} onSubmit={reject} onKeyDown={onKey}>
      <div className={styles.whole}>
        <Field label={text.reason} hint={text.finally}>
          {(control) => (
            <input
              {...control}
              ref={reason}
              maxLength={1_000}
              dir="auto"
              value={draft.text}
              onChange={({ target }) => draft.write(target.value)}
            />
          )}
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
  readonly draft: ReturnType<typeof useDraft>
  /** Whether the person has just opened the form. */
  readonly takesFocus: boolean
  /** Whether the rejection is under way: it can be neither repeated nor given up. */
  readonly isRejecting: boolean
  /** Receives the reason; empty if none was given. */
  readonly onReject: (reason: string) => void
  readonly onCancel: () => void
}
