import { Link } from 'wouter'
import type { OpenedTicket } from '../../../../functions/contracts/ticket.ts'
import { Button, onFirstClick } from '../../design/button.tsx'
import { CONTENT_ID } from '../../design/skip-link.tsx'
import { usePortalText } from '../../text/use-portal-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from '../status-lines.module.css'

/** Tells a sender who has gone to another page that the ticket has arrived, with a link to its receipt. */
export const ReceiptLine = ({ ticket, onClose }: ReceiptLineProps) => {
  const words = useWords()
  const { sent } = usePortalText()
  const close = () => {
    // The link goes away together with the line.
    document.getElementById(CONTENT_ID)?.focus()
    onClose()
  }
  return (
    <div className={styles.line}>
      <span>{sent.late(ticket.number)}</span>
      <Link href="/sent" state={ticket} onClick={onClose}>
        {sent.next}
      </Link>
      <Button kind="plain" onClick={onFirstClick(close)}>
        {words.close}
      </Button>
    </div>
  )
}

interface ReceiptLineProps {
  readonly ticket: OpenedTicket
  readonly onClose: () => void
}
