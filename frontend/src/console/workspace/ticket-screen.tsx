import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Ticket } from '../../../../functions/contracts/ticket.ts'
import { hasStatus } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { isWork } from '../../api/ticket-values.ts'
import { useLiveTicket } from '../../api/use-live.tsx'
import { EmptyState, FailureNotice, Notice } from '../../design/notice.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { useDeskText } from '../../text/use-desk-text.ts'
import { FailureNote } from '../failures/failure-note.tsx'
import { type Failure, useFailures } from '../failures/failures.ts'
import { useKeys } from '../keyboard.ts'
import { Composer, type ComposerControl } from './composer.tsx'
import { KeptDecision, KeptDrafts } from './kept-drafts.tsx'
import { StaleCard } from './stale-card.tsx'
import { TicketHead, TicketLine } from './ticket-head.tsx'
import styles from './ticket-screen.module.css'
import { Timeline } from './timeline.tsx'
import { TriagePanel } from './triage-panel.tsx'
import { useTicket } from './use-ticket.ts'
import { type TicketWrite, useTicketInHand, useTicketWrite } from './use-ticket-write.ts'

/** The ticket beside the list. */
export const TicketScreen = () => {
  const { ticketId } = useParams({ from: '/inbox/tickets/$ticketId' })
  const { ticket: text } = useDeskText()
  const client = useQueryClient()
  const { data, error, refetch } = useTicket(ticketId)
  useLiveTicket(ticketId, data?.version)

  // Comes first: a ticket that a person may no longer see must not stay because it is cached.
  if (hasStatus(error, 404)) {
    const wasOpen = data !== undefined
    return (
      // A draft removed from one ticket must not be restored to another.
      <div className={styles.aside} key={ticketId}>
        <div role="alert">
          <EmptyState title={wasOpen ? text.taken : text.unknown}>
            <Link to="/" search={(before) => before}>
              {text.back}
            </Link>
          </EmptyState>
        </div>
        <KeptDrafts ticketId={ticketId} interrupts={wasOpen} />
        <KeptDecision ticketId={ticketId} interrupts={wasOpen} />
      </div>
    )
  }
  if (data) return <Workspace key={data.id} read={data} />
  return (
    <div className={styles.aside}>
      {error ? (
        <FailureNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton
          rows={5}
          height={72}
          onRetry={() => void client.resetQueries({ queryKey: keys.ticket(ticketId), exact: true })}
        />
      )}
    </div>
  )
}

/** @param read the ticket as the host returned it */
const Workspace = ({ read }: { readonly read: Ticket }) => {
  const { timeline } = useDeskText()
  const ticket = useTicketInHand(read)
  const write = useTicketWrite(ticket)
  const composer = useRef<ComposerControl>(null)
  useEffect(() => {
    document.title = `${ticket.number} · Plimsoll`
  }, [ticket.number])
  const title = useFocusOfPane()

  const isOwnWork = isWork(ticket.status) && ticket.merged_into === null
  const isClosed = ticket.status === 'closed'
  useKeys({
    r: isClosed ? undefined : () => composer.current?.focus('public'),
    n: isClosed ? undefined : () => composer.current?.focus('internal'),
    e: isOwnWork ? () => write.change({ status: 'resolved' }) : undefined,
  })
  return (
    <article className={styles.workspace} aria-labelledby="ticket-title">
      <div className={styles.story}>
        <div className={styles.top}>
          <TicketLine ticket={ticket} />
          <Notes ticket={ticket} write={write} />
        </div>
        <TicketHead ticket={ticket} write={write} title={title} />
        <section className={styles.middle} aria-label={timeline.label} {...reachable}>
          <Timeline ticket={ticket} />
          {ticket.triage && (
            <TriagePanel ticket={ticket} triage={ticket.triage} onDraft={() => composer.current?.focus('public')} />
          )}
        </section>
      </div>
      <Composer ticket={ticket} ref={composer} />
    </article>
  )
}

/** The most important facts about a ticket: they stay in view however long the conversation is. */
const Notes = ({ ticket, write }: { readonly ticket: Ticket; readonly write: TicketWrite }) => {
  const { ticket: text } = useDeskText()
  const { all, settle } = useFailures()
  const isShown = (failure: Failure) => failure.ticket.id === ticket.id && failure.about !== 'answer' && !failure.full
  return (
    <div className={styles.notes}>
      {ticket.merged_into && (
        <Notice kind="warn">
          {text.merged}{' '}
          <Link to="/tickets/$ticketId" params={{ ticketId: ticket.merged_into }} search={(before) => before}>
            {text.openOther}
          </Link>
        </Notice>
      )}
      {all.filter(isShown).map((failure) => {
        const { id, stale } = failure
        return stale ? (
          <StaleCard
            key={id}
            stale={stale}
            onKeep={() => write.change(stale.patch, stale.now)}
            onTake={() => settle((one) => one.id === id)}
          />
        ) : (
          <FailureNote key={id} failure={failure} />
        )
      })}
    </div>
  )
}

/** Takes the focus over from the placeholder of the loading ticket, and from nothing else. */
const useFocusOfPane = () => {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const { activeElement, body } = document
    if (activeElement !== body && activeElement?.contains(title.current)) title.current?.focus({ preventScroll: true })
  }, [])
  return title
}

/** A scrolling area must be focusable, since there may be nothing in it that is. */
const reachable = { tabIndex: 0 }
