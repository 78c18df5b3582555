import { type ReactNode, useEffect, useRef } from 'react'
import { useWords } from '../text/use-words.ts'
import { Button } from './button.tsx'
import styles from './modal.module.css'

/** A native dialog: it keeps the focus, closes by Escape or beside it, and gives the focus back. */
export const Modal = ({ title, onClose, children }: ModalProps) => {
  const { close } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    const opened = dialog.current
    opened?.showModal()
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
      onClick={({ target }) => {
        if (target === dialog.current) onClose()
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose()
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
