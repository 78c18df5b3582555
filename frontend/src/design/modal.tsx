import { type ReactNode, useEffect, useRef } from 'react'
import { useWords } from '../text/use-words.ts'
import { Button } from './button.tsx'
import styles from './modal.module.css'

/** A native dialog: it holds the focus, closes by Escape or a click beside it, and then returns the focus. */
export const Modal = ({ title, onClose, children }: ModalProps) => {
  const { close } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const pressedBeside = useRef(false)
  useEffect(() => {
    const opener = document.activeElement
    const opened = dialog.current
    opened?.showModal()
    // The close button comes first in the document, but people open a dialog for its content.
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
        // A selection dragged out of a field ends beside the dialog, and is not meant to close it.
        if (target === dialog.current && pressedBeside.current) onClose()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // Escape closes this dialog only, nothing beneath it.
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
