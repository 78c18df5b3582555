import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Ticket } from '../../../functions/contracts/ticket.ts'
import { call, tracking } from '../api/call.ts'
import { hasStatus } from '../api/problem.ts'
import { keys } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { LiveProvider, useLiveTicket } from '../api/use-live.tsx'
import { useLongOffline } from '../api/use-long-offline.ts'
import { useNow } from '../design/clock.ts'
import { FailureNotice, Notice } from '../design/notice.tsx'
import { Skeleton } from '../design/skeleton.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { usePortalText } from '../text/use-portal-text.ts'
import { useWords } from '../text/use-words.ts'
import { Conversation } from './conversation.tsx'
import { Page } from './page.tsx'
import { ReplyForm } from './reply-form.tsx'
import styles from './ticket-page.module.css'
import { useTrackingToken } from './tracking-token.ts'

/** One ticket, for whoever holds its tracking link or is signed in as its owner. */
export const TicketPage = ({ id }: { readonly id: string }) => {
  const session = useSession()
  const token = useTrackingToken(id)
  const headers = useMemo(() => (token ? tracking(token) : {}), [token])
  return (
    <LiveProvider
      key={token ?? session?.user.id ?? 'guest'}
      {...(token ? { options: { guest: { ticket_id: id, headers } } } : {})}
    >
      <FollowedTicket id={id} headers={headers} />
    </LiveProvider>
  )
}

export type TrackingHeaders = Readonly<Record<string, string>>

/** Asked for again while nobody has it, since a place in the queue moves without the ticket changing. */
const PLACE_EVERY_MS = 10_000

const FollowedTicket = ({ id, headers }: { readonly id: string; readonly headers: TrackingHeaders }) => {
  const { ticket: text } = usePortalText()
  const { data, error, refetch } = useQuery({
    queryKey: keys.ticket(id),
    queryFn: () => call('getTicket', { params: { id }, headers }),
    refetchInterval: ({ state }) => (state.data?.queue_state === 'waiting' ? PLACE_EVERY_MS : false),
  })
  useLiveTicket(id, data?.version)

  if (data) return <OpenTicket ticket={data} headers={headers} />
  if (hasStatus(error, 404) || hasStatus(error, 401)) return <Page title={text.unknownTitle} lead={text.unknown} />
  if (error) return <FailureNotice error={error} onRetry={() => void refetch()} />
  return <Skeleton rows={5} height={60} />
}

const OpenTicket = ({ ticket, headers }: { readonly ticket: Ticket; readonly headers: TrackingHeaders }) => {
  const { ticket: text } = usePortalText()
  return (
    <Page title={ticket.title} name={ticket.number}>
      <TicketFacts ticket={ticket} />
      {ticket.merged_into && <Notice>{text.merged}</Notice>}
      <Conversation ticket={ticket} headers={headers} />
      {ticket.status === 'closed' ? <Notice>{text.closed}</Notice> : <ReplyForm ticket={ticket} headers={headers} />}
    </Page>
  )
}

const TicketFacts = ({ ticket }: { readonly ticket: Ticket }) => {
  const words = useWords()
  const { ticket: text, sent } = usePortalText()
  const now = useNow()
  const away = useLongOffline()
  const { assignee, queue_position } = ticket
  return (
    <div className={styles.facts}>
      <span className={styles.number}>{ticket.number}</span>
      <StatusMark status={ticket.status} queueState={ticket.queue_state} />
      <span>{words.category[ticket.category]}</span>
      <span>{text.opened(words.format.moment(ticket.created_at, now))}</span>
      {assignee && <span>{text.withAgent(assignee.name)}</span>}
      {queue_position !== null && (
        <span aria-live="polite">{queue_position === 1 ? words.queue.next : words.queue.place(queue_position)}</span>
      )}
      {ticket.due_at && !ticket.first_response_at && (
        <span>
          {sent.firstReply} {sent.by(words.format.moment(ticket.due_at, now))}
        </span>
      )}
      {away && <span className={styles.offline}>{words.live.offline}</span>}
    </div>
  )
}
