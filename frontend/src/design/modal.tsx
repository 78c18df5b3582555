import { type ReactNode, useEffect, useRef } from 'react'
import { useWords } from '../text/use-words.ts'
import { Button } from './button.tsx'
import styles from './modal.module.css'

/** A native dialog: it keeps the focus, closes by Escape or beside it, and gives the focus back. */
export const Modal = ({ title, onClose, children }: ModalProps) => {
  const { close } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const pressedBeside = useRef(false)
  useEffect(() => {
    const opener = document.activeElement
    const opened = dialog.current
    opened?.showModal()
    // The way out comes first in the document, but whoever opened this came for what is in it.
    opened?.querySelector<HTMLElement>('input, select, textarea')?.focus()
    return () => {
      opened?.close()
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      className={styles.modal}
      ref={dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={({ target }) => {
        pressedBeside.current = target === dialog.current
      }}
      onClick={({ target }) => {
        // Who drags a selection out of a field lets go beside the dialog, and did not mean to leave it.
        if (target === dialog.current && pressedBeside.current) onClose()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // It closes this, and nothing beneath it.
        event.preventDefault()
        onClose()
      }}
    >
      <div className={styles.inside}>
        <header className={styles.head}>
          <h2>{title}</h2>
          <Button kind="plain" onClick={onClose}>
            {close}
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  )
}

interface ModalProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}
