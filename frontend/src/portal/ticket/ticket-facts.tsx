import type { ReactNode } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { isWork } from '../../api/ticket-values.ts'
import { useNow } from '../../design/clock.ts'
import { StatusMark } from '../../design/status-mark.tsx'
import { Tiles } from '../../design/tiles.tsx'
import { usePortalText } from '../../text/use-portal-text.ts'
import { useWords } from '../../text/use-words.ts'
import { QueueLine } from './queue-line.tsx'
import styles from './ticket-facts.module.css'

/** What a customer wants to know first: the ticket's status, its agent, and when to expect an answer. */
export const TicketFacts = ({ ticket, children }: TicketFactsProps) => {
  const { facts } = usePortalText()
  const { format } = useWords()
  const now = useNow()
  const { due_at, first_response_at, resolved_at, status } = ticket
  const underway = isWork(status)
  return (
    <Tiles className={styles.facts}>
      {children}
      {underway && (
        <div>
          <dt>{ticket.assignee ? facts.agent : facts.place}</dt>
          <dd aria-live="polite">
            <Place ticket={ticket} />
          </dd>
        </div>
      )}
      {underway && due_at !== null && first_response_at === null && (
        <div>
          <dt>{facts.firstReply}</dt>
          <dd>{Date.parse(due_at) > now ? facts.by(format.moment(due_at, now)) : facts.late}</dd>
        </div>
      )}
      {!underway && resolved_at !== null && (
        <div>
          <dt>{facts.solved}</dt>
          <dd>{format.moment(resolved_at, now)}</dd>
        </div>
      )}
    </Tiles>
  )
}

interface TicketFactsProps {
  readonly ticket: Ticket
  /** Further facts, shown before the others. */
  readonly children?: ReactNode
}

const Place = ({ ticket: { assignee, queue_position } }: { readonly ticket: Ticket }) => {
  const { facts } = usePortalText()
  const { queue } = useWords()
  if (assignee) return assignee.name
  if (queue_position === null) return facts.placeSoon
  return (
    <>
      {queue_position === 1 ? queue.next : facts.number(queue_position)}
      <QueueLine position={queue_position} />
    </>
  )
}

/** The ticket number that people use. */
export const NumberFact = ({ number }: { readonly number: string }) => {
  const { facts } = usePortalText()
  return (
    <div>
      <dt>{facts.ticketNumber}</dt>
      <dd className={styles.number}>{number}</dd>
    </div>
  )
}

export const StatusFact = ({ ticket: { status, queue_state } }: { readonly ticket: Ticket }) => {
  const { facts } = usePortalText()
  return (
    <div>
      <dt>{facts.status}</dt>
      <dd className={styles.status}>
        <StatusMark status={status} queueState={queue_state} />
      </dd>
    </div>
  )
}
