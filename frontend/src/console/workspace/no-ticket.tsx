import { useDeskText } from '../../text/use-desk-text.ts'
import styles from './no-ticket.module.css'

export const NoTicket = () => {
  const { ticket } = useDeskText()
  return (
    <div className={styles.none}>
      <svg viewBox="0 0 80 48" width="80" height="48" aria-hidden="true">
        <path d="M4 8h28M4 24h48M4 40h72" />
      </svg>
      <p className={styles.title}>{ticket.none}</p>
      <p>{ticket.noneHint}</p>
    </div>
  )
}
