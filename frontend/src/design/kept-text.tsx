import { useEffect, useRef, useState } from 'react'
import { useWords } from '../text/use-words.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Field } from './field.tsx'
import styles from './kept-text.module.css'

/** A draft that can no longer be sent, to be read, copied and removed; renders nothing for an empty draft. */
export const KeptText = ({ label, text, interrupts, copyLabel, copiedLabel, onWrite }: KeptTextProps) => {
  const words = useWords()
  const [removed, setRemoved] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    // Its field is gone: without the focus here, further typing would trigger single-key shortcuts.
    if (interrupts && document.activeElement === document.body) field.current?.focus()
  }, [interrupts])
  const isThere = text.trim() !== ''
  if (!isThere && !removed) return null

  const write = (next: string) => {
    setRemoved(text)
    onWrite(next)
  }
  return (
    <fieldset className={styles.kept} aria-label={label}>
      {isThere && (
        <Field label={label}>
          {(control) => <textarea {...control} ref={field} rows={3} readOnly dir="auto" value={text} />}
        </Field>
      )}
      <div className={styles.actions}>
        {isThere && <CopyButton text={text} source={field} label={copyLabel} copiedLabel={copiedLabel} />}
        <span role="status">{!isThere && words.removed(label)}</span>
        {/* One button for both: whoever removes the text stays on the way back. */}
        <Button kind="plain" onClick={() => write(isThere ? '' : removed)}>
          {isThere ? words.remove : words.undo}
        </Button>
      </div>
    </fieldset>
  )
}

interface KeptTextProps {
  readonly label: string
  readonly text: string
  /** Whether it replaced a field in which somebody may have been typing. */
  readonly interrupts: boolean
  readonly copyLabel: string
  readonly copiedLabel: string
  /** Sets the draft: to empty, or back to what it was. */
  readonly onWrite: (text: string) => void
}
