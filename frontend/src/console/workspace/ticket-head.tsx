import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type Ref, useState } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { isWork } from '../../api/ticket-values.ts'
import { Avatar } from '../../design/avatar.tsx'
import { Button } from '../../design/button.tsx'
import { PriorityBars } from '../../design/priority-bars.tsx'
import { SlaFuse } from '../../design/sla-fuse.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { RoutingLine } from './routing-line.tsx'
import { Tags } from './tags.tsx'
import { TicketFields } from './ticket-fields.tsx'
import styles from './ticket-head.module.css'
import type { TicketWrite } from './use-ticket-write.ts'

/** The ticket's number and status with a link back, in a line that stays in view when all else scrolls away. */
export const TicketLine = ({ ticket }: { readonly ticket: Ticket }) => {
  const { ticket: text } = useDeskText()
  const { assignee } = ticket
  return (
    <header className={styles.line}>
      <Link className={styles.back} to="/" search={(before) => before} aria-label={text.back}>
        <ArrowLeft size={16} aria-hidden="true" />
      </Link>
      <span className={styles.number}>{ticket.number}</span>
      <StatusMark status={ticket.status} queueState={ticket.queue_state} position={ticket.queue_position} />
      <PriorityBars priority={ticket.priority} />
      {isWork(ticket.status) && <SlaFuse due_at={ticket.due_at} created_at={ticket.created_at} />}
      {assignee && (
        <span className={styles.assignee}>
          <Avatar name={assignee.name} presence={assignee.presence} /> <span>{assignee.name}</span>
        </span>
      )}
    </header>
  )
}

/** The ticket's title, its assignee and the reason for that, and the editable fields. */
export const TicketHead = ({ ticket, write, title }: TicketHeadProps) => {
  const { ticket: text } = useDeskText()
  const { requester } = ticket
  return (
    <div className={styles.head}>
      <h2 id="ticket-title" dir="auto" tabIndex={-1} ref={title}>
        {ticket.title}
      </h2>
      <p className={styles.from}>{text.from(requester.name, requester.email)}</p>
      <RoutingLine ticket={ticket} />
      <TicketFields ticket={ticket} write={write} />
      <div className={styles.foot}>
        <Tags ticket={ticket} write={write} />
        {ticket.merged_into === null && <MergeControl ticket={ticket} />}
      </div>
    </div>
  )
}

interface TicketHeadProps {
  readonly ticket: Ticket
  readonly write: TicketWrite
  readonly title: Ref<HTMLHeadingElement>
}

const MergeControl = ({ ticket }: { readonly ticket: Ticket }) => {
  const { ticket: text } = useDeskText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text.merge}</Button>
      {open && <MergeDialog ticket={ticket} onClose={() => setOpen(false)} />}
    </>
  )
}
