import { useEffect, useRef } from 'react'
import { Button } from '../../../design/button.tsx'
import { Notice } from '../../../design/notice.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import styles from '../admin.module.css'

/** Asks for confirmation before a changed form is closed. */
export const DiscardQuestion = ({ onDiscard, onKeep }: DiscardQuestionProps) => {
  const { discard } = useAdminText()
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    keep.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <Notice kind="warn">
      <p>{discard.question}</p>
      <div className={styles.actions}>
        <Button ref={keep} onClick={onKeep}>
          {discard.keep}
        </Button>
        <Button kind="danger" onClick={onDiscard}>
          {discard.discard}
        </Button>
      </div>
    </Notice>
  )
}

interface DiscardQuestionProps {
  readonly onDiscard: () => void
  readonly onKeep: () => void
}
