import { Link, useParams } from '@tanstack/react-router'
import { Button, onFirstClick } from '../../design/button.tsx'
import { FailureNotice } from '../../design/notice.tsx'
import { useDeskText } from '../../text/use-console-text.ts'
import { useWords } from '../../text/use-words.ts'
import styles from './failure-lines.module.css'
import { useFailures } from './failures.ts'

/** What failed on tickets that are not on screen any more, each with the way back to it. */
export const FailureLines = () => {
  const { close } = useWords()
  const { failures: text } = useDeskText()
  const { ticketId } = useParams({ strict: false })
  const { all, settle } = useFailures()
  const elsewhere = all.filter(({ ticket }) => ticket.id !== ticketId)
  return (
    <div className={styles.lines}>
      {elsewhere.map(({ id, ticket, title, error }) => (
        <FailureNotice key={id} error={error} title={`${ticket.number}: ${title}`}>
          <div className={styles.actions}>
            <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} search={true}>
              {text.open}
            </Link>
            <Button kind="plain" onClick={onFirstClick(() => settle((one) => one.id === id))}>
              {close}
            </Button>
          </div>
        </FailureNotice>
      ))}
    </div>
  )
}
