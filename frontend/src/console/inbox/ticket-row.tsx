import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { memo } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { isWork } from '../../api/ticket-values.ts'
import { PriorityBars } from '../../design/priority-bars.tsx'
import { SlaFuse } from '../../design/sla-fuse.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { useWords } from '../../text/use-words.ts'
import { useMe } from '../me.ts'
import { ticketQuery } from '../workspace/use-ticket.ts'
import { RowViewers } from './row-viewers.tsx'
import styles from './ticket-list.module.css'

export const rowId = (id: string) => `row-${id}`

/** The cache may hold a newer version of a ticket than the list; a ticket that has left the list is read by itself. */
const useNewest = (listed: Ticket, isGone: boolean): Ticket => {
  const { data } = useQuery({ ...ticketQuery(listed.id), enabled: isGone })
  return data && data.version > listed.version ? data : listed
}

/** Whether a click was on the part that selects a row. */
const isOnPick = (target: EventTarget) => target instanceof Element && target.closest('[data-pick]') !== null

const Row = ({ ticket: listed, position, of, offset, height, ...row }: TicketRowProps) => {
  const words = useWords()
  const { list, keys } = useDeskText()
  const me = useMe()
  const ticket = useNewest(listed, row.isGone)
  // In a list of one's own tickets the assignee is obvious.
  const whose = ticket.assignee && ticket.assignee.id !== me.id ? ticket.assignee.name : null
  const about = [words.category[ticket.category], whose].filter(Boolean).join(' · ')
  return (
    <div
      className={styles.row}
      id={rowId(ticket.id)}
      role="option"
      tabIndex={-1}
      aria-setsize={of}
      aria-posinset={position}
      aria-selected={row.isSelected}
      aria-current={row.isOpen}
      data-active={row.isActive}
      data-compact={height < 50}
      style={{ blockSize: height, transform: `translateY(${offset}px)` }}
      onClick={({ shiftKey, metaKey, ctrlKey, target }) => {
        if (shiftKey) row.onSelectTo(ticket.id)
        else if (metaKey || ctrlKey || isOnPick(target)) row.onToggle(ticket.id)
        else row.onOpen(ticket.id)
      }}
      onKeyDown={({ key }) => key === 'Enter' && row.onOpen(ticket.id)}
    >
      <span className={styles.pick} data-pick title={keys.select} aria-hidden="true">
        <span className={styles.tick}>{row.isSelected && <Check size={12} strokeWidth={4} />}</span>
      </span>
      <PriorityBars priority={ticket.priority} />
      <span className={styles.title} dir="auto">
        {ticket.title}
      </span>
      <span className={styles.facts}>
        <span className={styles.number}>{ticket.number}</span>
        <StatusMark status={ticket.status} queueState={ticket.queue_state} position={ticket.queue_position} />
        <span className={styles.topic}>{about}</span>
        {ticket.triage?.state === 'pending' && <span className={styles.machine}>{list.suggestion}</span>}
      </span>
      <span className={styles.clock}>
        {isWork(ticket.status) && <SlaFuse due_at={ticket.due_at} created_at={ticket.created_at} />}
      </span>
      <RowViewers ticketId={ticket.id} />
    </div>
  )
}

export const TicketRow = memo(Row)

interface TicketRowProps {
  readonly ticket: Ticket
  /** 1 is the first. */
  readonly position: number
  readonly of: number
  /** Pixels from the top of the list. */
  readonly offset: number
  readonly height: number
  readonly isActive: boolean
  readonly isOpen: boolean
  readonly isSelected: boolean
  /** Whether it no longer belongs in the list. */
  readonly isGone: boolean
  readonly onOpen: (id: string) => void
  readonly onToggle: (id: string) => void
  readonly onSelectTo: (id: string) => void
}
