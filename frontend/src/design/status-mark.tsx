import type { QueueState, Status } from '../../../functions/contracts/ticket.ts'
import { useWords } from '../text/use-words.ts'
import styles from './status-mark.module.css'

type Shape = Status | 'waiting'

/** Each status has its own shape, so that nobody has to tell them apart by colour. */
const StatusShape = ({ shape }: { readonly shape: Shape }) => (
  <svg className={styles.shape} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
    {shape === 'open' && <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />}
    {shape === 'waiting' && (
      <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="1.7 2.6" />
    )}
    {shape === 'in_progress' && (
      <path d="M7 .5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13zm0 2v9a4.5 4.5 0 1 1 0-9z" fill="currentColor" />
    )}
    {shape === 'resolved' && <circle cx="7" cy="7" r="6.5" fill="currentColor" />}
    {shape === 'closed' && <rect x="1" y="1" width="12" height="12" rx="2" fill="currentColor" />}
  </svg>
)

/** A ticket's status; a ticket that waits for an agent has a dotted ring and its place in the queue. */
export const StatusMark = ({ status, queueState, position }: StatusMarkProps) => {
  const { status: names, queue } = useWords()
  const unserved = status === 'open' && (queueState === 'waiting' || queueState === 'triaging')
  const shape = unserved ? 'waiting' : status
  const place = position ? ` ${position}` : ''
  return (
    <span className={styles.status} data-shape={shape}>
      <StatusShape shape={shape} />
      {unserved ? `${queue[queueState]}${place}` : names[status]}
    </span>
  )
}

interface StatusMarkProps {
  readonly status: Status
  readonly queueState?: QueueState
  /** Place in the queue, 1 is next. */
  readonly position?: number | null
}
