import { Link, useParams } from '@tanstack/react-router'
import { useDeskText } from '../../text/use-desk-text.ts'
import styles from './failure-lines.module.css'
import { FailureNote } from './failure-note.tsx'
import { useFailures } from './failures.ts'

/** Failures on tickets that are no longer on screen, each with a link to its ticket. */
export const FailureLines = () => {
  const { failures: text } = useDeskText()
  const { ticketId } = useParams({ strict: false })
  const { all } = useFailures()
  const elsewhere = all.filter(({ ticket }) => ticket.id !== ticketId)
  return (
    <div className={styles.lines}>
      {elsewhere.map((failure) => (
        <FailureNote key={failure.id} failure={failure} title={`${failure.ticket.number}: ${failure.title}`}>
          <Link to="/tickets/$ticketId" params={{ ticketId: failure.ticket.id }} search={true}>
            {text.open}
          </Link>
        </FailureNote>
      ))}
    </div>
  )
}
